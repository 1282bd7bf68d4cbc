"""Carts that live for months: increments end as one full refresh, hour by hour."""

from datetime import datetime

from oracle.events import LANDING_FIELDS, Record
from shop import Shop, at

# What carts are made of, and they.
CARTS = ("--select", "+rpt_abandoned_carts_daily")


def build_carts(shop: Shop) -> None:
    """An increment of them."""
    shop.build(*CARTS)


def event(event_id, time, event_type="cart", key=None, delivered=True, **fields):
    """One record in an object of its own, delivered when it happened."""
    key = key or event_id
    values = dict.fromkeys(LANDING_FIELDS) | {
        "event_id": event_id,
        "event_time": time,
        "event_type": event_type,
        "product_id": "p",
        "user_id": "u",
        "price": "10",
    }
    return Record(key, key, 1, at(time) if delivered else None, values | fields)


def cart_of(shop):
    """Status, abandonment and closing of the one cart there is."""
    [row] = shop.query("select * from marts.fct_carts")
    return row["status"], row["abandoned_at"], row["closed_at"]


def day_of(shop, date):
    [row] = shop.query(
        "select * from marts.rpt_abandoned_carts_daily"
        f" where hold = 'none' and opened_date = date '{date}'"
    )
    return row["matured_count"], row["abandoned_count"], row["left_amount"]


def test_a_cart_moves_with_the_watermark_that_events_of_others_set(shop):
    other = {"event_type": "view", "user_id": "another"}
    shop.land([event("e1", "2026-01-05 10:00:00")], 1)
    build_carts(shop)
    assert cart_of(shop) == ("open", None, None)
    assert day_of(shop, "2026-01-05") == (0, 0, 0)

    shop.land([event("e2", "2026-01-06 10:00:00", key="z2", **other)], 2)
    build_carts(shop)
    abandoned_at = datetime(2026, 1, 6, 10)
    assert cart_of(shop) == ("abandoned", abandoned_at, None)
    assert day_of(shop, "2026-01-05") == (1, 1, 10)

    shop.land([event("e3", "2026-02-04 10:00:00", key="z3", **other)], 3)
    build_carts(shop)
    assert cart_of(shop) == ("expired", abandoned_at, datetime(2026, 2, 4, 10))

    # a copy with a smaller key wins: the latest event was not so late after all
    shop.land([event("e3", "2026-02-04 09:59:59", key="y3", **other)], 4)
    build_carts(shop)
    assert cart_of(shop) == ("abandoned", abandoned_at, None)

    shop.land([event("e2", "2026-01-06 09:59:59", key="y2", **other)], 5)
    shop.land([event("e3", "2026-01-05 12:00:00", key="x3", **other)], 5)
    shop.assert_same_as_one_refresh(*CARTS)
    assert cart_of(shop) == ("open", None, None)
    assert day_of(shop, "2026-01-05") == (0, 0, 0)


def test_the_first_known_delivery_takes_the_watermark_back(shop):
    late = {"event_type": "view", "user_id": "another", "delivered": False}
    shop.land([event("e1", "2026-01-05 10:00:00", delivered=False)], 1)
    shop.land([event("e2", "2026-06-01 10:00:00", **late)], 2)
    build_carts(shop)
    assert cart_of(shop)[0] == "expired"
    shop.land([event("e3", "2026-01-05 11:00:00", "view", user_id="third")], 3)
    build_carts(shop)
    assert cart_of(shop) == ("open", None, None)


def test_late_events_and_copies_change_carts(shop):
    """One landing before, one after; each user meets another change."""
    shop.land(
        [
            event("joined1", "2026-01-05 10:00:00", user_id="joined", quantity="2"),
            event("joined2", "2026-02-20 10:00:00", user_id="joined", product_id="q"),
            event("view1", "2026-01-05 10:00:00", user_id="view", user_session="s"),
            event(
                "view2",
                "2026-01-05 10:50:00",
                "purchase",
                user_id="view",
                user_session="s",
            ),
            event("user", "2026-01-05 10:00:00", user_id="user", key="b1"),
            event("type", "2026-01-05 10:00:00", user_id="type", key="b2"),
            event("time", "2026-01-05 10:00:00", user_id="time", key="b3"),
        ],
        1,
    )
    build_carts(shop)
    before = {
        (row["user_id"], row["opened_at"]): row
        for row in shop.query("select * from marts.fct_carts")
    }
    assert len(before) == 6
    assert before["view", datetime(2026, 1, 5, 10)]["session_count"] == 2

    shop.land(
        [
            # an orphan is activity too: no silence is thirty days long any more
            event(
                "joined3",
                "2026-01-29 10:00:00",
                "purchase",
                user_id="joined",
                product_id="q",
            ),
            event(
                "view3", "2026-01-05 10:25:00", "view", user_id="view", user_session="s"
            ),
            event("user", "2026-01-05 10:00:00", user_id="second", key="a1"),
            event("type", "2026-01-05 10:00:00", "view", user_id="type", key="a2"),
            event("time", "2026-03-01 10:00:00", user_id="time", key="a3"),
        ],
        2,
    )
    shop.assert_same_as_one_refresh(*CARTS)
    after = {
        (row["user_id"], row["opened_at"]): row
        for row in shop.query("select * from marts.fct_carts")
    }
    assert after.keys() == {
        ("joined", datetime(2026, 1, 5, 10)),
        ("view", datetime(2026, 1, 5, 10)),
        ("second", datetime(2026, 1, 5, 10)),
        ("time", datetime(2026, 3, 1, 10)),
    }
    joined = after["joined", datetime(2026, 1, 5, 10)]
    assert joined["remaining_quantity"] == 3
    assert (joined["orphan_count"], joined["reopen_count"]) == (1, 1)
    assert joined["recovered_at"] is None  # the purchase came 23 days after
    view = after["view", datetime(2026, 1, 5, 10)]
    assert (view["session_count"], view["has_same_session_purchase"]) == (1, True)
