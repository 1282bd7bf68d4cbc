"""Footfall as users run it: load, then build the marts of the job, tests included."""

import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
JOB = ("--select", "+fct_sessions", "+fct_session_funnels", "+fct_carts")


def call(work: Path, command: str, *arguments: str) -> None:
    """Run footfall or dbt on the contender's own file."""
    done = subprocess.run(
        [str(BIN / command), *arguments],
        env={
            **os.environ,
            "FOOTFALL_DUCKDB_PATH": str(work / "shop.duckdb"),
            "DBT_TARGET_PATH": str(work / "target"),
            "DBT_LOG_PATH": str(work / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command} {arguments[0]}: {done.stderr or done.stdout}")


def build(work: Path, *selected: str) -> None:
    """Models and data tests; unit tests are for those who change a model."""
    call(work, "dbt", "build", "--exclude-resource-type", "unit_test", *selected)


def run(objects: Path, work: Path) -> None:
    """Two commands, one after the other."""
    call(work, "footfall", "load", str(objects), "--kind", "event")
    build(work, *JOB)
