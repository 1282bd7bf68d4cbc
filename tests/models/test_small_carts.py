"""Carts at the edge: no event, no cart, one addition, nothing but orphans."""

from datetime import date, datetime

from oracle.events import Record
from test_small_landings import ONE

MARTS = ("fct_cart_lines", "fct_carts", "rpt_abandoned_carts_daily")
CARTS = ("--select", *(f"+{mart}" for mart in MARTS))


def event(event_type: str) -> Record:
    return ONE._replace(fields=ONE.fields | {"event_type": event_type})


def rows_of(shop):
    return {mart: shop.query(f"select * from marts.{mart}") for mart in MARTS}


def test_nothing_landed_and_nothing_put_into_a_cart_is_no_cart(shop):
    shop.build(*CARTS)
    nothing = {mart: [] for mart in MARTS}
    assert rows_of(shop) == nothing
    assert shop.query("select * from intermediate.int_data_watermark") == [
        {"watermark_at": None}
    ]
    shop.land([event("view")])
    shop.build(*CARTS)
    assert rows_of(shop) == nothing


def test_one_addition_is_an_open_cart_of_an_immature_day(shop):
    shop.land([event("cart")])
    shop.build(*CARTS)
    rows = rows_of(shop)
    [cart] = rows["fct_carts"]
    assert (cart["status"], cart["opened_date"]) == ("open", date(2026, 1, 5))
    assert cart["opened_at"] == cart["last_activity_at"] == datetime(2026, 1, 5, 7)
    assert {row["member"] for row in rows["rpt_abandoned_carts_daily"]} == {
        "all",
        "unknown",
    }
    for day in rows["rpt_abandoned_carts_daily"]:
        assert (day["cart_count"], day["matured_count"]) == (1, 0)
        assert day["abandonment_rate"] is None


def test_a_purchase_without_a_cart_is_an_orphan_line_alone(shop):
    shop.land([event("purchase")])
    shop.build(*CARTS)
    rows = rows_of(shop)
    [line] = rows["fct_cart_lines"]
    assert (line["is_orphan"], line["cart_id"]) == (True, None)
    assert rows["fct_carts"] == rows["rpt_abandoned_carts_daily"] == []
