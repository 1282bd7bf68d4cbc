"""Random histories reach every corner, and the oracle loses nothing in them."""

import pytest

from .by_hand import DEFAULTS
from .events import Settings, stage
from .histories import random_history
from .sessions import build_sessions, session_day_rows, session_rows
from .values import Reason


def test_histories_meet_every_reason_and_every_kind_of_lineage():
    records = [each for seed in range(40) for each in random_history(seed)]
    assert {why for _, why in stage(records, DEFAULTS).quarantined} == set(Reason)
    assert {each.delivered_at is None for each in records} == {True, False}
    hashes_of: dict[str, set[str]] = {}
    for each in records:
        hashes_of.setdefault(each.object_key, set()).add(each.object_hash)
    assert {len(hashes) for hashes in hashes_of.values()} >= {1, 2}


@pytest.mark.parametrize("source", ["hybrid", "given", "derived"])
@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_lost_in_any_history(seed, source):
    settings = Settings(session_source=source, shop_timezone="Europe/Berlin")
    records = random_history(seed)
    assert records == random_history(seed)
    assert 20 <= len(records) <= 300
    staged = stage(records, settings)
    repeats = sum(event.duplicate_count for event in staged.events)
    assert len(records) == len(staged.events) + repeats + len(staged.quarantined)

    sessions = build_sessions(staged.events, settings)
    assert len({session.key for session in sessions}) == len(sessions)
    rows = session_rows(sessions, settings)
    days = session_day_rows(sessions, settings)
    for column in ("event_count", "purchase_count", "revenue_amount"):
        assert sum(row[column] for row in rows) == sum(row[column] for row in days)
    assert sum(row["event_count"] for row in rows) == len(staged.events)


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_arrival_changes_nothing(seed):
    records = random_history(seed)
    forwards, backwards = stage(records, DEFAULTS), stage(records[::-1], DEFAULTS)
    assert build_sessions(forwards.events, DEFAULTS) == build_sessions(
        backwards.events, DEFAULTS
    )
