"""Brands at the edge: no event, one viewer, days that others end."""

from datetime import date, datetime

from oracle.events import Record
from test_small_landings import ONE

MARTS = (
    "rpt_brand_performance",
    "rpt_brand_opportunity",
    "rpt_brand_opportunity_backtest",
)
BRANDS = ("--select", "+path:models/marts/brands")


def rows_of(shop):
    return {mart: shop.query(f"select * from marts.{mart}") for mart in MARTS}


def build(shop, **variables):
    shop.build(*BRANDS, variables=variables)


def event(event_id: str, at: datetime, key: str = "", **fields: str | None) -> Record:
    """An event of an object of its own, delivered when it happened."""
    key = key or event_id
    values = {"event_id": event_id, "event_time": str(at), **fields}
    return ONE._replace(
        object_key=key, object_hash=key, delivered_at=at, fields=ONE.fields | values
    )


def test_nothing_landed_is_no_brand(shop):
    build(shop)
    assert rows_of(shop) == {mart: [] for mart in MARTS}


def test_one_view_without_a_brand_is_a_week_of_one_viewer(shop):
    shop.land([ONE])
    build(shop)
    rows = rows_of(shop)
    [week] = rows["rpt_brand_performance"]
    assert (week["week_start_date"], week["brand"]) == (date(2026, 1, 5), "unbranded")
    assert (week["viewer_count"], week["view_to_purchase_rate"]) == (1, 0)
    assert (week["view_share"], week["revenue_share"]) == (1, None)
    assert week["is_complete"] is False
    # the only day is not over, so that no window holds it
    assert rows["rpt_brand_opportunity"] == []
    assert rows["rpt_brand_opportunity_backtest"] == []


def test_a_day_that_others_end_is_judged(shop):
    shop.land([event("e1", datetime(2026, 1, 10, 23, 59), brand="acme")], 1)
    build(shop)
    shop.land([event("e2", datetime(2026, 1, 12), user_id="u2", brand="zeta")], 2)
    build(shop)
    [acme] = rows_of(shop)["rpt_brand_opportunity"]
    assert (acme["brand"], acme["category"]) == ("acme", "unknown")
    assert (acme["viewer_count"], acme["cvr"], acme["category_cvr"]) == (1, 0, 0)
    assert acme["conversion_index"] is None
    assert acme["not_enough_data"]
    assert (acme["first_date"], acme["last_date"]) == (
        date(2025, 10, 14),
        date(2026, 1, 11),
    )
    weeks = {
        (row["brand"], row["is_complete"])
        for row in rows_of(shop)["rpt_brand_performance"]
    }
    assert weeks == {("acme", True), ("zeta", False)}

    # a copy with a smaller key wins: the latest event was not so late after all
    shop.land(
        [event("e2", datetime(2026, 1, 11), key="d2", user_id="u2", brand="zeta")], 3
    )
    build(shop)
    [acme] = rows_of(shop)["rpt_brand_opportunity"]
    assert acme["last_date"] == date(2026, 1, 10)
    performance = rows_of(shop)["rpt_brand_performance"]
    assert {row["is_complete"] for row in performance} == {False}

    # and the brand itself was another
    shop.land([event("e1", datetime(2026, 1, 10, 9), key="d1", brand="other")], 4)
    shop.assert_same_as_one_refresh(*BRANDS)
    [other] = rows_of(shop)["rpt_brand_opportunity"]
    assert other["brand"] == "other"


def test_a_visitor_who_becomes_a_bot_leaves_the_weeks_of_the_whole_session(shop):
    sunday = datetime(2026, 1, 11, 23, 50)
    shop.land([event("e1", sunday, brand="acme")], 1)
    shop.land(
        [event("e0", datetime(2026, 1, 5), user_id="u2", user_session="s2", brand="x")],
        1,
    )
    build(shop)
    assert {row["brand"] for row in rows_of(shop)["rpt_brand_performance"]} == {
        "acme",
        "x",
    }
    robot = event(
        "e2", datetime(2026, 1, 12, 0, 5), brand="acme", user_agent="Googlebot/2.1"
    )
    shop.land([robot], 2)
    shop.assert_same_as_one_refresh(*BRANDS)
    assert [row["brand"] for row in rows_of(shop)["rpt_brand_performance"]] == ["x"]
