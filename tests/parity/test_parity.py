"""The same objects on both ways: every relation of both warehouses is the same."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from both_ways import BothWays, connect, source
from comparison import Comparison, Tables
from feeds import all_feeds, deliver
from standin import StandIn
from warehouse_tables import RedshiftTables, RememberedTables, remember

pytestmark = pytest.mark.slow

# How often a model was built, not what it holds: a full refresh forgets.
BOOKKEEPING = {"intermediate.build_marks"}
# Few events hold few weeks: without these no elasticity would be compared.
SMALL = {
    "elasticity_min_weeks": 4,
    "elasticity_min_prices": 2,
    "elasticity_min_viewers": 5,
    "elasticity_min_products": 3,
}
SCHEMAS = {"landing", "staging", "intermediate", "marts", "seeds"}


@dataclass(frozen=True)
class Story:
    """What was seen after each step.

    Attributes:
        first: Both ways after the first load and build.
        second: Both ways after late data and increments.
        refreshed: The stand-in before and after a full refresh of the same objects.
        broken: The same, after a row was changed and a relation made.
        before: The stand-in after the first build.
        after: The stand-in after the increments.
        models: Relations that the project's models and seeds are.
        recommended: By way, then channel and cart: what it recommends afterwards.
        drawn: By way: what its dashboard draws then.
    """

    first: Comparison
    second: Comparison
    refreshed: Comparison
    broken: Comparison
    before: RememberedTables
    after: RememberedTables
    models: set[str]
    recommended: dict[str, dict[tuple[str, str], Any]]
    drawn: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def story(stand_in_server: StandIn, tmp_path_factory) -> Story:
    """Load, build, load late data, build the increments, refresh."""
    folder = tmp_path_factory.mktemp("parity")
    redshift = stand_in_server.database_for_dbt()
    environment = redshift.environment()
    bucket = stand_in_server.new_bucket()
    objects = source(environment, bucket, "shop/")
    feeds = all_feeds(folder, events=3_000, histories=20)
    ways = BothWays(folder, environment)
    no_unit_tests = (
        "--exclude-resource-type",
        "unit_test",
        "--vars",
        json.dumps(SMALL),
    )
    try:
        deliver(ways, objects, {kind: feed.first for kind, feed in feeds.items()})
        ways.build(*no_unit_tests)  # test_verify_redshift.py runs those of both
        first, before = ways.compare(), remembered(environment, "before")
        deliver(ways, objects, {kind: feed.late for kind, feed in feeds.items()})
        ways.build(*no_unit_tests)
        second, after = ways.compare(), remembered(environment, "after")
        recommended = {
            way.name: {
                (channel, cart): way.footfall(
                    "recommend", "--items", cart, "--channel", channel
                )
                for channel, cart in carts(after)
            }
            for way in (ways.local, ways.prod)
        }
        drawn = {way.name: way.dashboard() for way in (ways.local, ways.prod)}
        ways.prod.build("--full-refresh", *no_unit_tests)
        refreshed = ways.compare_with(after, exempt=BOOKKEEPING)
        with connect(environment) as connection, connection.cursor() as cursor:
            cursor.execute(
                "update marts.fct_sessions set event_count = event_count + 1"
                " where user_id = 'bridged'"
            )
            cursor.execute("create table marts.fct_unknown (unknown_id varchar(32))")
        broken = ways.compare_with(after, exempt=BOOKKEEPING)
        models = set(ways.declared().models)
    finally:
        ways.close()
    seen = (recommended, drawn)
    return Story(first, second, refreshed, broken, before, after, models, *seen)


def carts(tables: Tables) -> list[tuple[str, str]]:
    """By channel: products that some are bought with, and what nobody knows."""
    columns = ["channel", "product_id"]
    known = sorted(set(tables.rows("marts.rpt_bought_together", columns)))
    of_channel: dict[str, list[str]] = {}
    for channel, product in known:
        of_channel.setdefault(str(channel), []).append(str(product))
    return [
        (channel, cart)
        for channel, products in of_channel.items()
        for cart in (",".join(products[:3]), products[-1], "nobody's, 'é'")
    ]


def remembered(environment: dict[str, str], name: str) -> RememberedTables:
    connection = connect(environment)
    try:
        return remember(RedshiftTables(connection), name)
    finally:
        connection.close()


def test_every_relation_is_equal_after_the_first_build(story):
    assert not story.first.differences, str(story.first)


def test_every_relation_is_equal_after_late_data_and_increments(story):
    assert not story.second.differences, str(story.second)


def test_both_recommend_the_same(story):
    local, prod = (story.recommended[name] for name in ("local", "prod"))
    assert local == prod
    answers = [one for found in prod.values() for one in found]
    assert {True, False} == {one["because_of"] is None for one in answers}


def test_both_draw_the_same_dashboard(story):
    local, prod = (story.drawn[name] for name in ("local", "prod"))
    for of in (local, prod):
        del of["freshness"]["landed_at"]  # two loads, each at its moment
    assert local.keys() == prod.keys()
    for name, columns in local.items():
        assert columns == prod[name], name
    filled = [name for name, columns in local.items() if any_value(columns)]
    assert len(filled) >= len(local) - 2


def any_value(columns: dict[str, Any]) -> bool:
    return any(column["values"] for column in columns.values())


def test_increments_equal_one_full_refresh(story):
    assert not story.refreshed.differences, str(story.refreshed)


def test_a_changed_row_and_a_new_relation_are_found_and_told(story):
    found = {one.relation: one for one in story.broken.differences}
    assert set(found) == {"marts.fct_sessions", "marts.fct_unknown"}
    assert found["marts.fct_unknown"].what == "only in redshift"
    row = found["marts.fct_sessions"]
    assert row.what == "a row differs in event_count"
    assert set(row.key) == {"session_id"}
    counts = {name: told["event_count"] for name, told in row.rows.items()}
    assert counts == {"after": 3, "redshift": 4}


def test_every_model_and_seed_was_compared(story):
    assert story.models, "the manifest names no model"
    assert story.models - set(story.second.row_counts) == set()
    assert {name.split(".")[0] for name in story.second.row_counts} == SCHEMAS


def test_no_relation_was_compared_empty(story):
    empty = {name for name, rows in story.second.row_counts.items() if rows == 0}
    # The clock of UTC never changes; unit tests split the dates of other zones.
    assert empty <= {
        "intermediate.int_dates_split_to_hours",
        "seeds.currency_rates",
    }


def test_elasticities_were_estimated(story):
    rows = story.after.rows("marts.rpt_price_elasticity", ["scope", "elasticity"])
    assert {scope for scope, slope in rows if slope is not None} == {"product", "all"}


@pytest.mark.parametrize(
    ("relation", "column"),
    [
        ("marts.fct_sessions", "session_id"),
        ("marts.fct_sessions", "user_id"),
        ("marts.rpt_funnel_daily", "session_date"),
    ],
)
def test_late_data_made_units_vanish(story, relation, column):
    def units(tables: Tables) -> set[object]:
        return {row[0] for row in tables.rows(relation, [column])}

    assert units(story.before) - units(story.after)
    assert units(story.after) - units(story.before)


def test_late_data_joined_two_sessions(story):
    def sessions(tables: Tables) -> list[object]:
        rows = tables.rows("marts.fct_sessions", ["user_id", "event_count"])
        return sorted(count for user, count in rows if user == "bridged")

    assert sessions(story.before) == [1, 1]
    assert sessions(story.after) == [3]
