"""The floor: DuckDB's own reader into a typed table; it checks nothing.

Run as `python -m benchmarks.floor FOLDER DATABASE`; prints the rows it got.
"""

import sys

import duckdb

COLUMNS = {
    "event_id": "varchar",
    "event_time": "varchar",
    "event_type": "varchar",
    "product_id": "bigint",
    "category_id": "bigint",
    "category_code": "varchar",
    "brand": "varchar",
    "price": "double",
    "user_id": "bigint",
    "user_session": "varchar",
    "order_id": "varchar",
    "quantity": "integer",
}


def main() -> None:
    """Read every object of a folder into a new file."""
    folder, database = sys.argv[1:]
    names = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    told = ", ".join(f"{name}: '{kind}'" for name, kind in COLUMNS.items())
    with duckdb.connect(database) as connection:
        connection.execute(f"create table events ({names})").fetchall()
        rows = connection.execute(
            f"insert into events select * from read_json('{folder}/**/*.gz',"
            f" format = 'unstructured', columns = {{{told}}})"
        ).fetchall()
    print(rows[0][0])


if __name__ == "__main__":
    main()
