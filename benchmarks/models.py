"""What each model costs: all of its rows, made of what it reads, as on a first build.

Each statement runs in its own process over one built warehouse, in turns, several
times; medians of CPU seconds and peak memory go to `results/models-<events>.md`. The
floor is one scan of the staged events that counts and bounds every producer's session.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.objects import FOOTFALL
from benchmarks.processes import RESULTS, Run, measure, median, stamp

DBT = str(Path(sys.executable).with_name("dbt"))
OBJECT_RECORDS = 100_000
EVENTS_A_DAY = 200_000  # a shop grows in days, not in size
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


@dataclass(frozen=True)
class Model:
    """A table that dbt makes: its name, and the file with its query."""

    name: str
    query: Path


def days_of(events: int) -> int:
    """Over how many days a feed spreads."""
    return max(10, events // EVENTS_A_DAY)


def build(folder: Path, events: int) -> dict[str, str]:
    """Simulate, load and build; the environment of the warehouse that this made."""
    environment = {
        "FOOTFALL_DUCKDB_PATH": str(folder / "shop.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    days = str(days_of(events))
    objects = str(folder / "objects")
    shop = ["simulate", "--events", str(events), "--days", days]
    packed = ["--object-records", str(OBJECT_RECORDS), "--output", objects]
    for command in (
        [FOOTFALL, *shop, *packed],
        [FOOTFALL, "load", objects, "--kind", "event"],
        [DBT, "build", "--full-refresh", "--resource-type", "seed", "model"],
    ):
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **environment},
        )
    return environment


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


def line(name: str, run: Run, floor: Run) -> str:
    """One row of the table."""
    return (
        f"| {name} | {run.rows:,} | {run.cpu:.1f} | {run.cpu / floor.cpu:.2f} × "
        f"| {run.memory:,.0f} MB |"
    )


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
    rows = [
        "| model | rows | CPU, s | of the floor | memory |",
        "|---|---:|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as made:
        folder = Path(made)
        environment = dict(os.environ) if asked.built else build(folder, asked.events)
        floor_query = folder / "floor.sql"
        floor_query.write_text(FLOOR)
        target = Path(environment["DBT_TARGET_PATH"])
        queries = {model.name: model.query for model in models(target)}
        runs = rounds_of(
            environment["FOOTFALL_DUCKDB_PATH"],
            {"floor": floor_query, **queries},
            asked.rounds,
        )
    failed = [name for name, run in runs.items() if run is None]
    if failed:
        sys.exit(f"error: these failed: {', '.join(failed)}")
    floor = runs.pop("floor")
    assert floor is not None
    rows.append(line("floor: one scan, grouped by session", floor, floor))
    rows += [line(name, run, floor) for name, run in runs.items() if run is not None]
    result = RESULTS / f"models-{asked.events}.md"
    result.parent.mkdir(exist_ok=True)
    result.write_text("\n".join(["# Models", "", stamp(asked.rounds), "", *rows, ""]))
    print("\n".join(rows))


if __name__ == "__main__":
    main()
