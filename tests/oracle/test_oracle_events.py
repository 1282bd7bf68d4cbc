"""How the oracle judges records, against answers worked out by hand."""

from datetime import datetime
from decimal import Decimal

import pytest

from .by_hand import DEFAULTS, at, record
from .events import event_rows, stage
from .spellings import ACCEPTED, REFUSED
from .values import Reason

DELIVERED_AT = datetime(2026, 3, 28, 12)


@pytest.mark.parametrize("changes", REFUSED, ids=str)
def test_a_refused_value_sets_the_record_aside(changes):
    staged = stage([record(**changes)], DEFAULTS)
    assert (len(staged.events), len(staged.quarantined)) == (0, 1)


@pytest.mark.parametrize("changes", ACCEPTED, ids=str)
def test_a_value_at_the_edge_is_accepted(changes):
    staged = stage([record(**changes)], DEFAULTS)
    assert (len(staged.events), len(staged.quarantined)) == (1, 0)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-28 10:00:00",
        "2026-03-28T10:00:00Z",
        "2026-03-28 10:00:00 UTC",
        "2026-03-28 10:00:00.0+00:00",
        "2026-03-28 11:30:00 +01:30",
        "2026-03-27T22:00:00-12:00",
        "1774692000",
        "1774692000000",
    ],
)
def test_every_spelling_of_a_time_is_the_same_moment(text):
    [event] = stage([record(text)], DEFAULTS).events
    assert event.occurred_at == datetime(2026, 3, 28, 10)


@pytest.mark.parametrize(
    ("ahead", "accepted"),
    [
        pytest.param("13:00:00", 1, id="exactly an hour"),
        pytest.param("13:00:00.000001", 0, id="a microsecond more"),
    ],
)
def test_an_event_may_be_an_hour_ahead_of_its_delivery(ahead, accepted):
    staged = stage([at(ahead, delivered_at=DELIVERED_AT)], DEFAULTS)
    assert len(staged.events) == accepted
    assert [why for _, why in staged.quarantined] == [
        Reason.IMPOSSIBLE_TIME for _ in range(1 - accepted)
    ]


def test_the_smallest_lineage_wins_and_copies_are_counted():
    copies = [
        at("10:00:00", event_id="e", object_key="b", record_number=1, price="3"),
        at("10:00:00", event_id="e", object_key="a", record_number=9, price="2"),
        at("10:00:00", event_id="e", object_key="a", record_number=10, price="1"),
        at("10:00:00", event_id="e", object_key="A", price="-1"),
    ]
    [row] = event_rows(stage(copies, DEFAULTS).events, DEFAULTS)
    assert (row["price"], row["duplicate_count"]) == (Decimal("2.00"), 2)
    assert row["has_conflict"]


def test_copies_in_another_spelling_do_not_conflict():
    copies = [
        at("10:00:00", event_id="e", price="1.5", quantity="2"),
        at("10:00:00 UTC", event_id="e", price="1.50", quantity="2.0", brand="NA"),
    ]
    [event] = stage(copies, DEFAULTS).events
    assert (event.duplicate_count, event.has_conflict) == (1, False)


def test_quantity_is_one_when_not_delivered():
    [event] = stage([record(quantity="NA")], DEFAULTS).events
    assert (event.quantity, event.has_quantity) == (1, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"event_time": "2026-03-28 10:00:00.000001"},
        {"user_id": "u2"},
        {"user_session": None},
        {"price": "9.98"},
        {"price": None},
        {"quantity": "1"},
        {"currency": "USD"},
        {"user_agent": "curl/8.0"},
    ],
    ids=str,
)
def test_copies_that_differ_in_any_value_conflict(changes):
    delivered = {"event_id": "e", "price": "9.99"}
    copies = [record(**delivered), record(**delivered), record(**delivered | changes)]
    [event] = stage(copies, DEFAULTS).events
    assert (event.duplicate_count, event.has_conflict) == (2, True)
