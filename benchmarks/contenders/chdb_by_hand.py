"""chDB by hand: ClickHouse in the process, its own reader into tables."""

from pathlib import Path

from chdb.session import Session

from benchmarks.contenders.statements import TABLES

FIELDS = {
    "event_id": "String",
    "event_time": "String",
    "event_type": "Enum8('view', 'cart', 'remove_from_cart', 'purchase')",
    "product_id": "Int64",
    "price": "Nullable(Decimal(18, 2))",
    "user_id": "Int64",
    "user_session": "Nullable(UUID)",
    "quantity": "Nullable(Int64)",
}
# What makes its SQL mean what the others' means.
SETTINGS = {
    "join_use_nulls": 1,
    "prefer_column_name_to_alias": 1,
    "session_timezone": "'UTC'",
}


def run(objects: Path, work: Path) -> None:
    """Tables of its own, both relations from there into Parquet files."""
    session = Session(str(work / "clickhouse"))
    for name, value in SETTINGS.items():
        session.query(f"set {name} = {value}")
    fields = ", ".join(f"{name} {kind}" for name, kind in FIELDS.items())
    told = fields.replace("'", "\\'")
    # times are nullable, or a lag would be 1970 where there is none
    session.query(
        f"""
        create table events engine = MergeTree order by tuple() as
        select
            event_id,
            toNullable(
                toDateTime(substring(event_time, 1, 19), 'UTC')
            ) as occurred_at,
            event_type,
            product_id,
            user_id,
            coalesce(user_session, toUUID('{"0" * 8}-0000-0000-0000-{"0" * 12}'))
                as user_session,
            coalesce(quantity, 1) as quantity,
            coalesce(toInt64(price * 100), 0) as cents
        from file('{objects}/**/*.gz', JSONEachRow, '{told}')
        """
    )
    for name, statement in TABLES.items():
        made = f"create table {name} engine = MergeTree order by tuple() as {statement}"
        session.query(made)
    for name in ("sessions", "carts"):
        folder = work / f"{name}.parquet"
        folder.mkdir()
        session.query(
            f"select * from {name} into outfile '{folder}/all.parquet' format Parquet"
        )
    session.close()
