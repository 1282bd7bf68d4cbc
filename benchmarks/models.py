"""What each model costs: all of its rows, made of what it reads, as on a first build.

Each statement runs in its own process over one built warehouse, in turns, several
times; medians of CPU seconds and peak memory go to `results/models-<events>.json`.
The floor is one scan of the staged events that counts and bounds every producer's
session.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.histories import (
    BUILD,
    OBJECT_RECORDS,
    days_of,
    environment_of,
)
from benchmarks.objects import FOOTFALL
from benchmarks.processes import Run, measure, median, need
from benchmarks.record import Cell, record

NAMED_FLOOR = "floor: one scan, grouped by session"
FLOOR = """
    select
        user_id,
        user_session,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as event_count
    from staging.stg_firehose__events
    group by user_id, user_session
"""
Row = dict[str, Cell]


@dataclass(frozen=True)
class Model:
    """A table that dbt makes: its name, and the file with its query."""

    name: str
    query: Path


def build(folder: Path, events: int) -> dict[str, str]:
    """Simulate, load and build; the environment of the warehouse that this made."""
    warehouse = folder / "shop.duckdb"
    objects = folder / "objects"
    shop = ["--events", str(events), "--days", str(days_of(events))]
    packed = ["--object-records", str(OBJECT_RECORDS), "--output", str(objects)]
    need([FOOTFALL, "simulate", *shop, *packed])
    need([FOOTFALL, "load", str(objects), "--kind", "event"], environment_of(warehouse))
    need([*BUILD], environment_of(warehouse))
    return environment_of(warehouse)


def models(target: Path) -> list[Model]:
    """Every model that is stored, in the order in which dbt made them."""
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    ran = json.loads((target / "run_results.json").read_text("utf-8"))
    nodes = [manifest["nodes"][one["unique_id"]] for one in ran["results"]]
    return [
        Model(node["name"], Path(node["compiled_path"]))
        for node in nodes
        if node["resource_type"] == "model"
        and node["config"]["materialized"] in ("table", "incremental")
    ]


def rounds_of(
    database: str, queries: dict[str, Path], rounds: int
) -> dict[str, Run | None]:
    """Medians of each query, all of them in turns."""
    runs: dict[str, list[Run | None]] = {name: [] for name in queries}
    for _ in range(rounds):
        for name, query in queries.items():
            statement = ["-m", "benchmarks.statement", database, str(query)]
            runs[name].append(measure([sys.executable, *statement]))
    return {name: median(done) for name, done in runs.items()}


def row_of(name: str, run: Run) -> Row:
    """One statement's row."""
    return {
        "model": name,
        "rows": run.rows,
        "cpu_seconds": round(run.cpu, 2),
        "wall_seconds": round(run.wall, 2),
        "memory_mb": round(run.memory),
    }


def main() -> None:
    """Measure every model and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--built",
        action="store_true",
        help="measure what FOOTFALL_DUCKDB_PATH and DBT_TARGET_PATH name, after"
        " dbt build --full-refresh --resource-type seed model",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as made:
        folder = Path(made)
        environment = dict(os.environ) if asked.built else build(folder, asked.events)
        floor_query = folder / "floor.sql"
        floor_query.write_text(FLOOR)
        target = Path(environment["DBT_TARGET_PATH"])
        queries = {model.name: model.query for model in models(target)}
        runs = rounds_of(
            environment["FOOTFALL_DUCKDB_PATH"],
            {NAMED_FLOOR: floor_query, **queries},
            asked.rounds,
        )
    failed = [name for name, run in runs.items() if run is None]
    if failed:
        sys.exit(f"error: these failed: {', '.join(failed)}")
    rows = [row_of(name, run) for name, run in runs.items() if run is not None]
    record("models", asked.events, asked.rounds, rows)
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
