"""The whole way at several sizes: what grows faster than the number of events?

For each size a shop is simulated (it grows in days), then the floor reads its objects,
`footfall load` lands them and `dbt build --full-refresh` makes every model, each in its
own process and a new file. Seconds, memory and the file's size are fitted to a power of
the number of events. `--keep` leaves the built warehouses to `benchmarks.hour --kept`.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fits import exponent
from benchmarks.histories import History
from benchmarks.processes import Run, need, need_median
from benchmarks.record import Cell, record

LARGE = 20_000_000  # from here on one round: it takes half an hour
LATER = 1_200_000  # records after a kept history: an hour of 100,000, or 200 of 5,000
STEPS = ("floor", "load", "build")
FIGURES = ("cpu_seconds", "wall_seconds", "memory_mb", "file_mb")
Row = dict[str, Cell]


def measured(history: History, rounds: int) -> list[Row]:
    """Each step's row; the last round's warehouse stays."""
    runs: dict[str, list[Run]] = {step: [] for step in STEPS}
    sizes: dict[str, int] = {}
    floor = history.folder / "floor.duckdb"
    for _ in range(rounds):
        history.warehouse.unlink(missing_ok=True)
        read = ["-m", "benchmarks.floor", str(history.objects), str(floor)]
        runs["floor"].append(need([sys.executable, *read], tells_rows=True))
        sizes["floor"] = floor.stat().st_size
        floor.unlink()
        runs["load"].append(history.load(history.warehouse))
        sizes["load"] = history.warehouse.stat().st_size
        runs["build"].append(history.build(history.warehouse))
        sizes["build"] = history.warehouse.stat().st_size
    return [
        {
            "events": history.events,
            "step": step,
            "rounds": rounds,
            "records": run.rows or None,
            "cpu_seconds": round(run.cpu, 2),
            "wall_seconds": round(run.wall, 2),
            "memory_mb": round(run.memory),
            "file_mb": round(sizes[step] / 1e6, 1),
        }
        for step in STEPS
        for run in [need_median(runs[step])]
    ]


def exponents(rows: Sequence[Row], step: str) -> dict[str, float | None]:
    """Each figure of a step → the power of the number of events that it follows."""
    found = [row for row in rows if row["step"] == step]
    sizes = [float(row["events"] or 0) for row in found]
    return {
        figure: exponent(sizes, [float(row[figure] or 0) for row in found])
        for figure in FIGURES
    }


def main() -> None:
    """Measure every size; the file is written after each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[250_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3, help=f"one from {LARGE:,} on")
    parser.add_argument("--keep", type=Path, help="where warehouses stay")
    parser.add_argument("--later", type=int, default=LATER, help="records after them")
    parser.add_argument("--one-bot", type=int, default=0, help="so many events of one")
    asked = parser.parse_args()
    name = "scaling-one-bot" if asked.one_bot else "scaling"
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as made:
        for events in sorted(asked.events):
            folder = (asked.keep or Path(made)) / str(events)
            if asked.one_bot:
                folder = folder.with_name(f"{events}-one-bot")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            history = History(folder, events)
            history.deliver(asked.later if asked.keep else 0, asked.one_bot)
            found = measured(history, 1 if events >= LARGE else asked.rounds)
            rows += [{**row, "one_bot": asked.one_bot} for row in found]
            record(name, max(asked.events), asked.rounds, rows)
            shutil.rmtree(folder if not asked.keep else history.objects)
            for row in found:
                print(row, flush=True)
    for step in STEPS:
        print(step, exponents(rows, step))


if __name__ == "__main__":
    main()
