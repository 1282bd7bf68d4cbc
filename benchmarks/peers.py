"""From objects to sessions, ordered funnel and abandoned carts: footfall and its peers.

Each contender runs in its own process, in turns, several times; medians of CPU and wall
seconds and of peak memory (its largest process's; CPU is that of all) go to
`results/peers-<events>.json`. All must answer exactly what a reference does: DuckDB by
hand on the records that Python finds acceptable, one by one. Damaged objects, and such
without separators, are given once to each, at a smaller size and with each tool's own
defaults; the outcome tells what became of them.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.contenders.answers import answers
from benchmarks.contenders.clean_objects import clean
from benchmarks.models import days_of
from benchmarks.objects import CLEAN, Shape, make_objects
from benchmarks.processes import Run, measure, median
from benchmarks.record import Cell, record

OBJECT_RECORDS = ("--object-records", "100000")  # each hour begins an object, too
REASON_LENGTH = 120
REFERENCE = "duckdb_by_hand"


@dataclass(frozen=True)
class Contender:
    """One way to do the job.

    Attributes:
        name: What the table calls it.
        module: Where it is, below `benchmarks.contenders`.
        packages: What must be installed.
        needs_java: Whether a Java must be there, too.
    """

    name: str
    module: str
    packages: tuple[str, ...] = ()
    needs_java: bool = False

    def missing(self) -> str | None:
        """What is not installed."""
        for package in self.packages:
            try:
                version(package)
            except PackageNotFoundError:
                return package
        has_java = "JAVA_HOME" in os.environ or shutil.which("java") is not None
        return "Java" if self.needs_java and not has_java else None


CONTENDERS = (
    Contender("footfall", "footfall_marts"),
    Contender("footfall, every mart", "footfall_every_mart"),
    Contender("duckdb", "duckdb_by_hand"),
    Contender("polars", "polars_by_hand", ("polars",)),
    Contender("pandas", "pandas_by_hand", ("pandas",)),
    Contender("chdb", "chdb_by_hand", ("chdb",)),
    Contender("pyspark", "pyspark_by_hand", ("pyspark",), needs_java=True),
    Contender("dlt", "dlt_and_marts", ("dlt",)),
)
SHAPES = {
    "clean": Shape("clean", (*CLEAN, *OBJECT_RECORDS), None),
    "damaged": Shape("damaged", (*CLEAN, "--damage", "0.0005", *OBJECT_RECORDS), None),
    "separator-free": Shape(
        "separator-free", (*CLEAN, "--separator", "none", *OBJECT_RECORDS), None
    ),
}


@dataclass(frozen=True)
class Attempt:
    """What became of one run: what it used and answered, or why it aborted."""

    run: Run | None
    answers: dict[str, int]
    reason: str = ""

    def outcome(self, expected: dict[str, int]) -> str:
        """`exact`, or how it fell short of it."""
        if self.run is None:
            return f"aborts: {self.reason}"
        if self.answers == expected:
            return "exact"
        found, of = self.answers["events"], expected["events"]
        if found != of:
            return f"silently wrong: {found:,} of {of:,} events"
        differing = [name for name in expected if self.answers[name] != expected[name]]
        return f"silently wrong: {', '.join(differing)}"


def attempt(module: str, objects: Path, work: Path) -> Attempt:
    """Run a contender in an empty folder, which is removed again."""
    work.mkdir()
    command = [sys.executable, "-m", "benchmarks.contenders", module]
    try:
        run = measure([*command, str(objects), str(work)], tells_rows=False)
        if run is not None:
            return Attempt(run, answers(work))
        told = work / "aborted.txt"
        reason = told.read_text("utf-8") if told.exists() else "the process died"
        return Attempt(None, {}, short(reason, objects))
    finally:
        shutil.rmtree(work)


def short(reason: str, objects: Path) -> str:
    """The first line of an error, without this machine's folders."""
    line = re.sub(rf"\W?{objects}/[^\s:\"']+\W?", " an object ", reason).splitlines()[0]
    line = " ".join(line.split())
    return line if len(line) <= REASON_LENGTH else f"{line[:REASON_LENGTH]}…"


def reference(shape: str, objects: Path) -> dict[str, int]:
    """What all must answer; the simulator knows how many events that is."""
    cleaned = objects
    if shape != "clean":
        cleaned = objects.with_name("cleaned")
        clean(objects, cleaned)
    found = attempt(REFERENCE, cleaned, objects.with_name("reference"))
    if cleaned != objects:
        shutil.rmtree(cleaned)
    if found.run is None:
        sys.exit(f"error: the reference of `{shape}` aborts: {found.reason}")
    truth = json.loads(objects.with_name("objects-plain.truth.json").read_text("utf-8"))
    if found.answers["events"] != truth["kept"]:
        sys.exit(f"error: {found.answers['events']} events, {truth['kept']} were made")
    return found.answers


def row(
    contender: Contender, shape: str, expected: dict[str, int], done: list[Attempt]
) -> dict[str, Cell]:
    """One line of the table: medians, and the answers of the first run."""
    told: dict[str, Cell] = {
        "contender": contender.name,
        "shape": shape,
        "events": expected["events"],
        "runs": len(done),
    }
    run = median([one.run for one in done]) if done else None
    outcomes = sorted({one.outcome(expected) for one in done})
    return {
        **told,
        "cpu_seconds": None if run is None else round(run.cpu, 2),
        "wall_seconds": None if run is None else round(run.wall, 2),
        "memory_mb": None if run is None else round(run.memory),
        "outcome": "; ".join(outcomes) or f"not installed: {contender.missing()}",
        **{
            f"answer_{name}": done[0].answers.get(name) if done else None
            for name in expected
        },
    }


def contend(
    shape: str, contenders: list[Contender], events: int, rounds: int
) -> list[dict[str, Cell]]:
    """Make a shape's objects and let every contender have them, in turns."""
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as made:
        objects, work = Path(made) / "objects", Path(made) / "work"
        make_objects(SHAPES[shape], events, objects, days_of(events))
        expected = reference(shape, objects)
        done: dict[str, list[Attempt]] = {one.name: [] for one in contenders}
        for number in range(rounds):
            for one in contenders:
                if one.missing():
                    continue
                found = attempt(one.module, objects, work)
                done[one.name].append(found)
                used = f"{found.run.cpu:.1f} CPU s, " if found.run else ""
                told = f"{used}{found.outcome(expected)}"
                print(f"{shape}, round {number + 1}: {one.name}: {told}", flush=True)
        return [row(one, shape, expected, done[one.name]) for one in contenders]


def main() -> None:
    """Measure on clean objects, look on at the others, write the result."""
    names = [one.name for one in CONTENDERS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument(
        "--odd-events", type=int, default=100_000, help="of shapes that are not clean"
    )
    asked = parser.parse_args()
    contenders = [one for one in CONTENDERS if one.name in asked.only]
    rows = []
    for shape in asked.shapes:
        is_clean = shape == "clean"
        events = asked.events if is_clean else asked.odd_events
        rows += contend(shape, contenders, events, asked.rounds if is_clean else 1)
    packages = {
        package for one in contenders if not one.missing() for package in one.packages
    }
    print(record("peers", asked.events, asked.rounds, rows, sorted(packages)))


if __name__ == "__main__":
    main()
