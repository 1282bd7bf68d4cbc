"""One statement over a built warehouse, its rows into a table that is dropped again.

Run as `python -m benchmarks.statement DATABASE FILE`; prints how many rows it made.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import jinja2
import yaml

PROFILES = Path(__file__).parents[1] / "profiles.yml"
TABLE = "benchmark.made"


@contextmanager
def connected(database: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with the settings that a build has."""
    with duckdb.connect(database) as connection:
        profiles = yaml.safe_load(PROFILES.read_text("utf-8"))
        settings = profiles["footfall"]["outputs"]["local"]["settings"]
        for name, value in settings.items():
            told = jinja2.Template(str(value)).render(env_var=os.environ.get)
            connection.execute(f"set {name} = '{told}'").fetchall()
        yield connection


def main() -> None:
    """Make the table, count it, drop it."""
    database, file = sys.argv[1:]
    query = Path(file).read_text("utf-8")
    with connected(database) as connection:
        connection.execute("create schema if not exists benchmark").fetchall()
        made = connection.execute(f"create or replace table {TABLE} as {query}")
        rows = made.fetchall()[0][0]
        connection.execute(f"drop table {TABLE}").fetchall()
    print(rows)


if __name__ == "__main__":
    main()
