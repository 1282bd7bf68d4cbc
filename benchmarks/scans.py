"""Which rows the models of the last build read: their queries run once more, profiled.

The compiled queries hold the marks of that build as literals, so that on the built
warehouse they still ask for what was new then.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.hourly import runs

EVENTS = "staging.stg_firehose__events"


def rows_read(warehouse: Path, target: Path) -> dict[str, dict[str, int]]:
    """Every stored model → rows that it scans, of events and of all tables."""
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))["nodes"]
    read = {}
    with duckdb.connect(str(warehouse)) as connection:
        for one in filter(lambda one: runs(one["unique_id"]), results):
            node = manifest[one["unique_id"]]
            stored = node["config"]["materialized"] in ("table", "incremental")
            if node["resource_type"] != "model" or not stored:
                continue
            query = f"explain (analyze, format json) {one['compiled_code']}"
            plan = json.loads(connection.execute(query).fetchall()[0][1])
            scans = list(_scans(plan["operator"]))
            read[node["name"]] = {
                "rows_read": sum(rows for _, rows in scans),
                "event_rows_read": sum(
                    rows for table, rows in scans if table.endswith(f".{EVENTS}")
                ),
            }
    return read


def _scans(operators: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """(table, rows) of every scan below some operators."""
    for one in operators:
        if "rows_scanned" in one:
            yield one["extra_info"].get("Table", ""), one["rows_scanned"]
        yield from _scans(one.get("children", []))
