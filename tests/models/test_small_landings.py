"""Landings at the edge: none, empty, one event, records at every rule's edge."""

from datetime import date, datetime, timedelta

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
    "fct_visitor_days",
    "dim_users",
    "dim_dates",
    "dim_product_versions",
    "dim_products",
)
BOT_MARTS = ("fct_bot_flags", "rpt_bot_impact", "rpt_traffic_anomalies")
REPORTS = ("rpt_unique_visitors", "rpt_top_categories_hourly")


def test_a_warehouse_without_landing_says_what_to_run(shop):
    shop.path.unlink()
    done, printed = shop.dbt("build")
    assert not done
    assert "run footfall load first" in printed


def test_empty_landing_tables_build_to_empty_marts(shop):
    shop.build(data_tests=True)
    for mart in (
        *MARTS,
        *BOT_MARTS,
        "rpt_unique_visitors",
        "rpt_top_categories_hourly",
    ):
        assert shop.query(f"select * from marts.{mart}") == [], mart
    for dimension, key in (
        ("dim_categories", "category_code"),
        ("dim_brands", "brand"),
    ):
        rows = shop.query(f"select * from marts.{dimension}")
        assert [(row[key], row["event_count"]) for row in rows] == [("unknown", 0)]
    sums = shop.query("select * from marts.ops_reconciliation")
    assert [set(row.values()) for row in sums] == [{0}]


def test_one_event_means_something_in_every_mart(shop):
    shop.land([ONE])
    shop.build(data_tests=True)
    counts = {mart: shop.query(f"select * from marts.{mart}") for mart in MARTS}
    assert {mart: len(rows) for mart, rows in counts.items()} == dict.fromkeys(MARTS, 1)
    session = counts["fct_sessions"][0]
    assert session["is_bounce"]
    assert session["is_new_visitor"]
    assert session["session_number"] == 1
    visitors = shop.query("select * from marts.rpt_unique_visitors")
    assert {row["grain"]: row["visitors"] for row in visitors} == {
        "day": 1,
        "week": 1,
        "month": 1,
    }
    assert not any(row["is_complete"] for row in visitors)
    tops = shop.query("select * from marts.rpt_top_categories_hourly")
    assert [(row["period"], row["category"], row["hour"]) for row in tops] == [
        ("all_time", "unknown", 7)
    ]
    assert shop.query("select * from marts.fct_bot_flags") == []
    assert shop.query("select * from marts.rpt_traffic_anomalies") == []
    impact = {
        row["headline"]: (row["value_with_bots"], row["value_without_bots"])
        for row in shop.query("select * from marts.rpt_bot_impact")
    }
    assert impact["sessions"] == impact["bounce_rate"] == (1, 1)
    assert impact["cart_to_purchase_rate"] == (None, None)


def test_a_date_far_away_builds_every_date_between(shop):
    far = ONE._replace(
        object_key="backfill/part-1",
        delivered_at=None,
        fields={
            **ONE.fields,
            "event_id": "e2",
            "event_time": "2199-12-31 23:59:59.999999",
            "category_code": "a.b.c.d.e.f",
        },
    )
    shop.land([ONE, far])
    shop.build(
        *("--select", "+dim_dates", "+rpt_unique_visitors"),
        "+rpt_top_categories_hourly",
        variables={"shop_timezone": "America/New_York"},
    )
    dates = shop.query(
        "select count(*) as dates, max(calendar_date) as last from marts.dim_dates"
        " where is_complete = (calendar_date < date '2026-01-05')"
    )
    assert dates[0]["dates"] == (date(2199, 12, 31) - date(2026, 1, 5)).days + 1
    visitors = shop.query("select * from marts.rpt_unique_visitors where grain = 'day'")
    assert len(visitors) == 2
    tops = shop.query(
        "select occurrences from marts.rpt_top_categories_hourly"
        " where category = 'a.b.c.d.e.f'"
    )
    tuesdays = sum(
        (date(2026, 1, 5) + timedelta(number)).weekday() == 1
        for number in range(dates[0]["dates"])
    )
    assert [row["occurrences"] for row in tops] == [tuesdays]


def test_a_second_build_without_news_changes_no_row(shop):
    shop.land([ONE])
    shop.build()
    before = shop.snapshot([f"marts.{mart}" for mart in MARTS])
    shop.build()
    assert shop.snapshot([f"marts.{mart}" for mart in MARTS]) == before


def test_a_day_without_events_is_one_of_silence(shop):
    later = ONE._replace(
        object_key="later",
        delivered_at=None,
        fields=ONE.fields | {"event_id": "e2", "event_time": "2026-01-07 07:00:00"},
    )
    last = later._replace(
        object_key="last",
        delivered_at=datetime(2026, 1, 8, 8),
        fields=ONE.fields | {"event_id": "e3", "event_time": "2026-01-08 07:00:00"},
    )
    shop.land([ONE, later, last])
    shop.build("--select", "+rpt_traffic_anomalies")
    days = shop.query(
        "select bucket_date, event_count, is_whole"
        " from intermediate.int_traffic_filled_to_buckets where grain = 'day'"
        " order by bucket_date"
    )
    assert [(row["event_count"], row["is_whole"]) for row in days] == [
        (1, False),
        (0, True),
        (1, True),
        (1, False),
    ]
    assert shop.query("select * from marts.rpt_traffic_anomalies") == []
