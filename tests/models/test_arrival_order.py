"""Whatever the order and batching of deliveries, increments end as one full refresh.

And whatever dies on the way: a killed build forgets nothing and repeats nothing.
"""

import random

import pytest
from histories import many_histories, many_robots
from oracle.brand_histories import random_brand_history
from oracle.cart_histories import random_cart_history
from oracle.events import Record
from oracle.funnel_histories import random_funnel_history
from oracle.invoice_histories import random_invoice_history
from oracle.price_histories import random_price_history
from shop import objects_of

SLICES = 6
KILLED = {2, 4, 5}  # slices whose first build dies
ORDERS = ("--select", "+dim_customers")


def everything(seed: int) -> list[Record]:
    """Histories of a day and of months, shoppers' and machines', kept apart."""
    apart = range(seed * 1000, seed * 1000 + 12)
    return [
        *many_histories(range(seed * 100, seed * 100 + 20)),
        *many_robots(range(seed * 8, seed * 8 + 8)),
        *many_histories(apart, random_cart_history, "c"),
        *many_histories(apart, random_funnel_history, "f"),
        *many_histories(apart, random_brand_history, "b"),
        *many_histories(apart[:4], random_price_history, "p"),
    ]


def invoices(seed: int) -> list[Record]:
    """Histories of invoices, kept apart but for guests."""
    return many_histories(
        range(seed * 100, seed * 100 + 20), random_invoice_history, "i"
    )


def slices_of(records: list[Record], rng: random.Random) -> list[list[Record]]:
    """Whole objects, dealt into slices of any size."""
    objects = objects_of(records)
    rng.shuffle(objects)
    cuts = sorted(rng.sample(range(1, len(objects)), SLICES - 1))
    return [
        [record for part in objects[low:high] for record in part]
        for low, high in zip([0, *cuts], [*cuts, len(objects)], strict=True)
    ]


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
    events = slices_of(everything(seed), rng)
    lines = slices_of(invoices(seed), rng)
    small = {
        "brand_window_days": 25,
        "brand_min_viewers": 3,
        "elasticity_min_weeks": 5,
        "elasticity_min_prices": 2,
        "elasticity_min_viewers": 5,
        "elasticity_min_products": 3,
    }
    killed = 0
    for number in range(1, SLICES + 1):
        shop.land(events[number - 1], 2 * number)
        shop.land(lines[number - 1], 2 * number + 1, kind="invoice_line")
        if number in KILLED:
            after = rng.uniform(0.8, 4)
            killed += shop.build_and_kill(after, variables | small)
        elif number < SLICES:
            shop.build(variables=variables | small)
    assert killed, "every build ended before it was killed: kill earlier"
    shop.assert_same_as_one_refresh(variables=variables | small, data_tests=True)
    estimated = "select 1 from marts.rpt_price_elasticity where status = 'estimated'"
    assert shop.query(estimated), "no product's prices moved: lower the limits"


def test_models_built_alone_catch_up(shop):
    objects = objects_of(many_histories(range(800, 806)) + many_robots(range(8)))
    half = len(objects) // 2
    shop.land([one for part in objects[:half] for one in part], 1)
    shop.build()
    shop.land([one for part in objects[half:] for one in part], 2)
    shop.build("--select", "fct_sessions")  # its upstream has not seen the second load
    shop.build("--select", "stg_firehose__events")
    shop.assert_same_as_one_refresh()


def test_a_user_whose_only_event_moved_away_vanishes(shop):
    marts = ("fct_events", "fct_sessions", "fct_session_days", "fct_session_funnels")
    selected = ("--select", *(f"+{mart}" for mart in marts))
    shop.land([copy_of_one_event("b", user="first")], 1)
    shop.build(*selected)
    shop.land([copy_of_one_event("a", user="second")], 2)
    shop.build(*selected)
    for mart in marts:
        users = [row["user_id"] for row in shop.query(f"select * from marts.{mart}")]
        assert users == ["second"], mart


def test_a_day_whose_only_event_moved_away_vanishes(shop):
    shop.land([copy_of_one_event("b", time="2026-01-05 10:00:00")], 1)
    shop.build("--select", "+rpt_funnel_daily")
    shop.land([copy_of_one_event("a", time="2026-01-03 10:00:00")], 2)
    shop.build("--select", "+rpt_funnel_daily")
    days = shop.query("select * from marts.rpt_funnel_daily")
    assert {str(row["session_date"]) for row in days} == {"2026-01-03"}


def test_a_line_that_another_shopper_of_the_session_held_back_comes_back(shop):
    given = {"session_source": "given"}
    bought = {"event_type": "purchase", "price": 5}
    here = {"user_session": "s"}
    held = {"event_id": "held", "time": "2026-01-05 10:01:00"} | bought
    equal = {"event_id": "equal", "time": "2026-01-05 10:02:00"} | bought
    shop.land(
        [
            copy_of_one_event("b", "first", **here),
            copy_of_one_event("c", "first", **held, **here),
            copy_of_one_event("d", "second", **equal, **here),
        ],
        1,
    )
    shop.build(*ORDERS, variables=given)
    assert lines_bought(shop) == {("first", "held")}
    shop.land([copy_of_one_event("a", "first", **held, user_session="elsewhere")], 2)
    shop.build(*ORDERS, variables=given)
    assert lines_bought(shop) == {("first", "held"), ("second", "equal")}
    shop.assert_same_as_one_refresh(*ORDERS, variables=given)


def lines_bought(shop):
    lines = shop.query("select customer_id, line_id from marts.fct_order_lines")
    return {(row["customer_id"], row["line_id"]) for row in lines}


def test_an_order_stays_until_its_lines_are_read_where_they_moved(shop):
    shop.land([copy_of_one_line("b", "first")], 1, kind="invoice_line")
    shop.build(*ORDERS)
    shop.land([copy_of_one_line("a", "second")], 2, kind="invoice_line")
    lines_first = "stg_firehose__invoice_lines+,+dim_customers"
    shop.build("--select", lines_first)  # purchases lag behind
    ordered = "select customer_id from marts.fct_orders"
    assert [row["customer_id"] for row in shop.query(ordered)] == ["first"]
    shop.build(*ORDERS)
    assert [row["customer_id"] for row in shop.query(ordered)] == ["second"]
    shop.assert_same_as_one_refresh(*ORDERS)


def copy_of_one_line(key, customer):
    fields = {
        "line_id": "l1",
        "invoice_no": "1",
        "stock_code": "mug",
        "customer_id": customer,
        "quantity": "1",
        "unit_price": "5.00",
        "invoice_date": "2026-01-05 10:00:00",
    }
    return Record(key, key, 1, None, fields)


def copy_of_one_event(key, user="u", time="2026-01-05 10:00:00", **others):
    fields = {
        "event_id": "e1",
        "event_time": time,
        "event_type": "view",
        "product_id": "p",
        "user_id": user,
    }
    return Record(key, key, 1, None, fields | others)
