"""An hour of new events on histories of several lengths, or many hours in a row.

The objects of an hour land and are built as docs/guides/hourly.md says, data tests
included, each command in its own process. `--hours 1` compares histories and parts
the hour: the load; the build with nothing new, which is dbt's fixed cost and whatever
is made anew each time; what the new events add; and each model's seconds. More hours
are repeated on one history, to see what grows.
"""

import argparse
import json
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.histories import History, deal_hours, kept_history
from benchmarks.hourly import Built, build, copied, load
from benchmarks.hours import repeat
from benchmarks.processes import Run, need_median
from benchmarks.record import Cell, record
from benchmarks.scans import rows_read

EVENTS = 100_000
EVENTS_OF_MANY = 5_000  # so that 200 hours are five days of this shop
# How a node is made → the class that it is summed up in.
CLASSES = {
    "incremental": "touched units",
    "table": "made anew",
    "view": "views",
    "test": "data tests",
    "seed": "seeds",
    "operation": "hooks",
}
DBT_ITSELF = "dbt itself"
PRINTED_NODES = 20
Row = dict[str, Cell]


@dataclass(frozen=True)
class Round:
    """One measured hour: a build with nothing new, the load, the build."""

    idle: Built
    load: Run
    hour: Built


def one_round(history: History, objects: Path, work: Path) -> Round:
    """An hour on a copy of a history whose data tests have passed."""
    copy = copied(history, work)
    build(copy)  # tests that never passed ask about all rows
    return Round(idle=build(copy), load=load(copy, objects), hour=build(copy))


def told(history: int, part: str, run: Run) -> Row:
    """One step of the hour as a row."""
    return {
        "history": history,
        "part": part,
        "cpu_seconds": round(run.cpu, 2),
        "wall_seconds": round(run.wall, 2),
        "memory_mb": round(run.memory),
    }


def parted(history: int, rounds: list[Round], work: Path) -> list[Row]:
    """An hour's rows: its steps, its classes, its nodes."""
    landed = need_median([one.load for one in rounds])
    idle = need_median([one.idle.run for one in rounds])
    hour = need_median([one.hour.run for one in rounds])
    ours = Run(
        cpu=landed.cpu + hour.cpu - idle.cpu,
        wall=landed.wall + hour.wall - idle.wall,
        memory=max(landed.memory, hour.memory),
        rows=landed.rows,
    )
    kinds = classes_of(work)
    nodes: list[Row] = [
        {
            "history": history,
            "part": "node",
            "node": name.split(".")[2],
            "class": kinds.get(name, CLASSES["operation"]),
            "seconds": _seconds([one.hour for one in rounds], name),
            "idle_seconds": _seconds([one.idle for one in rounds], name),
        }
        for name in rounds[0].hour.seconds
    ]
    classes = [
        _summed(history, kind, nodes)
        for kind in CLASSES.values()
        if any(node["class"] == kind for node in nodes)
    ]
    seconds, idle_seconds = (
        round(run.wall - sum(float(row[name] or 0) for row in classes), 2)
        for run, name in ((hour, "seconds"), (idle, "idle_seconds"))
    )
    classes.append(
        {
            "history": history,
            "part": "class",
            "class": DBT_ITSELF,
            "nodes": 0,
            "seconds": seconds,
            "idle_seconds": idle_seconds,
        }
    )
    steps = {"load": landed, "build": hour, "build, nothing new": idle, "ours": ours}
    return [*(told(history, *step) for step in steps.items()), *classes, *nodes]


def classes_of(work: Path) -> dict[str, str]:
    """Every node that a build makes or runs → its class."""
    manifest = json.loads((work / "target" / "manifest.json").read_text("utf-8"))
    kinds = {
        name: node["config"]["materialized"]
        if node["resource_type"] == "model"
        else node["resource_type"]
        for name, node in manifest["nodes"].items()
    }
    return {name: CLASSES[kind] for name, kind in kinds.items() if kind in CLASSES}


