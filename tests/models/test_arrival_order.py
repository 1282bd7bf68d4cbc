"""Whatever the order and batching of deliveries, increments end as one full refresh."""

import random

import pytest
from histories import many_histories
from oracle.events import Record
from shop import objects_of

# Views over landing show its rows as they are; they hold nothing of their own.
SCHEMAS = ("staging", "intermediate", "marts")
EXEMPT = {"intermediate.build_marks", "intermediate.int_events_versioned"}


@pytest.mark.parametrize(
    ("seed", "variables"),
    [
        pytest.param(1, {"shop_timezone": "Europe/Berlin"}, id="hybrid, Berlin"),
        pytest.param(2, {"session_source": "derived"}, id="derived"),
        pytest.param(3, {"session_source": "given"}, id="given"),
    ],
)
def test_slices_in_any_order_end_as_one_full_refresh(shop, seed, variables):
    rng = random.Random(seed)
    objects = objects_of(many_histories(range(seed * 100, seed * 100 + 25)))
    rng.shuffle(objects)
    cuts = sorted(rng.sample(range(1, len(objects)), 6))
    for number, (low, high) in enumerate(
        zip([0, *cuts], [*cuts, len(objects)], strict=True), start=1
    ):
        shop.land([one for part in objects[low:high] for one in part], number)
        shop.build(variables=variables)

    relations = [name for name in shop.relations(*SCHEMAS) if name not in EXEMPT]
    by_increments = shop.snapshot(relations)
    shop.build("--full-refresh", variables=variables)
    at_once = shop.snapshot(relations)

    for name in relations:
        assert by_increments[name] == at_once[name], name


def test_a_user_whose_only_event_moved_away_vanishes(shop):
    shop.land([copy_of_one_event("b", user="first")], 1)
    shop.build()
    shop.land([copy_of_one_event("a", user="second")], 2)
    shop.build()
    for mart in ("fct_events", "fct_sessions", "fct_session_days"):
        users = [row["user_id"] for row in shop.query(f"select * from marts.{mart}")]
        assert users == ["second"], mart
    funnels = shop.query("select * from marts.fct_session_funnels")
    assert [row["user_id"] for row in funnels] == ["second"]


def test_a_day_whose_only_event_moved_away_vanishes(shop):
    shop.land([copy_of_one_event("b", time="2026-01-05 10:00:00")], 1)
    shop.build()
    shop.land([copy_of_one_event("a", time="2026-01-03 10:00:00")], 2)
    shop.build()
    days = shop.query("select * from marts.rpt_funnel_daily")
    assert [str(row["session_date"]) for row in days] == ["2026-01-03"]


def copy_of_one_event(key, user="u", time="2026-01-05 10:00:00"):
    fields = {
        "event_id": "e1",
        "event_time": time,
        "event_type": "view",
        "product_id": "p",
        "user_id": user,
    }
    return Record(key, key, 1, None, fields)
