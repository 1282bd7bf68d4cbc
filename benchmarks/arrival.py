"""Deliveries in slices, in a random order: what increments cost, and what they end in.

A simulated feed with repeats and late records is dealt into slices at random; each is
loaded and built. A full refresh of a copy must then hold the same rows in every
relation of staging, intermediate and marts: what differs is told, and this fails.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.histories import DBT, OBJECT_RECORDS, days_of
from benchmarks.histories import environment_of as beside
from benchmarks.objects import FOOTFALL
from benchmarks.processes import need
from benchmarks.record import Cell, record

TECHNICAL = ("landed_at", "load_id", "load_sequence", "built_at")
# How often a model was built; a view over what landed.
EXEMPT = ("build_marks", "int_events_versioned")


def deal(objects: Path, folder: Path, slices: int) -> list[Path]:
    """Every object into one of some folders, in a random order, under its own key."""
    random.seed(slices)
    names = sorted(path for path in objects.rglob("*") if path.is_file())
    random.shuffle(names)
    dealt = [folder / f"slice-{number}" for number in range(1, slices + 1)]
    for number, name in enumerate(names):
        place = dealt[number % slices] / name.relative_to(objects)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(name, place)
    return dealt


def compared(ours: Path, refreshed: Path) -> dict[str, int]:
    """Every relation → how many rows one warehouse has and the other has not."""
    with duckdb.connect() as connection:
        for name, path in (("ours", ours), ("refreshed", refreshed)):
            connection.execute(f"attach '{path}' as {name} (read_only)").fetchall()
        columns: dict[str, list[str]] = {}
        for schema, table, column, kind in connection.execute(
            "select schema_name, table_name, column_name, data_type"
            " from duckdb_columns() where database_name = 'ours'"
            " and schema_name in ('staging', 'intermediate', 'marts')"
        ).fetchall():
            if column in TECHNICAL or table in EXEMPT:
                continue
            # sums of doubles depend on the order of rows, in their last places
            told = f"printf('%.8e', {column})" if kind == "DOUBLE" else f'"{column}"'
            columns.setdefault(f"{schema}.{table}", []).append(told)
        differences = {}
        for relation, texts in sorted(columns.items()):
            rows = [
                f"select {', '.join(texts)} from {name}.{relation}"
                for name in ("ours", "refreshed")
            ]
            differences[relation] = sum(
                connection.execute(
                    f"select count(*) from ({one} except all {other})"
                ).fetchall()[0][0]
                for one, other in (rows, reversed(rows))
            )
        return differences


def main() -> None:
    """Deal, load and build slice by slice; refresh; compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--slices", type=int, default=6)
    asked = parser.parse_args()
    lines: list[dict[str, Cell]] = []
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as made:
        folder = Path(made)
        warehouse, copy = folder / "shop.duckdb", folder / "copy" / "shop.duckdb"
        copy.parent.mkdir()

        def step(name: str, command: list[str], path: Path = warehouse) -> None:
            # one target for both warehouses
            targets = {**beside(warehouse), "FOOTFALL_DUCKDB_PATH": str(path)}
            run = need(command, targets)
            lines.append(
                {
                    "step": name,
                    "cpu_seconds": round(run.cpu, 2),
                    "wall_seconds": round(run.wall, 2),
                    "memory_mb": round(run.memory),
                }
            )
            print(lines[-1], flush=True)

        objects = folder / "objects"
        feed = ["--events", str(asked.events), "--days", str(days_of(asked.events))]
        packed = ["--object-records", str(OBJECT_RECORDS), "--output", str(objects)]
        step("simulate", [FOOTFALL, "simulate", *feed, *packed])
        build = [DBT, "build", "--resource-type", "seed", "model"]
        for dealt in deal(objects, folder, asked.slices):
            step(
                f"load {dealt.name}", [FOOTFALL, "load", str(dealt), "--kind", "event"]
            )
            step(f"build {dealt.name}", build)
        shutil.copy(warehouse, copy)
        step("full refresh of a copy", [*build, "--full-refresh"], copy)
        relations = compared(warehouse, copy)
    found = {name: rows for name, rows in relations.items() if rows}
    told = ", ".join(f"{name} ({rows} rows)" for name, rows in found.items())
    lines += [
        {"step": "compared", "relation": name, "rows_that_differ": rows}
        for name, rows in relations.items()
    ]
    record("arrival", asked.events, 1, lines)
    verdict = (
        f"These differ: {told}."
        if found
        else f"All {len(relations)} relations are equal."
    )
    print(verdict)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
