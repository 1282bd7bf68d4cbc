"""Marts of brands equal an oracle in plain Python, built in slices and at once."""

import random
from dataclasses import asdict
from decimal import Decimal

import pytest
from histories import many_histories
from oracle.brand_histories import random_brand_history
from oracle.brand_scores import Thresholds, backtest_rows, opportunity_rows
from oracle.brands import Humans, performance_rows
from oracle.events import Settings, stage
from oracle.sessions import build_sessions
from shop import objects_of
from test_oracle_equals_marts import same

MARTS = ("performance", "opportunity", "opportunity_backtest")


@pytest.mark.parametrize(
    ("source", "zone", "told"),
    [
        pytest.param(
            "hybrid",
            "America/New_York",
            Thresholds(window_days=30, min_viewers=5),
            id="hybrid sessions in New York",
        ),
        pytest.param(
            "given",
            "Asia/Kolkata",
            Thresholds(window_days=28, min_viewers=10, bound_z=1.0),
            id="given sessions in Kolkata",
        ),
        pytest.param(
            "derived",
            "Europe/Berlin",
            Thresholds(window_days=25, min_viewers=3, prior_min_brands=5),
            id="derived sessions in Berlin",
        ),
    ],
)
def test_marts_of_brands_equal_the_oracle(shop, source, zone, told):
    records = many_histories(range(60), random_brand_history)
    settings = Settings(session_source=source, shop_timezone=zone)
    variables = {"session_source": source, "shop_timezone": zone} | {
        f"brand_{name}": value for name, value in asdict(told).items()
    }
    build = ("--select", "+path:models/marts/brands")
    events = stage(records, settings).events
    humans = Humans.of(build_sessions(events, settings), events, settings)
    assert len(humans.sessions) < len(build_sessions(events, settings)), "no bot"
    opportunity = opportunity_rows(humans, told)
    backtest = backtest_rows(humans, told)
    reach_every_case(opportunity, backtest, told)
    wanted = {
        "performance": (performance_rows(humans), ("week_start_date", "brand")),
        "opportunity": (decimals(opportunity), ("category", "brand")),
        "opportunity_backtest": (backtest, ("cut_off_date", "brand_group")),
    }

    objects = objects_of(records)
    random.Random(source).shuffle(objects)
    third = len(objects) // 3 + 1
    for number in range(3):
        part = objects[number * third : (number + 1) * third]
        shop.land([one for found in part for one in found], number + 1)
        shop.build(*build, variables=variables)
    relations = [
        *(f"marts.rpt_brand_{mart}" for mart in MARTS),
        "intermediate.int_events_counted_to_visitor_brands",
        "intermediate.int_brands_counted_to_windows",
    ]
    for mart, (rows, key) in wanted.items():
        same(shop.query(f"select * from marts.rpt_brand_{mart}"), rows, by=key)
    by_increments = shop.snapshot(relations)
    shop.build("--full-refresh", *build, variables=variables)
    at_once = shop.snapshot(relations)
    for name in relations:
        assert by_increments[name] == at_once[name], name


def reach_every_case(opportunity, backtest, told):
    """The histories hold what the definitions tell apart."""
    for verdict in ("needs_marketing", "fix_offer_first", "not_enough_data"):
        assert any(row[verdict] for row in opportunity), verdict
    weights = {
        round(row["prior_alpha"] + row["prior_beta"], 6) == told.fallback_prior_viewers
        for row in opportunity
    }
    assert weights == {True, False}
    groups = {row["brand_group"] for row in backtest}
    assert groups == {"needs_marketing", "index_from_1", "index_below_1"}


def decimals(rows):
    """Rounded rates as doubles, which the comparison allows their last place."""
    money = ("revenue_amount", "expected_extra_revenue_amount")
    return [
        {
            name: float(value)
            if isinstance(value, Decimal) and name not in money
            else value
            for name, value in row.items()
        }
        for row in rows
    ]
