"""A shop's warehouse, dbt and the command line, as tests use them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
from click.testing import CliRunner

from loaders.cli import main

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Built:
    """A shop's warehouse.

    Attributes:
        path: The DuckDB file.
        published: The folder with a Parquet file a mart.
    """

    path: Path
    published: Path

    def query(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def value(self, sql: str) -> object:
        ((found,),) = self.query(sql)
        return found


def dbt(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), "--quiet", *arguments],
        cwd=PROJECT,
        env={
            **os.environ,
            "FOOTFALL_DUCKDB_PATH": str(folder / "shop.duckdb"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run(*arguments: object):
    """The command line, as a user types it."""
    return CliRunner().invoke(main, [str(one) for one in arguments])
