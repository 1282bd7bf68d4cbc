"""Whatever the order and batching of deliveries, increments end as one full refresh."""

import random

import pytest
from histories import many_histories
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
