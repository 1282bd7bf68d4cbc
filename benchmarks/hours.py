"""Hours in a row on one history: does an hour grow dearer, does the file bloat?"""

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.histories import deal_hours, kept_history
from benchmarks.hourly import build, copied, load
from benchmarks.record import Cell, record

COMPARED = 20  # hours at each end
FIGURES = ("load_cpu_seconds", "build_cpu_seconds", "build_wall_seconds")
Row = dict[str, Cell]


def repeat(size: int, events: int, hours: int, kept: Path) -> None:
    """Measure them; the file is written after every one.

    Its first row is the history itself, built once more with nothing new.
    """
    history = kept_history(kept, size, events * hours)
    with tempfile.TemporaryDirectory(prefix="hours-", dir=kept) as made:
        work = Path(made)
        copy = copied(history, work)
        dealt = deal_hours(history, events, hours, work / "objects")
        rows = [_row(0, size, copy, None)]
        for number, objects in enumerate(dealt, start=1):
            rows.append(_row(number, size, copy, objects))
            record("hours", hours, 1, rows)
            print(rows[-1], flush=True)
    for figure in FIGURES:
        first, last, slope = growth(rows, figure)
        print(f"{figure}: {first:.2f} → {last:.2f}, {last / first:.3f} ×", end="")
        print(f"; a line through all of them rises by {slope:+.1%}")
    first, last = bytes_an_event(rows)
    print(f"bytes an event: {first:.0f} → {last:.0f}, {last / first:.3f} ×")


def _row(number: int, size: int, warehouse: Path, objects: Path | None) -> Row:
    landed = load(warehouse, objects) if objects else None
    built = build(warehouse).run
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        query = "select count(*) from staging.stg_firehose__events"
        staged = connection.execute(query).fetchall()[0][0]
    return {
        "hour": number,
        "history": size,
        "records": landed.rows if landed else 0,
        "load_cpu_seconds": round(landed.cpu, 2) if landed else None,
        "load_wall_seconds": round(landed.wall, 2) if landed else None,
        "build_cpu_seconds": round(built.cpu, 2),
        "build_wall_seconds": round(built.wall, 2),
        "build_memory_mb": round(built.memory),
        "file_bytes": warehouse.stat().st_size,
        "events": staged,
    }


def compared(rows: Sequence[Row]) -> int:
    """How many hours of each end are compared."""
    return min(COMPARED, max(1, (len(rows) - 1) // 2))


def growth(rows: Sequence[Row], figure: str) -> tuple[float, float, float]:
    """Medians of the first and the last hours, and by how much a fitted line rises."""
    spent = [float(row[figure] or 0) for row in rows[1:]]
    few = compared(rows)
    first, last = statistics.median(spent[:few]), statistics.median(spent[-few:])
    if len(spent) < 2:
        return first, last, 0.0
    slope, start = np.polyfit(range(len(spent)), spent, 1)
    return first, last, float(slope * (len(spent) - 1) / start)


def bytes_an_event(rows: Sequence[Row]) -> tuple[float, float]:
    """Of the file, before the first hour and after the last."""
    first, last = (
        float(row["file_bytes"] or 0) / float(row["events"] or 1)
        for row in (rows[0], rows[-1])
    )
    return first, last
