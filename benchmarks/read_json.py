"""The floor of a load: DuckDB's own reader into a typed table; it checks nothing.

Imports nothing else, so that its process pays for nothing else:
`python -m benchmarks.read_json FOLDER FILE`.
"""

import sys

import duckdb

TYPES = {
    "event_id": "varchar",
    "event_time": "timestamp",
    "event_type": "varchar",
    "product_id": "bigint",
    "category_id": "bigint",
    "category_code": "varchar",
    "brand": "varchar",
    "price": "double",
    "user_id": "bigint",
    "user_session": "varchar",
    "quantity": "bigint",
    "order_id": "varchar",
    "currency": "varchar",
    "ip": "varchar",
    "user_agent": "varchar",
}


def main() -> None:
    folder, file = sys.argv[1:]
    connection = duckdb.connect(file)
    connection.execute(
        f"create table events as select * from read_json('{folder}/**/*.gz',"
        f" columns = {TYPES}, format = 'newline_delimited', compression = 'gzip')"
    ).fetchall()
    rows = connection.execute("select count(*) from events").fetchall()
    connection.close()
    print(rows[0][0])


if __name__ == "__main__":
    main()
