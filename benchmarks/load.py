"""`footfall load` against DuckDB's plain `read_json`, on the same objects.

Each contender runs in its own process, in turns, several times; medians of CPU
seconds, wall seconds and peak memory go to `results/load-<events>.json`. Objects are
made once a shape by the simulator and removed at the end.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.objects import FOOTFALL, SHAPES, Shape, make_objects
from benchmarks.processes import Run, measure, median
from benchmarks.record import Cell, record

Row = dict[str, Cell]


def contend(objects: Path, work: Path, rounds: int) -> dict[str, list[Run | None]]:
    """Both contenders in turns, each into a new file."""
    runs: dict[str, list[Run | None]] = {"floor": [], "footfall": []}
    for number in range(rounds):
        database = str(work / f"floor-{number}.duckdb")
        floor = [sys.executable, "-m", "benchmarks.floor", str(objects), database]
        runs["floor"].append(measure(floor))
        ours = str(work / f"footfall-{number}.duckdb")
        load = [FOOTFALL, "load", str(objects), "--kind", "event", "--json"]
        runs["footfall"].append(measure(load, {"FOOTFALL_DUCKDB_PATH": ours}))
        for path in work.glob("*.duckdb*"):
            path.unlink()
    return runs


def row_of(shape: Shape, count: int, floor: Run | None, ours: Run, clean: Run) -> Row:
    """One shape's row; a floor that refuses the objects gives way to the clean."""
    of = floor or clean
    return {
        "shape": shape.name,
        "records": ours.rows,
        "objects": count,
        "floor_cpu_seconds": round(floor.cpu, 2) if floor else None,
        "floor_wall_seconds": round(floor.wall, 2) if floor else None,
        "floor_memory_mb": round(floor.memory) if floor else None,
        "cpu_seconds": round(ours.cpu, 2),
        "cpu_of_floor": round(ours.cpu / of.cpu, 2),
        "wall_of_floor": round(ours.wall / of.wall, 2),
        "wall_seconds": round(ours.wall, 2),
        "memory_mb": round(ours.memory),
    }


def main() -> None:
    """Measure every shape and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--shapes", type=int, nargs="+", help="by number, from 1")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    rows: list[Row] = []
    shapes = [SHAPES[number - 1] for number in asked.shapes or range(1, 5)]
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as folder:
        clean: Run | None = None
        for shape in shapes:
            objects, work = Path(folder) / "objects", Path(folder) / "work"
            work.mkdir(exist_ok=True)
            count = make_objects(shape, asked.events, objects)
            runs = contend(objects, work, asked.rounds)
            shutil.rmtree(objects)
            floor, ours = median(runs["floor"]), median(runs["footfall"])
            clean = clean or floor
            if ours is None or clean is None:
                sys.exit(f"error: a load of `{shape.name}` failed")
            if floor is not None and floor.rows != ours.rows:
                sys.exit(f"error: {floor.rows} rows in one, {ours.rows} in the other")
            rows.append(row_of(shape, count, floor, ours, clean))
            record("load", asked.events, asked.rounds, rows)
            print(rows[-1], flush=True)


if __name__ == "__main__":
    main()
