"""A first build stores the rows of a date together, as an hour needs to find them."""

import re

import pytest
from histories import many_histories
from oracle.invoice_histories import random_invoice_history
from shop import PROJECT

STORED = {
    path.stem: found[1]
    for path in sorted(PROJECT.glob("models/**/*.sql"))
    if (found := re.search(r"stored_by_date\('\w+\.(\w+)'\)", path.read_text("utf-8")))
}


@pytest.fixture(scope="module")
def built(made_shop):
    """A shop of many dates, made at once."""
    made_shop.empty()
    made_shop.land(many_histories(range(12)))
    invoices = many_histories(range(12), random_invoice_history, "i")
    made_shop.land(invoices, 2, kind="invoice_line")
    made_shop.build()
    return made_shop


def test_some_relations_are_stored_by_date():
    assert {"int_events_sessionized_to_days", "fct_sessions"} <= set(STORED)


@pytest.mark.parametrize(("model", "date"), STORED.items())
def test_dates_only_rise_in_the_order_of_storage(built, model, date):
    schema = "intermediate" if model.startswith("int_") else "marts"
    dates = [
        row["date"]
        for row in built.query(
            f"select {date} as date from {schema}.{model} order by rowid"
        )
    ]
    assert len(set(dates)) > 5
    assert dates == sorted(dates)
