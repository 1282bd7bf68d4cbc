"""What the oracle of carts answers to questions that were answered by hand."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from .by_hand import DEFAULTS, at, record, sessions_of
from .cart_days import abandoned_daily_rows
from .cart_histories import random_cart_history
from .carts import build_ledger, cart_rows, carts_of, watermark_of
from .events import stage
from .sessions import build_sessions

NOON = datetime(2026, 3, 28, 12)
MICROSECOND = timedelta(microseconds=1)


def carts(*records, watermark=NOON):
    events = stage(records, DEFAULTS).events
    found = carts_of(build_ledger(events, sessions_of(*records)))
    return cart_rows(found, watermark, frozenset(), DEFAULTS)


def later(days, event_type="cart", /, **fields):
    """An event so many days after 10 o'clock."""
    return record(
        str(datetime(2026, 3, 28, 10) + timedelta(days)), event_type, **fields
    )


def test_a_cart_outlives_sessions_until_it_is_empty():
    [row] = carts(
        at("10:00:00", "cart", quantity="2", price="5"),
        at("10:01:00", "cart", product_id="p2", price="1"),
        later(9, "remove_from_cart", product_id="p2"),
        later(20, "purchase", quantity="3", user_session="s9"),
        later(21, "purchase"),
    )
    assert row["status"] == "purchased"
    assert (row["added_quantity"], row["purchased_quantity"]) == (3, 2)
    assert (row["session_count"], row["activity_count"]) == (3, 4)
    assert (row["peak_amount"], row["remaining_amount"]) == (Decimal(11), 0)
    assert row["abandoned_at"] == datetime(2026, 3, 29, 10, 1)
    assert row["closed_at"] == datetime(2026, 4, 17, 10)
    assert row["recovered_at"] is None


@pytest.mark.parametrize(
    ("idle", "status"),
    [
        pytest.param(timedelta(days=1) - MICROSECOND, "open", id="not yet"),
        pytest.param(timedelta(days=1), "abandoned", id="a day"),
        pytest.param(timedelta(days=30) - MICROSECOND, "abandoned", id="almost"),
        pytest.param(timedelta(days=30), "expired", id="thirty days"),
    ],
)
def test_limits_are_inclusive(idle, status):
    [row] = carts(at("10:00:00", "cart"), watermark=datetime(2026, 3, 28, 10) + idle)
    assert row["status"] == status


def test_the_next_activity_finds_an_expired_cart_and_opens_another():
    first, second = carts(later(0), later(30, quantity="4"), watermark=NOON)
    assert (first["status"], first["remaining_quantity"]) == ("expired", 1)
    assert (second["status"], second["remaining_quantity"]) == ("open", 4)


def test_what_came_back():
    [row] = carts(
        later(0),
        later(2, "purchase", product_id="p2"),
        later(4, "purchase"),
        watermark=NOON + timedelta(40),
    )
    assert (row["recovered_same_item"], row["recovered_other_item"]) == (True, False)
    assert row["recovered_at"] == datetime(2026, 3, 30, 10)
    assert row["reopen_count"] == 0


def test_the_example_of_the_docs():
    """docs/concepts/carts.md tells this cart."""

    def on(day, clock, event_type, product, **fields):
        return record(
            f"2026-01-{day:02} {clock}", event_type, product_id=product, **fields
        )

    [row] = carts(
        on(5, "10:00:00", "cart", "phone", quantity="2", price="300"),
        on(5, "10:05:00", "cart", "case", price="20"),
        on(7, "09:00:00", "purchase", "phone"),
        on(7, "09:01:00", "remove_from_cart", "charger"),
        watermark=datetime(2026, 1, 12, 10),
    )
    assert (row["status"], row["is_partial"]) == ("abandoned", True)
    assert (row["remaining_amount"], row["peak_amount"]) == (320, 620)
    assert row["abandoned_at"] == datetime(2026, 1, 6, 10, 5)
    assert (row["recovered_same_item"], row["orphan_count"]) == (True, 1)
    assert row["last_activity_at"] + timedelta(30) == datetime(2026, 2, 6, 9, 1)


def test_a_day_counts_only_what_is_old_enough():
    records = [later(0), later(0.5, user_id="u2"), later(0, "purchase", user_id="u3")]
    events = stage(records, DEFAULTS).events
    found = carts_of(build_ledger(events, sessions_of(*records)))
    rows = abandoned_daily_rows(found, datetime(2026, 3, 29, 10), frozenset(), DEFAULTS)
    [row] = [row for row in rows if row["hold"] == "none"]
    assert (row["cart_count"], row["matured_count"]) == (2, 1)
    assert (row["abandoned_count"], row["abandonment_rate"]) == (1, 1.0)


def test_histories_meet_every_end_and_every_return():
    until = datetime(2026, 4, 27, 22, 50)
    lines, rows = [], []
    for seed in range(60):
        events = stage(random_cart_history(seed), DEFAULTS).events
        assert watermark_of(events) is not None
        found = build_ledger(events, build_sessions(events, DEFAULTS))
        lines += found
        rows += cart_rows(carts_of(found), until, frozenset(), DEFAULTS)
    assert {row["status"] for row in rows} == {
        "purchased",
        "emptied",
        "open",
        "abandoned",
        "expired",
    }
    for column in ("is_partial", "recovered_same_item", "recovered_other_item"):
        assert {row[column] for row in rows} == {True, False}, column
    lengths = [row["last_activity_at"] - row["opened_at"] for row in rows]
    assert max(lengths) > timedelta(days=90)
    assert max(row["reopen_count"] for row in rows) >= 2
    assert any(row["orphan_count"] for row in rows)
    assert any(line.is_orphan and line.cart is None for line in lines)
    assert any(
        line.before and line.event.quantity > line.before
        for line in lines
        if line.event.event_type != "cart"
    )
