"""The oracle's sessions and funnels against results worked out by hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from .by_hand import DEFAULTS, at, record, sessions_of
from .events import Settings
from .funnels import funnel_daily_rows, session_funnel_rows
from .sessions import session_day_rows, session_rows


def only_session(*records):
    rows = session_rows(sessions_of(*records), DEFAULTS)
    assert len(rows) == 1
    return rows[0]


def only_funnel(*records):
    rows = session_funnel_rows(sessions_of(*records), DEFAULTS)
    assert len(rows) == 1
    return rows[0]


def reached(row):
    return [row["reached_view"], row["reached_cart"], row["reached_purchase"]]


# Sessions


@pytest.mark.parametrize(
    ("second", "session_count"),
    [
        ("10:29:59", 1),
        ("10:30:00", 1),
        ("10:30:00.000001", 2),
        ("10:30:01", 2),
    ],
)
def test_only_a_gap_over_thirty_minutes_opens_a_session(second, session_count):
    assert len(sessions_of(at("10:00:00"), at(second))) == session_count


def test_equal_times_are_ordered_by_type_product_and_id():
    row = only_session(
        at("10:00:00", "purchase", product_id="A"),
        at("10:00:00", "cart", product_id="a"),
        at("10:00:00", "view", product_id="a"),
        at("10:00:00", "view", product_id="B"),
    )
    assert (row["entry_product_id"], row["exit_product_id"]) == ("B", "A")
    assert (row["event_count"], row["duration_seconds"]) == (4, 0)
    assert row["product_count"] == 3


def test_one_event_is_a_bounce():
    row = only_session(at("10:00:00"))
    assert row["is_bounce"]
    assert not row["is_engaged"]
    assert row["started_at"] == row["ended_at"]


@pytest.mark.parametrize(
    ("second", "engaged"), [("10:00:10", True), ("10:00:09.999999", False)]
)
def test_ten_seconds_engage(second, engaged):
    row = only_session(at("10:00:00"), at(second, "remove_from_cart"))
    assert row["is_engaged"] is engaged


def test_an_id_reused_months_later_is_a_second_session():
    records = [record("2026-03-28 10:00:00"), record("2026-08-01 10:00:00")]
    rows = session_rows(sessions_of(*records), DEFAULTS)
    assert [row["session_number_low"] for row in rows] == [1, 2]
    assert [row["is_new_visitor"] for row in rows] == [True, False]
    [given] = sessions_of(*records, session_source="given")
    assert given.is_overlong


def test_two_users_on_one_id_have_a_session_each():
    records = [at("10:00:00", user_id="u2"), at("10:01:00", user_id="u1")]
    keys = [session.key[:2] for session in sessions_of(*records)]
    assert keys == [("u1", "s1"), ("u2", "s1")]
    [given] = sessions_of(*records, session_source="given")
    assert given.key == ("u2", "s1", datetime(2026, 3, 28, 10))


def test_derived_sessions_ignore_the_source_id():
    records = [at("10:00:00", user_session="s1"), at("10:30:00", user_session=None)]
    assert len(sessions_of(*records)) == 2
    [derived] = sessions_of(*records, session_source="derived")
    assert derived.user_session is None


def test_given_sessions_without_an_id_fall_back_to_the_gap():
    records = [at(clock, user_session="NA") for clock in ("10:00:00", "10:30:01")]
    assert len(sessions_of(*records, session_source="given")) == 2


def test_a_late_event_joins_two_sessions():
    early = [at("10:00:00"), at("11:00:00")]
    assert len(sessions_of(*early)) == 2
    assert only_session(*early, at("10:30:00"))["event_count"] == 3


def test_sessions_that_start_together_share_the_bounds_of_their_number():
    records = [
        at("10:00:00", user_session="s1"),
        at("10:00:00", user_session="s2"),
        at("10:00:01", user_session="s3"),
    ]
    rows = session_rows(sessions_of(*records), DEFAULTS)
    bounds = [(row["session_number_low"], row["session_number_high"]) for row in rows]
    assert bounds == [(1, 2), (1, 2), (3, 3)]
    assert [row["is_new_visitor"] for row in rows] == [None, None, False]


@pytest.mark.parametrize(
    ("last", "overlong"),
    [("2026-03-29 10:00:00", False), ("2026-03-29 10:00:00.000001", True)],
)
def test_a_session_over_a_day_is_overlong(last, overlong):
    start = datetime(2026, 3, 28, 10)
    moments = [start + number * timedelta(minutes=30) for number in range(48)]
    texts = [*map(str, moments), "2026-03-29 09:45:00", last]
    row = only_session(*map(record, texts))
    assert row["is_overlong"] is overlong


# Orders


def test_a_row_without_quantity_yields_to_one_with():
    row = only_session(
        at("10:00:00", "purchase", order_id="o1", price="5"),
        at("10:00:01", "purchase", order_id="o1", price="5", quantity="3"),
        at("10:00:02", "purchase", order_id="o1", price="2", product_id="p2"),
    )
    assert (row["order_count"], row["revenue_amount"]) == (1, Decimal("17.00"))


def test_lines_logged_twice_count_once():
    row = only_session(
        at("10:00:00", "purchase", price="5"),
        at("10:00:00", "purchase", price="5.00"),
        at("10:10:00", "purchase", price="6"),
        at("10:10:00", "purchase", price=None),
    )
    assert (row["order_count"], row["revenue_amount"]) == (1, Decimal("11.00"))


def test_purchases_more_than_ten_minutes_apart_are_two_orders():
    row = only_session(
        at("10:00:00", "purchase", price="5"),
        at("10:05:00", "purchase", price="1", order_id="o1"),
        at("10:10:00.000001", "purchase", price="5"),
    )
    assert (row["order_count"], row["revenue_amount"]) == (3, Decimal("11.00"))


def test_midnight_is_the_shop_s_and_does_not_cut():
    new_york = Settings(shop_timezone="America/New_York")
    records = [  # the clock changed on 8 March: midnight is at 05:00, then at 04:00
        record("2026-03-08 04:59:59", "cart"),
        record("2026-03-08 05:00:00", "purchase", price="5", order_id="o1"),
        record("2026-03-09 03:59:59", "purchase", price="7", user_session="s2"),
        record("2026-03-09 04:00:00", "purchase", price="7", user_session="s2"),
    ]
    days = session_day_rows(sessions_of(*records), new_york)
    assert [
        (row["session_date"], row["event_count"], row["revenue_amount"]) for row in days
    ] == [
        (date(2026, 3, 7), 1, 0),
        (date(2026, 3, 8), 1, 5),
        (date(2026, 3, 8), 1, 7),
        (date(2026, 3, 9), 1, 0),
    ]


# Funnels


def test_a_funnel_within_one_second_is_ordered_by_type():
    row = only_funnel(
        at("10:00:00", "purchase"), at("10:00:00", "cart"), at("10:00:00", "view")
    )
    assert reached(row) == [True, True, True]
    assert row["viewed_at"] == row["purchased_at"] == datetime(2026, 3, 28, 10)


def test_a_cart_before_the_view_does_not_count_unless_another_follows():
    cart_first = [at("10:00:00", "cart"), at("10:00:01"), at("10:00:02", "purchase")]
    row = only_funnel(*cart_first)
    assert reached(row) == [True, False, False]
    assert row["did_cart"]
    assert not row["is_direct_purchase"]
    row = only_funnel(*cart_first, at("10:00:03", "cart"))
    assert reached(row) == [True, True, False]
    assert row["carted_at"] == datetime(2026, 3, 28, 10, 0, 3)


def test_a_purchase_without_any_cart_is_direct():
    row = only_funnel(at("10:00:00"), at("10:00:01", "purchase"))
    assert row["is_direct_purchase"]
    assert row["did_purchase"]
    assert reached(row) == [True, False, False]


def test_a_day_of_funnels():
    records = [
        at("10:00:00", "view", user_id="bought"),
        at("10:00:10", "cart", user_id="bought"),
        at("10:01:00", "purchase", user_id="bought"),
        at("10:00:00", "view", user_id="carted"),
        at("10:00:20", "cart", user_id="carted"),
        at("10:00:00", "view", user_id="viewed"),
        at("10:00:00", "view", user_id="direct"),
        at("10:00:00", "purchase", user_id="direct"),
    ]
    [row] = funnel_daily_rows(session_funnel_rows(sessions_of(*records), DEFAULTS))
    assert row == {
        "session_date": date(2026, 3, 28),
        "scope": "session",
        "hold": "none",
        "member": "all",
        "sessions_viewed": 4,
        "sessions_carted": 2,
        "sessions_purchased": 1,
        "open_sessions_viewed": 4,
        "open_sessions_carted": 2,
        "open_sessions_purchased": 2,
        "view_to_cart_rate": 0.5,
        "view_to_cart_rate_lower": 0.150038989,
        "view_to_cart_rate_upper": 0.849961011,
        "view_to_cart_median_seconds": 15,
        "view_to_cart_p90_seconds": 19,
        "cart_to_purchase_rate": 0.5,
        "cart_to_purchase_rate_lower": 0.094531206,
        "cart_to_purchase_rate_upper": 0.905468794,
        "cart_to_purchase_median_seconds": 50,
        "cart_to_purchase_p90_seconds": 50,
        "view_to_purchase_rate": 0.25,
        "view_to_purchase_rate_lower": 0.045587261,
        "view_to_purchase_rate_upper": 0.699358157,
        "view_to_purchase_median_seconds": 60,
        "view_to_purchase_p90_seconds": 60,
    }


def test_rates_are_null_without_a_denominator():
    funnels = session_funnel_rows(sessions_of(at("10:00:00", "cart")), DEFAULTS)
    [row] = funnel_daily_rows(funnels)
    assert (row["sessions_viewed"], row["open_sessions_carted"]) == (0, 1)
    assert row["view_to_cart_rate"] is None
    assert row["view_to_purchase_p90_seconds"] is None


def test_overlong_sessions_and_bots_are_left_out_of_rates():
    records = [at("10:00:00"), record("2026-03-30 10:00:00")]
    given = sessions_of(*records, session_source="given")
    assert funnel_daily_rows(session_funnel_rows(given, DEFAULTS)) == []
    bounce = sessions_of(records[0])
    funnels = session_funnel_rows(bounce, DEFAULTS)
    assert len(funnel_daily_rows(funnels)) == 1
    assert funnel_daily_rows(funnels, bots=frozenset([bounce[0].key])) == []
