"""One contender in a process of its own: what it used, and the rows it told."""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

# Installed packages have their bytecode; a process that may not write it compiles
# every import again.
_ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE"
}


@dataclass(frozen=True)
class Run:
    """What one process used (seconds, MB), and the rows it told.

    Processes that it waited for count: their seconds are added, and the memory is the
    largest one's.
    """

    cpu: float
    wall: float
    memory: float
    rows: int


def measure(
    command: list[str],
    environment: dict[str, str] | None = None,
    tells_rows: bool = True,
) -> Run | None:
    """Run a command to its end; None where it failed.

    Its last line is a number of rows or an object with `records`, if it `tells_rows`.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**_ENVIRONMENT, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return None
    rows = json.loads(told.splitlines()[-1]) if tells_rows else 0
    return Run(
        cpu=used.ru_utime + used.ru_stime,
        wall=time.perf_counter() - started,
        memory=used.ru_maxrss / 1024,
        rows=rows["records"] if isinstance(rows, dict) else rows,
    )


def need(
    command: list[str],
    environment: dict[str, str] | None = None,
    tells_rows: bool = False,
) -> Run:
    """`measure`, or the end of this benchmark where the command fails."""
    run = measure(command, environment, tells_rows)
    if run is None:
        told = " ".join(
            f"{name}={value}" for name, value in (environment or {}).items()
        )
        sys.exit(f"error: a step failed\n\nhint: {told} {' '.join(command)}")
    return run


def median(runs: list[Run | None]) -> Run | None:
    """The median of each figure; None where a run failed."""
    done = [run for run in runs if run is not None]
    if len(done) < len(runs):
        return None
    return Run(
        cpu=statistics.median(run.cpu for run in done),
        wall=statistics.median(run.wall for run in done),
        memory=statistics.median(run.memory for run in done),
        rows=done[0].rows,
    )


def need_median(runs: list[Run]) -> Run:
    """The median of runs that all went well."""
    found = median([*runs])
    assert found is not None
    return found
