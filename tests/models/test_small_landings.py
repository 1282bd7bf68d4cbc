"""Landings at the edge: none, empty, one event, records at every rule's edge."""

from datetime import datetime

from oracle.events import Record

ONE = Record(
    object_key="2026/01/05/07/shop-1-2026-01-05-07-10-00-0a",
    object_hash="0a",
    record_number=1,
    delivered_at=datetime(2026, 1, 5, 7, 10),
    fields={
        "event_id": "e1",
        "event_time": "2026-01-05 07:00:00 UTC",
        "event_type": "view",
        "product_id": "p1",
        "user_id": "u1",
        "user_session": "s1",
    },
)
MARTS = (
    "fct_events",
    "fct_sessions",
    "fct_session_days",
    "fct_session_funnels",
    "rpt_funnel_daily",
)


def test_a_warehouse_without_landing_says_what_to_run(shop):
    shop.path.unlink()
    done, printed = shop.dbt("build")
    assert not done
    assert "run footfall load first" in printed


def test_empty_landing_tables_build_to_empty_marts(shop):
    shop.build()
    for mart in MARTS:
        assert shop.query(f"select * from marts.{mart}") == [], mart
    sums = shop.query("select * from marts.ops_reconciliation")
    assert [set(row.values()) for row in sums] == [{0}]


def test_one_event_means_something_in_every_mart(shop):
    shop.land([ONE])
    shop.build()
    counts = {mart: shop.query(f"select * from marts.{mart}") for mart in MARTS}
    assert {mart: len(rows) for mart, rows in counts.items()} == dict.fromkeys(MARTS, 1)
    session = counts["fct_sessions"][0]
    assert session["is_bounce"]
    assert session["is_new_visitor"]
    assert session["session_number"] == 1
    day = counts["rpt_funnel_daily"][0]
    assert (day["sessions_viewed"], day["view_to_cart_rate"]) == (1, 0.0)
    assert day["cart_to_purchase_rate"] is None


def test_a_second_build_without_news_changes_no_row(shop):
    shop.land([ONE])
    shop.build()
    before = shop.snapshot([f"marts.{mart}" for mart in MARTS])
    shop.build()
    assert shop.snapshot([f"marts.{mart}" for mart in MARTS]) == before