def _seconds(builds: list[Built], name: str) -> float:
    return round(statistics.median(one.seconds.get(name, 0.0) for one in builds), 3)


def _summed(history: int, kind: str, nodes: list[Row]) -> Row:
    """A class of nodes as a row."""
    found = [node for node in nodes if node["class"] == kind]
    sums = {
        name: round(sum(float(node[name] or 0) for node in found), 2)
        for name in ("seconds", "idle_seconds")
    }
    head: Row = {"history": history, "part": "class", "class": kind}
    return {**head, "nodes": len(found), **sums}


def compare(
    histories: list[int], events: int, rounds: int, kept: Path, scans: bool
) -> None:
    """The same hour on each history; the file is written after every one of them."""
    rows: list[Row] = []
    for size in sorted(histories):
        history = kept_history(kept, size, events)
        with tempfile.TemporaryDirectory(prefix="hour-", dir=kept) as made:
            work = Path(made)
            objects = deal_hours(history, events, 1, work)[0]
            measured = [one_round(history, objects, work) for _ in range(rounds)]
            found = parted(size, measured, work)
            found[0]["records"] = measured[0].load.rows
            found[0]["late_by_a_day"] = late(work / "shop.duckdb", history)
            if scans:
                read = rows_read(work / "shop.duckdb", work / "target")
                found = [{**row, **read.get(str(row.get("node")), {})} for row in found]
        rows += found
        record("hour", events, rounds, rows)
        for line in lines_of(found, rows):
            print(line, flush=True)


def late(warehouse: Path, history: History) -> int:
    """Events of the hour that are older than the last day of the history."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        query = f"""
            select count(*) from staging.stg_firehose__events
            where occurred_at < timestamp '{history.ends_at}' - interval 1 day
            and load_sequence = (select max(load_sequence) from landing.objects)
        """
        return int(connection.execute(query).fetchall()[0][0])


def lines_of(found: list[Row], rows: list[Row]) -> list[str]:
    """What is printed while it runs: steps, classes, the slowest nodes."""
    slow = sorted(
        (row for row in found if row["part"] == "node"),
        key=lambda row: -float(row["seconds"] or 0),
    )
    shown = [row for row in found if row["part"] != "node"] + slow[:PRINTED_NODES]
    lines = []
    for row in shown:
        name = row.get("node") or row.get("class") or row["part"]
        figure = "cpu_seconds" if "cpu_seconds" in row else "seconds"
        spent = float(row[figure] or 0)
        first = next(one for one in rows if is_same_line(one, row))
        ratio = spent / (float(first[figure] or 0) or 1)
        if "cpu_seconds" in row:
            more = f" of CPU, {row['wall_seconds']:.1f} of wall, {row['memory_mb']} MB"
        else:
            more = f", {row['idle_seconds']:.2f} with nothing new"
        lines.append(f"{row['history']:>11,}  {name:<40}{ratio:5.2f} × {spent:7.2f} s")
        lines[-1] += more
    return lines


def is_same_line(one: Row, other: Row) -> bool:
    """Whether two rows tell the same of two histories."""
    return all(one.get(key) == other.get(key) for key in ("part", "class", "node"))


def main() -> None:
    """Compare histories, or repeat hours on one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--history", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--events", type=int, help="new records an hour")
    parser.add_argument("--hours", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3, help="of --hours 1")
    parser.add_argument("--kept", type=Path, help="built histories, or where to keep")
    parser.add_argument(
        "--scans", action="store_true", help="also count the rows that each model reads"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as made:
        kept = asked.kept or Path(made)
        if asked.hours > 1:
            events = asked.events or EVENTS_OF_MANY
            repeat(asked.history[0], events, asked.hours, kept)
        else:
            events = asked.events or EVENTS
            compare(asked.history, events, asked.rounds, kept, asked.scans)


if __name__ == "__main__":
    main()
