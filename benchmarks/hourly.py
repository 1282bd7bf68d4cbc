"""The steps of an hour, as docs/guides/hourly.md says, on a copy of a history."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.histories import DBT, History, environment_of
from benchmarks.objects import FOOTFALL
from benchmarks.processes import Run, need

HOUR = (DBT, "build", "--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Built:
    """One `dbt build`: what the process used, and each node's seconds."""

    run: Run
    seconds: dict[str, float]


def copied(history: History, work: Path) -> Path:
    """A copy of a history's warehouse, parsed: a first build would parse it."""
    work.mkdir(exist_ok=True)
    copy = work / "shop.duckdb"
    shutil.copyfile(history.warehouse, copy)
    if not (work / "target").exists():
        need([DBT, "parse"], environment_of(copy))
    return copy


def load(warehouse: Path, objects: Path) -> Run:
    """The objects of one hour."""
    command = [FOOTFALL, "load", str(objects), "--kind", "event", "--json"]
    return need(command, environment_of(warehouse), tells_rows=True)


def build(warehouse: Path) -> Built:
    """What is new, and the data tests."""
    environment = environment_of(warehouse)
    run = need([*HOUR], environment)
    told = Path(environment["DBT_TARGET_PATH"]) / "run_results.json"
    results = json.loads(told.read_text("utf-8"))["results"]
    seconds = {one["unique_id"]: one["execution_time"] for one in results}
    return Built(run, {name: spent for name, spent in seconds.items() if runs(name)})


def runs(unique_id: str) -> bool:
    """Whether dbt does anything for a node: for exposures it does not."""
    return not unique_id.startswith("exposure.")
