"""Metrics are the figures of their marts, whoever computes them."""

import re

import pytest
from spoken import dax, quicksight, tableau

from bi.powerbi.dax import expression_of as dax_of
from bi.quicksight.expressions import expression_of as quicksight_of
from bi.tableau.formulas import formula_of

# What a mart publishes by date, and the metric that must equal it on each.
PUBLISHED = {
    "view_to_cart_rate": "view_to_cart_rate",
    "cart_to_purchase_rate": "cart_to_purchase_rate",
    "view_to_purchase_rate": "view_to_purchase_rate",
    "abandonment_rate": "abandonment_rate",
    "recovery_rate": "recovery_rate",
}
# The same figure on another way: from the facts below the mart, or from its sums.
ANOTHER_WAY = {
    "sessions": "select count(*) from marts.fct_sessions where not is_bot"
    " and not is_overlong",
    "viewing_sessions": "select count(*) from marts.fct_sessions where not is_bot"
    " and not is_overlong and view_count > 0",
    "buying_sessions": "select count(*) from marts.fct_sessions where not is_bot"
    " and not is_overlong and purchase_count > 0",
    "carts": "select count(*) from marts.fct_carts where not is_bot",
    "revenue": "select sum(net_amount) from marts.fct_order_lines",
    "gross_revenue": "select sum(gross_amount) from marts.fct_order_lines",
    "orders": "select count(*) filter (is_purchase) from marts.fct_orders",
    "average_order_value": "select sum(gross_amount)::double"
    " / count(*) filter (is_purchase) from marts.fct_orders",
    "daily_visits": "select count(*) from marts.fct_visitor_days where not is_bot",
    "dates_with_visitors": "select count(distinct visitor_date)"
    " from marts.rpt_unique_visitors where grain = 'day'",
    "new_visitors": "select count(*) from marts.fct_visitor_days"
    " where not is_bot and is_new_visitor",
    "delivered_records": "select sum(landed_count + rejected_count)"
    " from marts.ops_load_ledger where kind = 'event'",
    "rejected_records": "select sum(rejected_count)"
    " from marts.ops_load_ledger where kind = 'event'",
    "kept_events": "select count(*) from marts.fct_events",
}


def equal(one, other):
    """Exact but for quotients."""
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-12)
    return one == other


@pytest.fixture(params=["tableau", "dax", "quicksight"])
def spoken(request):
    """A metric in a tool's language, said in SQL."""
    return {
        "tableau": lambda one: tableau(formula_of(one), one.numerator.mart),
        "dax": lambda one: dax(dax_of(one)),
        "quicksight": lambda one: quicksight(quicksight_of(one), one.numerator.mart),
    }[request.param]


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_rate_is_that_of_its_mart_on_every_date(name, built, artifacts):
    metric = artifacts.metrics[name]
    above, below = metric.numerator, metric.denominator
    assert above.filters == below.filters
    where = " and ".join(f"{column} = '{value}'" for column, value in above.filters)
    quotient = f"cast({above.sql} as double) / nullif({below.sql}, 0)"
    rows = built.query(
        f"select {quotient}, any_value({PUBLISHED[name]}) from marts.{above.mart}"
        f" where {where} group by {above.date_column}"
    )
    assert sum(own is not None for _, own in rows) >= 5
    for summed, own in rows:
        # marts round their quotients to nine places
        assert (summed is None) == (own is None)
        assert summed == pytest.approx(own, abs=0.51e-9)


@pytest.mark.parametrize("name", ANOTHER_WAY)
def test_a_metric_is_the_same_on_another_way(name, built, artifacts):
    other = built.value(ANOTHER_WAY[name])
    assert other, "nothing to compare"
    assert equal(built.value(artifacts.metrics[name].sql), other)


def test_every_tool_computes_the_metric(spoken, built, artifacts):
    figures = set()
    for metric in artifacts.metrics.values():
        figure = built.value(metric.sql)
        assert equal(built.value(spoken(metric)), figure), metric
        figures.add(figure)
    assert len(figures) > 20, "a metric that is another one proves nothing"


def test_every_tool_names_the_sums_and_filters_of_the_metric(spoken, artifacts):
    for metric in artifacts.metrics.values():
        said = spoken(metric)
        for total in filter(None, (metric.numerator, metric.denominator)):
            for column in total.columns:
                assert re.search(rf"\b{column}\b", said), metric
            for column, value in total.filters:
                assert re.search(rf"\b{column}\"? = '{value}'", said), metric


def test_columns_that_are_added_up_together_are_never_null(built, artifacts):
    # where one is, SQL leaves the row out and DAX takes it for 0
    for metric in artifacts.metrics.values():
        total = metric.numerator
        if len(total.columns) > 1:
            nulls = " or ".join(f"{column} is null" for column in total.columns)
            rows = f"select count(*) from marts.{total.mart} where {nulls}"
            assert built.value(rows) == 0
