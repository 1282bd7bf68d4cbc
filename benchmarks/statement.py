"""One statement over a built warehouse, its rows into a table that is dropped again.

Run as `python -m benchmarks.statement DATABASE FILE`; prints how many rows it made.
"""

import sys
from pathlib import Path

import duckdb

# As profiles.yml has them, but for the two threads of every run here.
SETTINGS = (
    "set integer_division = true",
    "set default_null_order = 'postgres'",
    "set TimeZone = 'UTC'",
)
TABLE = "benchmark.made"


def main() -> None:
    """Make the table, count it, drop it."""
    database, file = sys.argv[1:]
    query = Path(file).read_text("utf-8")
    with duckdb.connect(database) as connection:
        for setting in SETTINGS:
            connection.execute(setting).fetchall()
        connection.execute("create schema if not exists benchmark").fetchall()
        made = connection.execute(f"create or replace table {TABLE} as {query}")
        rows = made.fetchall()[0][0]
        connection.execute(f"drop table {TABLE}").fetchall()
    print(rows)


if __name__ == "__main__":
    main()
