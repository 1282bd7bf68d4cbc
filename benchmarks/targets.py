"""What was aimed at, against what was reached: every figure from a result file."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.hour_tables import across
from benchmarks.hours import bytes_an_event, growth
from benchmarks.measured import Row, read, size, table, told
from benchmarks.pairs import OURS, THEIRS
from benchmarks.scaling import exponents

AIMED_SIZE = 50_000_000
AIMED_HISTORIES = [1_000_000, AIMED_SIZE]
AIMED_HOURS = 200
AIMED_BASKETS = 1_000_000
SAME = 1.1  # a memory that varies by less does not grow


@dataclass(frozen=True)
class Target:
    """One aim.

    Attributes:
        what: Of what.
        aim: The most that it may be, in the unit of `reached`.
        reached: What was measured, or None where it was not.
        unit: What follows a figure.
        at: Where it was measured, if not at the size that was aimed at.
    """

    what: str
    aim: float
    reached: float | None
    unit: str = " ×"
    at: str = ""

    def line(self) -> list[str]:
        """Its cells."""
        digits = 0 if self.unit in (" MB", " %") else 2
        met = "yes" if self.reached is not None and self.reached <= self.aim else "no"
        if self.reached is None:
            met = "not measured"
        elif self.at:
            met = f"{'so far' if met == 'yes' else 'no'} ({self.at})"
        aim = f"≤ {self.aim:,g}{self.unit}"
        return [self.what, aim, told(self.reached, digits, self.unit), met]


def targets() -> list[str]:
    """The table of all of them."""
    found = [*_load(), *_peers(), *_scaling(), *_hour(), *_hours(), *_pairs()]
    found += _dashboard()
    lines = [one.line() for one in found]
    return table("what | aim | reached | met", lines)


def _load() -> Iterator[Target]:
    found = read("load")
    rows = {row["shape"]: row for row in found[-1].rows} if found else {}
    for shape, aim in (
        ("clean, producer ids", 1.2),
        ("clean, no ids", 1.7),
        ("0.04 % damaged, no separators", 1.7),
    ):
        reached = rows.get(shape, {}).get("cpu_of_floor")
        yield Target(f"CPU of a load, of its floor's: {shape}", aim, reached)


def _peers() -> Iterator[Target]:
    found = read("peers")[-1:]
    rows = {
        row["contender"]: row
        for row in (found[0].rows if found else [])
        if row["shape"] == "clean"
    }
    at = ""
    if found and found[0].events != 10**7:
        at = f"at {size(found[0].events)}"

    def of(name: str, figure: str) -> float | None:
        if name not in rows:
            return None
        return float(rows["footfall"][figure] / rows[name][figure])

    for name, aim in (
        ("duckdb", 1.3),
        ("polars", 1.3),
        ("pyspark", 0.33),
        ("pandas", 0.2),
        ("dlt", 0.1),
    ):
        what = f"wall time of the shared job, of {name}'s"
        yield Target(what, aim, of(name, "wall_seconds"), at=at)
    for name in ("duckdb", "polars"):
        what = f"memory of the shared job, of {name}'s"
        yield Target(what, 0.65, of(name, "memory_mb"), at=at)


def _scaling() -> Iterator[Target]:
    found = read("scaling")[-1:]
    rows = found[0].rows if found else []
    by_step: dict[str, list[Row]] = {
        step: [row for row in rows if row["step"] == step]
        for step in ("floor", "load", "build")
    }
    last = {step: lines[-1] if lines else {} for step, lines in by_step.items()}
    at = ""
    if rows and rows[-1]["events"] != AIMED_SIZE:
        at = f"at {size(rows[-1]['events'])}"
    of_load = [row["memory_mb"] for row in by_step["load"] if row["events"] >= 10**7]
    most = max((row["memory_mb"] for row in by_step["load"]), default=None)
    yield Target("memory of a load", 1500, most, " MB", at)
    grown = of_load[-1] / of_load[0] if len(of_load) > 1 else None
    yield Target("memory of a load at 50 M, of that at 10 M", SAME, grown, at=at)
    ratio = None
    if rows:
        ratio = last["build"]["cpu_seconds"] / last["floor"]["cpu_seconds"]
    yield Target("CPU of a full build at 50 M, of the load's floor", 2, ratio, at=at)
    memory = last["build"].get("memory_mb")
    yield Target("memory of a full build at 50 M", 8000, memory, " MB", at)
    for step in ("load", "build"):
        power = exponents(rows, step)["cpu_seconds"] if rows else None
        yield Target(f"exponent of a {step}'s CPU", 1.05, power, "", at)


def _hour() -> Iterator[Target]:
    found = read("hour")[-1:]
    rows = found[0].rows if found else []
    histories = list(dict.fromkeys(row["history"] for row in rows))
    steps = {line[0]["part"]: line for line in _steps(rows)}
    at = ""
    if rows and [histories[0], histories[-1]] != AIMED_HISTORIES:
        at = f"at {size(histories[-1])} and {size(histories[0])}"

    def ratio(names: list[str]) -> float | None:
        if len(histories) < 2:
            return None
        first, last = (
            sum(steps[name][place]["cpu_seconds"] for name in names)
            for place in (0, -1)
        )
        return float(last / first)

    what = "on 50 M of history, of that on 1 M"
    whole = ratio(["load", "build"])
    yield Target(f"CPU of an hour {what}", 1.3, whole, at=at)
    ours = ratio(["ours"])
    yield Target(f"the same, less a build with nothing new, {what}", 1.3, ours, at=at)
    idle = steps["build, nothing new"][0]["wall_seconds"] if rows else None
    at = f"on {size(histories[0])}" if at else ""
    what = "a build with nothing new on 1 M of history: dbt's fixed cost"
    yield Target(what, 15, idle, " s", at)


def _steps(rows: list[Row]) -> Iterator[list[Row]]:
    for part in ("load", "build", "build, nothing new", "ours"):
        yield from across(rows, part) if rows else []


def _hours() -> Iterator[Target]:
    found = read("hours")[-1:]
    rows = found[0].rows if found else []
    at = ""
    if rows and len(rows) - 1 != AIMED_HOURS:
        at = f"{len(rows) - 1} hours"
    grown: list[float | None] = [None, None]
    if len(rows) > 2:
        load, build = (
            growth(rows, figure) for figure in ("load_cpu_seconds", "build_cpu_seconds")
        )
        before, after = bytes_an_event(rows)
        grown = [(load[1] + build[1]) / (load[0] + build[0]), after / before]
    percent = [None if one is None else (one - 1) * 100 for one in grown]
    yield Target("growth of an hour's CPU over 200 hours", 10, percent[0], " %", at)
    what = "growth of the file's bytes an event over 200 hours"
    yield Target(what, 10, percent[1], " %", at)


def _dashboard() -> Iterator[Target]:
    rows = [row for one in read("dashboard") for row in one.rows][-1:]
    row = rows[0] if rows else {}
    size_mb = row["bytes"] / 1e6 if rows else None
    yield Target("dashboard of a year, the file", 5, size_mb, " MB")
    yield Target("dashboard of a year, ready", 1, row.get("ready_seconds"), " s")


def _pairs() -> Iterator[Target]:
    found = read("pairs")[-1:]
    rows = {row["contender"]: row for row in found[0].rows} if found else {}
    ours, theirs = rows.get(OURS, {}), rows.get(THEIRS, {})
    at = ""
    if found and found[0].events != AIMED_BASKETS:
        at = f"at {size(found[0].events)}"
    what = "basket marts of 1 M baskets"
    yield Target(f"wall of the {what}", 5, ours.get("wall_seconds"), " s", at)
    yield Target(f"memory of the {what}", 1000, ours.get("memory_mb"), " MB", at)
    for name in ("cpu", "wall"):
        figure = f"{name}_seconds"
        ratio = ours[figure] / theirs[figure] if rows else None
        told_as = name.replace("cpu", "CPU")
        yield Target(f"{told_as} of the {what}, of mlxtend's", 0.1, ratio, at=at)
