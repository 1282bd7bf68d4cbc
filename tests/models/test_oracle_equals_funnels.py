"""Funnels of visitors and of members equal an oracle in plain Python, row by row."""

from datetime import datetime

import pytest
from histories import many_histories
from oracle.attempts import (
    attempt_day_rows,
    session_attempts,
    visitor_attempts,
    visitor_funnel_rows,
)
from oracle.bots import bot_sessions
from oracle.carts import watermark_of
from oracle.events import Settings, stage
from oracle.funnel_histories import random_funnel_history
from oracle.sessions import build_sessions
from test_oracle_equals_marts import RENAMED, same

HISTORIES = range(100)
KEY = ("session_date", "scope", "hold", "member")


@pytest.mark.parametrize(
    ("source", "zone", "watermark"),
    [
        pytest.param("hybrid", "UTC", None, id="hybrid sessions in UTC"),
        pytest.param(
            "derived",
            "Europe/Berlin",
            # thirty days after a moment at which visitors enter
            datetime(2026, 3, 29, 22, 50),
            id="derived sessions in Berlin, as of a window's end",
        ),
        pytest.param(
            "given",
            "America/New_York",
            datetime(2026, 10, 31, 22, 0),
            id="given sessions in New York, as of a day in between",
        ),
    ],
)
def test_funnels_equal_the_oracle(shop, source, zone, watermark):
    records = many_histories(HISTORIES, random_funnel_history)
    settings = Settings(session_source=source, shop_timezone=zone)
    events = stage(records, settings).events
    sessions = build_sessions(events, settings)
    bots = bot_sessions(sessions, events, settings)
    until = watermark or watermark_of(events)
    funnels = visitor_funnel_rows(sessions, bots, until, settings)
    attempts = [
        *session_attempts(sessions, bots, settings),
        *visitor_attempts(funnels),
    ]
    wanted = [
        {RENAMED.get(name, name): value for name, value in row.items()}
        for row in attempt_day_rows(attempts)
    ]
    assert {row["is_mature"] for row in funnels} == {True, False}
    assert {row["is_bot"] for row in funnels} == {True, False}

    shop.land(records)
    told = {} if watermark is None else {"data_watermark": str(watermark)}
    shop.build(
        *("--select", "+rpt_funnel_daily", "+rpt_product_funnel_daily"),
        variables={"session_source": source, "shop_timezone": zone, **told},
    )
    keys = {
        row["session_id"]: (row["user_id"], row["user_session"], row["started_at"])
        for row in shop.query("select * from marts.fct_sessions")
    }
    same(
        [
            row | {"session": keys[row["session_id"]]}
            for row in shop.query("select * from marts.fct_visitor_funnels")
        ],
        funnels,
        by=("user_id", "entry_date", "scope"),
    )
    same(
        shop.query("select * from marts.rpt_funnel_daily"),
        [row for row in wanted if row["hold"] != "product"],
        by=KEY,
    )
    same(
        shop.query("select * from marts.rpt_product_funnel_daily"),
        [row for row in wanted if row["hold"] == "product"],
        by=KEY,
    )
