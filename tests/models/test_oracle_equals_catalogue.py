"""Marts of visitors, products and categories equal an oracle in plain Python."""

import pytest
from histories import many_histories, many_robots
from oracle.bots import bot_sessions
from oracle.calendar import date_rows
from oracle.catalogue import (
    category_rows,
    member_rows,
    product_rows,
    product_version_rows,
)
from oracle.category_hours import top_category_rows
from oracle.events import Settings, stage
from oracle.sessions import build_sessions
from oracle.visitors import (
    events_of_bots,
    unique_visitor_rows,
    user_rows,
    visitor_day_rows,
)
from test_oracle_equals_marts import same

HISTORIES = range(300, 325)
ROBOTS = range(320, 332)
KEYS = {
    "fct_visitor_days": ("user_id", "visitor_date"),
    "rpt_unique_visitors": ("grain", "visitor_date"),
    "dim_users": ("user_id",),
    "dim_dates": ("calendar_date",),
    "dim_product_versions": ("product_id", "version_number"),
    "dim_products": ("product_id",),
    "dim_brands": ("brand",),
    "dim_categories": ("category_code",),
    "rpt_top_categories_hourly": (
        "period",
        "weekday",
        "hour",
        "category_level",
        "category",
    ),
}


@pytest.mark.parametrize(
    ("source", "zone"),
    [
        pytest.param("hybrid", "America/New_York", id="hybrid sessions in New York"),
        pytest.param("given", "Asia/Kolkata", id="given sessions in Kolkata"),
        pytest.param("derived", "Europe/Berlin", id="derived sessions in Berlin"),
        pytest.param("hybrid", "Australia/Lord_Howe", id="half-hour summer time"),
        pytest.param("hybrid", "America/Santiago", id="no midnight in Santiago"),
    ],
)
def test_marts_equal_the_oracle(shop, source, zone):
    records = many_histories(HISTORIES) + many_robots(ROBOTS)
    settings = Settings(session_source=source, shop_timezone=zone)
    events = stage(records, settings).events
    sessions = build_sessions(events, settings)
    bots = events_of_bots(sessions, bot_sessions(sessions, events, settings))
    versions = product_version_rows(events)
    shop.land(records)
    shop.build(
        "--select",
        *(f"+{mart}" for mart in KEYS),
        variables={"session_source": source, "shop_timezone": zone},
    )
    wanted = {
        "fct_visitor_days": visitor_day_rows(events, bots, settings),
        "rpt_unique_visitors": unique_visitor_rows(events, bots, settings),
        "dim_users": user_rows(events, sessions, bots, settings),
        "dim_dates": date_rows(events, settings),
        "dim_product_versions": versions,
        "dim_products": product_rows(versions),
        "dim_brands": member_rows(events, versions, "brand"),
        "dim_categories": category_rows(events, versions),
        "rpt_top_categories_hourly": top_category_rows(
            events, sessions, bots, settings
        ),
    }
    for mart in ("fct_visitor_days", "dim_users"):
        assert {row["is_bot"] for row in wanted[mart]} == {True, False}, mart
    for mart, key in KEYS.items():
        same(shop.query(f"select * from marts.{mart}"), wanted[mart], by=key)
