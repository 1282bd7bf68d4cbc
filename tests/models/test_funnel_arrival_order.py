"""Funnels that take weeks: increments end as one full refresh, hour by hour."""

from shop import Shop
from test_cart_arrival_order import event

# What funnels are made of, and they.
FUNNELS = ("--select", "+rpt_funnel_daily")


def build_funnels(shop: Shop) -> None:
    """An increment of them."""
    shop.build(*FUNNELS)


def day_of(shop: Shop, scope: str, date: str = "2026-01-05") -> tuple[object, ...]:
    [row] = shop.query(
        "select * from marts.rpt_funnel_daily where hold = 'none'"
        f" and scope = '{scope}' and session_date = date '{date}'"
    )
    names = "session_count", "sessions_immature", "sessions_carted"
    return tuple(row[name] for name in names)


def test_a_visitor_matures_with_the_watermark_that_events_of_others_set(shop):
    other = {"event_type": "view", "user_id": "another"}
    shop.land([event("e1", "2026-01-05 10:00:00", "view")], 1)
    shop.land([event("e2", "2026-01-05 12:00:00")], 1)
    build_funnels(shop)
    assert day_of(shop, "visitor_1_day") == (0, 1, 0)
    assert day_of(shop, "session") == (2, 0, 0)

    shop.land([event("e3", "2026-01-06 10:00:00", key="z3", **other)], 2)
    build_funnels(shop)
    assert day_of(shop, "visitor_1_day") == (1, 0, 1)
    assert day_of(shop, "visitor_7_days") == (0, 1, 0)

    shop.land([event("e4", "2026-04-01 10:00:00", key="z4", **other)], 3)
    build_funnels(shop)
    assert day_of(shop, "visitor_30_days") == (1, 0, 1)

    # copies with a smaller key win: the latest events were not so late after all
    shop.land([event("e4", "2026-01-20 10:00:00", key="y4", **other)], 4)
    build_funnels(shop)
    assert day_of(shop, "visitor_30_days") == (0, 1, 0)
    assert day_of(shop, "visitor_7_days") == (1, 0, 1)
    shop.land([event("e4", "2026-01-06 09:59:59", key="x4", **other)], 5)
    shop.land([event("e3", "2026-01-06 09:59:59", key="y3", **other)], 5)
    shop.assert_same_as_one_refresh(*FUNNELS)
    assert day_of(shop, "visitor_1_day") == (0, 1, 0)


def test_a_late_step_reaches_back_to_entries_of_weeks_before(shop):
    shop.land([event("e1", "2026-01-05 10:00:00", "view")], 1)
    shop.land([event("e2", "2026-02-01 10:00:00", "view")], 1)
    shop.land([event("e3", "2026-06-01 10:00:00", "view", user_id="another")], 1)
    build_funnels(shop)
    assert day_of(shop, "visitor_30_days") == (1, 0, 0)
    shop.land([event("late", "2026-02-04 10:00:00")], 2)
    build_funnels(shop)
    assert day_of(shop, "visitor_30_days") == (1, 0, 1)
    assert day_of(shop, "visitor_30_days", "2026-02-01") == (1, 0, 1)
    assert day_of(shop, "visitor_7_days") == (1, 0, 0)

    # the cart was another user's
    shop.land([event("late", "2026-02-04 10:00:00", key="a", user_id="another")], 3)
    shop.assert_same_as_one_refresh(*FUNNELS)
    assert day_of(shop, "visitor_30_days") == (1, 0, 0)
