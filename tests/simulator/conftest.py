"""Runs of both commands, and their objects read back the slow and obvious way.

What reads them shares no code with what wrote them.
"""

import datetime as dt
import json
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner
from identities import identities

from simulator.cli import replay_command
from simulator.deliveries import Shares
from simulator.simulation import Settings, simulate

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"

_NAME_TIME = re.compile(r"-1-(\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)-[0-9a-f-]{36}(\.gz)?$")
_SHAPE = re.compile(r"\d{4}/\d\d/\d\d/\d\d/[a-z-]+-1-[0-9-]{19}-[0-9a-f-]{36}(\.gz)?")


@dataclass
class Landed:
    key: str
    named_at: dt.datetime
    body: bytes
    is_whole: bool
    records: list[dict] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)


def _inflated(data):
    if data[:2] != b"\x1f\x8b":
        return data, True
    inflate = zlib.decompressobj(wbits=31)
    return inflate.decompress(data) + inflate.flush(), inflate.eof


def _read(root, path):
    key = path.relative_to(root).as_posix()
    assert _SHAPE.fullmatch(key), key
    named = dt.datetime.strptime(_NAME_TIME.search(key)[1], "%Y-%m-%d-%H-%M-%S")
    body, is_whole = _inflated(path.read_bytes())
    landed = Landed(key, named, body, is_whole)
    text = body.decode("utf-8", "surrogateescape")
    decode = json.JSONDecoder().raw_decode
    place, damaged_from = 0, None
    while place < len(text):
        record, end = None, place
        if text[place] == "{":
            try:
                record, end = decode(text, place)
            except ValueError:
                record = None
            if record and re.search("[\udc80-\udcff]", text[place:end]):
                record = None
        if record is None:
            if damaged_from is None and not text[place].isspace():
                damaged_from = place
            following = text.find('{"', place + 1)
            if damaged_from is None:
                place += 1
            else:
                place = following if following >= 0 else len(text)
            continue
        if damaged_from is not None:
            landed.rejected.append(text[damaged_from:place])
            damaged_from = None
        landed.records.append(record)
        place = end
    if damaged_from is not None:
        landed.rejected.append(text[damaged_from:])
    return landed


@pytest.fixture(scope="session")
def read_objects():
    """A directory of objects → what landed, by key."""

    def read(root):
        return [_read(root, path) for path in sorted(root.rglob("*")) if path.is_file()]

    return read


@pytest.fixture(scope="session")
def make_shop():
    """A small run, with the damage and options of the test's choice."""

    def make(output, **chosen):
        shares = Shares(
            damage=chosen.pop("damage", 0.004),
            repeats=chosen.pop("repeats", 0.02),
            late=chosen.pop("late", 0.02),
        )
        settings = {
            "events": 8_000,
            "days": 3,
            "seed": 7,
            "start": dt.date(2026, 1, 5),
            "object_records": 150,
            "separator": "mixed",
            "compression": "mixed",
            "has_event_ids": True,
            "shares": shares,
        }
        return simulate(Settings(**settings | chosen), output)

    return make


@pytest.fixture(scope="session")
def real():
    """The folder of real files."""
    if not REAL.is_dir():
        pytest.skip(f"real files are not there: {REAL}")
    return REAL


@pytest.fixture(scope="session")
def run(tmp_path_factory, make_shop, read_objects):
    """One run that most tests look at."""
    output = tmp_path_factory.mktemp("run") / "objects"
    truth = make_shop(output, events=40_000, days=4, object_records=400)
    return truth, read_objects(output)


@pytest.fixture(scope="session")
def events(run):
    return list(dict(identities(run[1], has_ids=True)).values())


@pytest.fixture
def replay(tmp_path, read_objects):
    """Replay files through the command: the facts it prints, and the objects."""

    def run(*files, kind="event", **options):
        output = tmp_path / f"objects-{len(list(tmp_path.iterdir()))}"
        arguments = [*map(str, files), "--kind", kind, "--output", str(output)]
        for name, value in options.items():
            arguments += [f"--{name.replace('_', '-')}", str(value)]
        result = CliRunner().invoke(replay_command, arguments)
        if result.exception:
            assert not output.exists()
            raise result.exception
        facts = dict(line.split("\t") for line in result.stdout.splitlines())
        return facts, read_objects(output)

    return run


@pytest.fixture
def csv_file(tmp_path):
    def write(text, name="events.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write
