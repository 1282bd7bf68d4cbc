"""What a benchmark measured, as one file that tables and charts are drawn from."""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"

# Where somebody kept warehouses says nothing about the figures.
_KEPT = re.compile(r" --(kept|keep) \S+")

Cell = str | int | float | bool | None


def machine() -> str:
    """The processor's name, as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if "model name" in line)
    return next(named, platform.machine())


def commit() -> str:
    """The commit that ran, with `+` where the tree was changed since."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],
        capture_output=True,
        text=True,
        check=False,
        cwd=RESULTS.parent,
    ).stdout.strip()
    return told or "unknown"


def record(
    name: str,
    events: int,
    rounds: int,
    rows: Sequence[Mapping[str, Cell]],
    packages: Sequence[str] = (),
) -> Path:
    """Write `results/<name>-<events>.json`, stamped; where it lies.

    Args:
        name: What was measured: `load`, `models`, `peers`.
        events: The size that was asked for.
        rounds: How many runs each figure is the median of.
        rows: One mapping a line of the table. Keys tell units: `cpu_seconds`,
            `wall_seconds`, `memory_mb`, `file_mb`.
        packages: Distributions whose versions matter, besides DuckDB and dbt.
    """
    command = " ".join(["python -m", *_module(), *sys.argv[1:]])
    stamp = {
        "command": _KEPT.sub("", command),
        "measured_on": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "cores": os.cpu_count(),
        "machine": machine(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {
            one: version(one) for one in ("duckdb", "dbt-core", "dbt-duckdb", *packages)
        },
        "events": events,
        "rounds": rounds,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{events}.json"
    told = {"benchmark": name, "stamp": stamp, "rows": list(rows)}
    path.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return path


def _module() -> list[str]:
    """The name of the module that was started."""
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    return [spec.name.removesuffix(".__main__")] if spec else []
