"""Elasticities equal least squares of numpy with dummies, and find a planted law."""

import random
from dataclasses import asdict
from datetime import datetime, timedelta

import numpy as np
import pytest
from histories import many_histories, many_robots
from oracle.bots import bot_sessions
from oracle.calendar import watermark_date
from oracle.elasticity import Limits, elasticity_rows, logs, usable, week_rows
from oracle.events import Record, Settings, stage
from oracle.price_histories import random_price_history
from oracle.sessions import build_sessions
from oracle.visitors import events_of_bots
from shop import objects_of
from test_oracle_equals_marts import same

BUILD = ("--select", "+rpt_price_elasticity")
WEEKS = "intermediate.int_products_counted_to_weeks"
MART = "marts.rpt_price_elasticity"
SLICES = 3
LAW = -1.5


@pytest.mark.parametrize(
    ("histories", "source", "zone", "limits"),
    [
        pytest.param(
            12,
            "hybrid",
            "America/New_York",
            Limits(min_weeks=4, min_viewers=15, min_products=3),
            id="most of a year in New York",
        ),
        pytest.param(
            25,
            "given",
            "Asia/Kolkata",
            Limits(window_weeks=9, min_weeks=5, min_viewers=20, min_products=4),
            id="nine weeks in Kolkata",
        ),
        pytest.param(
            4,
            "derived",
            "Europe/Berlin",
            Limits(min_weeks=2, min_prices=2, min_viewers=3, min_products=3),
            id="gaps in Berlin",
        ),
        pytest.param(
            12, "hybrid", "UTC", Limits(min_viewers=200), id="too few products"
        ),
    ],
)
def test_elasticities_equal_numpy(shop, histories, source, zone, limits):
    made = range(700, 700 + histories)
    # an open week, with what it may not touch
    records = until(
        many_histories(made, random_price_history) + many_robots(range(8)),
        datetime(2026, 5, 14, 12),
    )
    settings = Settings(session_source=source, shop_timezone=zone)
    variables = {"session_source": source, "shop_timezone": zone} | {
        f"elasticity_{name}": value for name, value in asdict(limits).items()
    }
    events = stage(records, settings).events
    sessions = build_sessions(events, settings)
    bots = events_of_bots(sessions, bot_sessions(sessions, events, settings))
    today = watermark_date(events, settings)
    weeks = week_rows(events, bots, settings, today)
    wanted = elasticity_rows(weeks, limits, today)
    reach_every_case(weeks, wanted, limits)

    objects = objects_of(records)
    random.Random(source).shuffle(objects)
    for number in range(SLICES):
        part = objects[number::SLICES]
        shop.land([one for found in part for one in found], number + 1)
        shop.build(*BUILD, variables=variables)
    same(
        shop.query(f"select * from {WEEKS}"),
        weeks,
        by=("week_start_date", "product_id"),
    )
    equal(shop.query(f"select * from {MART}"), wanted)
    by_increments = shop.snapshot([WEEKS, MART])
    shop.build("--full-refresh", *BUILD, variables=variables)
    assert by_increments == shop.snapshot([WEEKS, MART])


def until(records, moment):
    """Records of objects that were delivered by then."""
    return [
        record
        for record in records
        if record.delivered_at is None or record.delivered_at <= moment
    ]


def reach_every_case(weeks, wanted, limits):
    """The histories hold what the definitions tell apart."""
    assert any(row["median_price"] is None for row in weeks)
    assert any(row["buyer_count"] == 0 for row in weeks)
    statuses = {row["status"] for row in wanted}
    if limits.min_weeks < 8:
        assert statuses == {"estimated", "insufficient_variation"}
    else:
        assert statuses == {"insufficient_variation"}


def equal(found, wanted):
    """Estimates to 1e-7; bounds as near as the quantile's expansion comes."""
    rows = {row["product_id"]: row for row in found}
    assert len(rows) == len(found)
    assert rows.keys() == {row["product_id"] for row in wanted}
    for row in wanted:
        got = rows[row["product_id"]]
        for name, value in row.items():
            if name in ("elasticity_lower", "elasticity_upper") and value is not None:
                near = abs(value - row["elasticity"]) * 0.01
                assert got[name] == pytest.approx(value, abs=near), (row, name)
            elif isinstance(value, float):
                assert got[name] == pytest.approx(value, rel=1e-7, abs=1e-7), (
                    row,
                    name,
                )
            else:
                assert got[name] == value, (row, name)


