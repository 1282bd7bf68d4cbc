"""Objects to measure on: one simulated feed, packed as each shape needs it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from isal import igzip

FOOTFALL = str(Path(sys.executable).with_name("footfall"))
LARGE_BYTES = 128_000_000  # Firehose's largest buffer, before compression


@dataclass(frozen=True)
class Shape:
    """One way that the same events may be delivered.

    Attributes:
        name: What the table calls it.
        options: What makes the feed.
        object_bytes: Inflated bytes of one object, or None as simulated.
    """

    name: str
    options: tuple[str, ...]
    object_bytes: int | None = LARGE_BYTES


CLEAN = ("--repeats", "0", "--late", "0", "--damage", "0", "--separator", "newline")
SHAPES = (
    Shape("clean, producer ids", CLEAN),
    Shape("clean, no ids", (*CLEAN, "--no-ids")),
    Shape(
        "0.04 % damaged, no separators",
        ("--repeats", "0", "--late", "0", "--damage", "0.0004", "--separator", "none"),
    ),
    Shape("small objects, producer ids", (*CLEAN, "--object-records", "1000"), None),
)


def make_objects(shape: Shape, events: int, folder: Path, days: int = 10) -> int:
    """Write a shape's objects, gzipped; how many there are.

    The simulator's truth stays beside the folder, as `<folder>-plain.truth.json`.
    """
    plain = folder.with_name(folder.name + "-plain")
    made = ["simulate", "--events", str(events), "--days", str(days), "--plain"]
    subprocess.run(
        [FOOTFALL, *made, *shape.options, "--output", str(plain)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    count = 0
    for name, content in _packed(plain, shape.object_bytes):
        count += 1
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(igzip.compress(content, 1))
    shutil.rmtree(plain)
    return count


def _packed(plain: Path, size: int | None) -> Iterator[tuple[str, bytes]]:
    """The objects as they are, or joined up to a size under the last one's name."""
    waiting: list[bytes] = []
    name = ""
    for path in sorted(path for path in plain.rglob("*") if path.is_file()):
        waiting.append(path.read_bytes())
        name = str(path.relative_to(plain)) + ".gz"
        if size is None or sum(map(len, waiting)) >= size:
            yield name, b"".join(waiting)
            waiting = []
    if waiting:
        yield name, b"".join(waiting)
