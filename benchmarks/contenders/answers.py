"""What every contender must answer alike, counted the same way for all."""

from pathlib import Path

import duckdb

OURS = {
    "sessions": """
        select
            fct_sessions.*,
            viewed_at,
            carted_at,
            purchased_at
        from shop.marts.fct_sessions
        inner join shop.marts.fct_session_funnels using (session_id)
    """,
    "carts": """
        select
            abandoned_at,
            status,
            remaining_quantity,
            remaining_amount * 100 as remaining_cents
        from shop.marts.fct_carts
    """,
}
COUNTED = """
    select
        (select sum(event_count) from sessions) as events,
        (select count(*) from sessions) as sessions,
        (select sum(epoch(ended_at) - epoch(started_at)) from sessions)
            as session_duration_seconds,
        (select count(viewed_at) from sessions) as sessions_viewed,
        (select count(carted_at) from sessions) as sessions_carted,
        (select count(purchased_at) from sessions) as sessions_purchased,
        count(*) as carts,
        count(abandoned_at) as carts_ever_abandoned,
        count(*) filter (where status = 'abandoned') as carts_abandoned,
        coalesce(sum(remaining_cents) filter (where status = 'abandoned'), 0)
            as abandoned_cents
    from carts
"""


def answers(work: Path) -> dict[str, int]:
    """The answers that a contender's relations give."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'").fetchall()
        database = work / "shop.duckdb"
        if database.exists():
            connection.execute(f"attach '{database}' as shop (read_only)").fetchall()
        has_marts = connection.execute(
            "select 1 from information_schema.tables where table_name = 'fct_carts'"
        ).fetchall()
        for name, ours in OURS.items():
            files = f"from read_parquet('{work}/{name}.parquet/*.parquet')"
            by_hand = f"from shop.{name}" if database.exists() else files
            relation = ours if has_marts else by_hand
            connection.execute(f"create view {name} as {relation}").fetchall()
        counted = connection.execute(COUNTED)
        names = [column[0] for column in counted.description]
        return dict(zip(names, map(int, counted.fetchall()[0]), strict=True))
