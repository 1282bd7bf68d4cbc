"""Every mart of carts equals an oracle in plain Python, row by row."""

from datetime import datetime

import pytest
from histories import many_histories, many_robots
from oracle.bots import bot_sessions
from oracle.cart_days import abandoned_daily_rows
from oracle.cart_histories import random_cart_history
from oracle.carts import (
    build_ledger,
    cart_line_rows,
    cart_rows,
    carts_of,
    watermark_of,
)
from oracle.events import Settings, stage
from oracle.sessions import build_sessions
from shop import Shop
from test_oracle_equals_marts import same

HISTORIES = range(100)
ROBOTS = range(500, 540)


@pytest.mark.parametrize(
    ("source", "zone", "watermark"),
    [
        pytest.param("hybrid", "UTC", None, id="hybrid sessions in UTC"),
        pytest.param(
            "derived",
            "Europe/Berlin",
            # thirty days after a moment at which carts open
            datetime(2026, 4, 27, 22, 50),
            id="derived sessions in Berlin, as of a day in between",
        ),
        pytest.param(
            "given",
            "America/New_York",
            datetime(2026, 3, 29, 22, 50),
            id="given sessions in New York, as of a day earlier",
        ),
    ],
)
def test_marts_of_carts_equal_the_oracle(shop, source, zone, watermark):
    records = many_histories(HISTORIES, random_cart_history) + many_robots(ROBOTS)
    settings = Settings(session_source=source, shop_timezone=zone)
    events = stage(records, settings).events
    sessions = build_sessions(events, settings)
    lines = build_ledger(events, sessions)
    bots = bot_sessions(sessions, events, settings)
    carts = carts_of(lines)
    shop.land(records)
    told = {} if watermark is None else {"data_watermark": str(watermark)}
    shop.build(
        *("--select", "+path:models/marts/carts", "+fct_sessions"),
        variables={"session_source": source, "shop_timezone": zone, **told},
    )

    until = watermark or watermark_of(events)
    assert shop.query("select * from intermediate.int_data_watermark") == [
        {"watermark_at": until}
    ]
    same(
        with_keys(shop, "fct_cart_lines", "session_id", "session"),
        cart_line_rows(lines, settings),
        by=("event_id",),
    )
    wanted = cart_rows(carts, until, bots, settings)
    assert {row["status"] for row in wanted} >= {"purchased", "emptied", "expired"}
    assert {row["is_bot"] for row in wanted} == {True, False}
    same(
        with_keys(shop, "fct_carts", "opened_session_id", "opened_session"),
        wanted,
        by=("user_id", "opened_at"),
    )
    same(
        shop.query("select * from marts.rpt_abandoned_carts_daily"),
        abandoned_daily_rows(carts, until, bots, settings),
        by=("opened_date", "hold", "member"),
    )


def with_keys(
    shop: Shop, mart: str, session_id: str, name: str
) -> list[dict[str, object]]:
    """The rows of a mart, its hashed ids resolved to what the oracle knows."""
    sessions = {
        row["session_id"]: (row["user_id"], row["user_session"], row["started_at"])
        for row in shop.query("select * from marts.fct_sessions")
    }
    opened = {
        row["cart_id"]: row["opened_at"]
        for row in shop.query("select cart_id, opened_at from marts.fct_carts")
    }
    return [
        row | {name: sessions[row[session_id]], "opened_at": opened.get(row["cart_id"])}
        for row in shop.query(f"select * from marts.{mart}")
    ]