def test_weeks_end_and_open_again_with_the_watermark(shop):
    shop.land(many_histories(range(700, 704), random_price_history))
    weeks = f"select distinct week_start_date from {WEEKS} order by 1"
    told = {}
    for moment in ("2026-04-20", "2026-04-19 23:59", "2026-03-30", "2026-05-11"):
        now = {"data_watermark": moment, "elasticity_min_weeks": 2}
        shop.build(*BUILD, variables=now)
        [*_, last] = shop.query(weeks)
        told[moment] = str(last["week_start_date"])
        by_increments = shop.snapshot([WEEKS, MART])
        shop.build("--full-refresh", *BUILD, variables=now)
        assert by_increments == shop.snapshot([WEEKS, MART]), moment
    assert told == {
        "2026-04-20": "2026-04-13",
        "2026-04-19 23:59": "2026-04-06",
        "2026-03-30": "2026-03-23",
        "2026-05-11": "2026-05-04",
    }


def test_a_planted_law_is_found_where_a_pooled_line_has_the_wrong_sign(shop):
    shop.land(shop_with_a_law(random.Random(8)))
    shop.build(*BUILD, variables={"elasticity_min_weeks": 8})
    [found] = shop.query(f"select * from {MART} where scope = 'all'")
    assert found["product_count"] == 15
    assert found["elasticity_lower"] < LAW < found["elasticity_upper"]
    assert found["elasticity_upper"] < -1
    assert found["standard_error"] < 0.25

    weeks = [row for row in shop.query(f"select * from {WEEKS}") if usable(row)]
    price, rate = np.array([logs(row) for row in weeks]).T
    pooled, _ = np.polyfit(price, rate, 1)
    assert pooled > 0.3, "dear products sell more often, but not because they are dear"
    # nor is it enough to compare each product with itself: sales are in strong weeks
    owner = [row["product_id"] for row in weeks]
    within, _ = np.polyfit(less_means(price, owner), less_means(rate, owner), 1)
    assert abs(found["elasticity"] - LAW) < abs(within - LAW) - 0.3


def less_means(values, owners):
    places = np.unique(owners, return_inverse=True)[1]
    return values - (np.bincount(places, values) / np.bincount(places))[places]


def shop_with_a_law(rng: random.Random) -> list[Record]:
    """Viewers of 15 products in 10 weeks, and who of them buys.

    In weeks when everybody buys more, more products cost less.
    """
    monday = datetime(2026, 2, 2, 10)
    strong = {week: rng.gauss(0, 0.4) for week in range(10)}
    told = []
    for product in range(15):
        usual = 500 * 1.25**product
        for week, shock in strong.items():
            is_sale = rng.random() < (0.8 if shock > 0 else 0.2)
            price = usual * (0.75 if is_sale else 1) * rng.uniform(0.9, 1.1)
            rate = 0.05 * (usual / 500) ** 0.6 * np.exp(shock)
            share = min(0.9, rate * (price / usual) ** LAW)
            for number in range(200):
                at = monday + timedelta(weeks=week, minutes=number)
                who = f"{product}-{week}-{number}"
                told.append((at, who, "view", product, price))
                if rng.random() < share:
                    told.append((at, who, "purchase", product, price))
    told.append((monday + timedelta(weeks=10), "last", "view", 0, 500))
    return [
        Record(
            "o",
            "o",
            number,
            None,
            {
                "event_id": f"e{number}",
                "event_time": f"{at:%Y-%m-%d %H:%M:%S}",
                "event_type": kind,
                "product_id": f"p{product}",
                "user_id": who,
                "price": f"{price / 100:.2f}",
            },
        )
        for number, (at, who, kind, product, price) in enumerate(told)
    ]
