"""Data quality per day, and the load ledger, equal an oracle in plain Python."""

import pytest
from histories import many_histories
from oracle.carts import build_ledger
from oracle.events import Settings, stage
from oracle.quality import quality_rows
from oracle.sessions import build_sessions
from shop import LANDED_AT, objects_of
from test_oracle_equals_marts import same
from test_small_landings import ONE

KEY = ("quality_date", "measure", "detail")
# Reasons are told by tests of their own: here it is their sum.
WITHOUT_REASONS = """
    select
        quality_date,
        measure,
        case when measure = 'quarantined' then 'all' else detail end as detail,
        sum(record_count) as record_count,
        max(denominator_count) as denominator_count,
        round(sum(record_count) / max(denominator_count), 9) as record_share
    from marts.ops_data_quality_daily
    group by all
"""


@pytest.mark.parametrize(
    ("source", "zone"),
    [
        pytest.param("hybrid", "Europe/Berlin", id="hybrid sessions in Berlin"),
        pytest.param("given", "Asia/Kolkata", id="given sessions in Kolkata"),
    ],
)
def test_quality_equals_the_oracle(shop, source, zone):
    records = many_histories(range(900, 930))
    settings = Settings(session_source=source, shop_timezone=zone)
    staged = stage(records, settings)
    sessions = build_sessions(staged.events, settings)
    lines = build_ledger(staged.events, sessions)
    wanted = quality_rows(records, staged, sessions, lines, LANDED_AT, settings)
    counted = {(row["measure"], row["detail"]) for row in wanted if row["record_count"]}
    assert counted >= {
        *(("delivered", "all"), ("quarantined", "all"), ("repeats", "all")),
        *(("conflicts", "all"), ("delay", "up to 1 hour"), ("delay", "1 to 7 days")),
        *(("delay", "unknown"), ("unknown", "brand"), ("orphans", "purchase")),
        ("reopened_sessions", "all"),
    }

    shop.land(records)
    build_quality(shop, {"session_source": source, "shop_timezone": zone})

    same(shop.query(WITHOUT_REASONS), wanted, by=KEY)
    objects = shop.query("select * from marts.ops_load_ledger")
    assert len(objects) == len(objects_of(records))
    assert sum(row["record_count"] for row in objects) == len(records)


def build_quality(shop, variables=None):
    """What data quality is made of, and the sums that it must agree with."""
    marts = ("ops_data_quality_daily", "ops_load_ledger", "ops_reconciliation")
    shop.build(
        "--select",
        *(f"+{mart}" for mart in marts),
        variables=variables,
    )


def test_nothing_landed_has_no_quality(shop):
    build_quality(shop)
    assert shop.query("select * from marts.ops_data_quality_daily") == []
    assert shop.query("select * from marts.ops_load_ledger") == []


def test_one_event_is_out_of_one(shop):
    shop.land([ONE])
    build_quality(shop)
    rows = shop.query("select * from marts.ops_data_quality_daily")
    assert {row["denominator_count"] for row in rows} == {1}
    shares = {(row["measure"], row["detail"]): row["record_share"] for row in rows}
    assert (shares["delay", "up to 1 hour"], shares["delay", "unknown"]) == (1, 0)
    assert (shares["unknown", "price"], shares["unknown", "user_session"]) == (1, 0)
    assert shares["reopened_sessions", "all"] == 0
    assert not {"orphans", "quarantined"} & {row["measure"] for row in rows}


def test_a_session_reopens_only_when_the_late_event_comes(shop):
    late = ONE._replace(
        object_key="2026/01/06/07/shop-1-2026-01-06-07-10-00-0b",
        object_hash="0b",
        delivered_at=ONE.delivered_at.replace(day=6),
        fields=ONE.fields | {"event_id": "e2", "event_time": "2026-01-05 07:10:00"},
    )
    reopened = (
        "select record_count, denominator_count from marts.ops_data_quality_daily"
        " where measure = 'reopened_sessions'"
    )
    shop.land([ONE], 1)
    build_quality(shop)
    assert shop.query(reopened) == [{"record_count": 0, "denominator_count": 1}]
    shop.land([late], 2)
    build_quality(shop)
    assert shop.query(reopened) == [{"record_count": 1, "denominator_count": 1}]
