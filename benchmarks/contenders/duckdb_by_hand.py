"""DuckDB by hand: its own reader into a typed table, then one script."""

from pathlib import Path

import duckdb

from benchmarks.contenders.statements import TABLES

# All fields are declared: a record with keys that are not is read far slower.
FIELDS = {
    "event_id": "uuid",
    "event_time": "timestamp",
    "event_type": "varchar",
    "product_id": "bigint",
    "category_id": "bigint",
    "category_code": "varchar",
    "brand": "varchar",
    "price": "decimal(18, 2)",
    "user_id": "bigint",
    "user_session": "uuid",
    "order_id": "varchar",
    "quantity": "integer",
}
TYPES = ("view", "cart", "remove_from_cart", "purchase")
NO_SESSION = "00000000-0000-0000-0000-000000000000"


def run(objects: Path, work: Path) -> None:
    """Everything in one file; DuckDB shares each statement among the cores."""
    fields = ", ".join(f"{name}: '{kind}'" for name, kind in FIELDS.items())
    with duckdb.connect(str(work / "shop.duckdb")) as connection:
        connection.execute(f"create type event_type as enum {TYPES}").fetchall()
        connection.execute("set preserve_insertion_order = false").fetchall()
        connection.execute(
            f"""
            create table events as
            select
                event_id,
                event_time as occurred_at,
                cast(event_type as event_type) as event_type,
                product_id,
                user_id,
                coalesce(user_session, uuid '{NO_SESSION}') as user_session,
                coalesce(quantity, 1) as quantity,
                cast(price * 100 as bigint) as cents
            from read_json('{objects}/**/*.gz', columns = {{{fields}}})
            """
        ).fetchall()
        for name, statement in TABLES.items():
            connection.execute(f"create table {name} as {statement}").fetchall()
