"""Funnels at the edge: none, of one view, of robots alone, across a clock change."""

from datetime import date

from test_cart_arrival_order import event

MARTS = ("fct_visitor_funnels", "rpt_funnel_daily", "rpt_product_funnel_daily")
FUNNELS = ("--select", *(f"+{mart}" for mart in MARTS))
WINDOWS = ("visitor_1_day", "visitor_7_days", "visitor_30_days")


def test_nothing_landed_is_no_funnel(shop):
    shop.build(*FUNNELS)
    assert [shop.query(f"select * from marts.{mart}") for mart in MARTS] == [[]] * 3


def test_one_view_is_an_attempt_of_each_scope(shop):
    shop.land([event("e1", "2026-01-05 10:00:00", "view")])
    shop.build(*FUNNELS)
    days = {
        (row["scope"], row["hold"], row["member"]): row
        for row in shop.query("select * from marts.rpt_funnel_daily")
    }
    assert days.keys() == {
        ("session", "none", "all"),
        ("session", "category_level_1", "unknown"),
        ("session", "brand", "unknown"),
        *((scope, "none", "all") for scope in WINDOWS),
    }
    for (scope, *_), row in days.items():
        is_mature = scope == "session"
        assert row["sessions_viewed"] == row["session_count"] == is_mature
        assert row["sessions_immature"] == (not is_mature)
        assert row["view_to_cart_rate"] == (0 if is_mature else None)
        assert row["cart_to_purchase_rate"] is None
    [product] = shop.query("select * from marts.rpt_product_funnel_daily")
    assert (product["member"], product["sessions_viewed"]) == ("p", 1)
    before = shop.snapshot([f"marts.{mart}" for mart in MARTS])
    shop.build(*FUNNELS)
    assert shop.snapshot([f"marts.{mart}" for mart in MARTS]) == before


def test_a_shop_of_robots_has_visitors_and_no_rates(shop):
    shop.land([event("e1", "2026-01-05 10:00:00", "view", user_agent="curl/8.0")])
    shop.build(*FUNNELS)
    robots = shop.query("select * from marts.fct_visitor_funnels")
    assert [row["is_bot"] for row in robots] == [True] * 3
    assert shop.query("select * from marts.rpt_funnel_daily") == []


def test_days_of_a_window_have_24_hours_and_dates_do_not(shop):
    """Berlin, 28 March 2026 from 22:55: the night that its clocks skip an hour."""
    shop.land(
        [
            event("e1", "2026-03-28 22:55:00", "view"),
            event("e2", "2026-03-28 23:00:00", "view"),
            event("e3", "2026-03-29 22:55:00", "cart"),
            event("e4", "2026-03-29 22:55:00.000001", "purchase"),
            event("e5", "2026-05-01 10:00:00", "view", user_id="another"),
        ]
    )
    shop.build(*FUNNELS, variables={"shop_timezone": "Europe/Berlin"})
    found = shop.query(
        "select * from marts.fct_visitor_funnels"
        " where scope = 'visitor_1_day' and user_id = 'u' order by entry_date"
    )
    reached = [
        (row["entry_date"], row["reached_cart"], row["reached_purchase"])
        for row in found
    ]
    assert reached == [
        (date(2026, 3, 28), True, False),
        (date(2026, 3, 29), True, True),
    ]
