"""From purchases that landed to what is expected of customers, and what is refused."""

import json
import random
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from fixtures import cdnow
from shop import Shop

from loaders.cli import main
from loaders.warehouse.duckdb import DuckDBWarehouse
from scoring.history import read_history
from scoring.purchases import fit_purchases

# The day after the last one that is published, so that the last one is complete.
OVER = {"data_watermark": str(cdnow.ENDS_ON + timedelta(days=1)) + " 00:00:00"}
HORIZON = (cdnow.ENDS_ON - cdnow.CALIBRATED_UNTIL).days


def built(shop: Shop, purchases: pd.DataFrame, variables: dict[str, object]) -> Shop:
    shop.land(cdnow.invoice_lines(purchases), kind="invoice_line")
    shop.build("--select", "+dim_customer_value", variables=variables)
    return shop


@pytest.fixture
def score(monkeypatch):
    def run(shop: Shop, *arguments: str):
        monkeypatch.setenv("FOOTFALL_DUCKDB_PATH", str(shop.path))
        return CliRunner().invoke(main, ["score", "customers", *arguments])

    return run


def test_customers_of_a_published_shop(shop, score):
    built(shop, cdnow.purchases(), OVER)
    value = "select * from marts.dim_customer_value order by customer_id"
    before = pd.DataFrame(shop.query(value))
    assert before["expected_amount"].isna().all()
    assert before["model_id"].isna().all()
    same_as_pandas(before)

    warehouse = DuckDBWarehouse(shop.path)
    history = read_history(warehouse, "invoice", cdnow.CALIBRATED_UNTIL, cdnow.ENDS_ON)
    warehouse.close()
    model = fit_purchases(history.repeats, history.active, history.tenure)
    assert round(model.log_likelihood, 4) == -9582.4292

    done = score(shop, "--horizon-days", str(HORIZON), "--json")
    assert done.exit_code == 0, done.output
    scores = json.loads(done.output)
    assert (scores["customers"], scores["as_of_date"]) == (2357, str(cdnow.ENDS_ON))
    assert scores["level"] == pytest.approx(1, abs=0.2)
    assert scores["amount_level"] == pytest.approx(1, abs=0.2)
    assert scores["naive_level"] > 1.5
    assert scores["error"] < scores["naive_error"]

    shop.build("--select", "stg_scoring__customer_models+", variables=OVER)
    after = pd.DataFrame(shop.query(value))
    assert set(after["model_id"]) == {scores["model_id"]}
    assert after["holdout_level"][0] == scores["level"]
    assert after["expected_amount"].notna().all()
    as_python_says(shop, after)

    again = score(shop, "--horizon-days", str(HORIZON), "--json")
    assert json.loads(again.output) == scores
    landed = shop.query("select count(*) as rows from landing.customer_predictions")
    assert landed == [{"rows": 2357}]


def same_as_pandas(rows: pd.DataFrame) -> None:
    """What models are fitted to, computed from the file."""
    told = cdnow.customers_of(cdnow.ENDS_ON).sort_index()
    assert rows["customer_id"].tolist() == told.index.tolist()
    assert (rows["repeat_day_count"].to_numpy() == told["repeats"].to_numpy()).all()
    assert np.allclose(rows["active_days"] / 7, told["active"], atol=1e-12)
    assert np.allclose(rows["tenure_days"] / 7, told["tenure"], atol=1e-12)
    amounts = rows["average_repeat_day_amount"].astype(float).fillna(0)
    assert np.allclose(amounts, told["mean_amount"], atol=1e-4)
    paid = cdnow.purchases().groupby("customer")["amount"].sum().sort_index()
    assert np.allclose(rows["gross_amount"].astype(float), paid, atol=1e-9)


def as_python_says(shop: Shop, rows: pd.DataFrame) -> None:
    """SQL's closed forms and the landed predictions, against the fit itself."""
    warehouse = DuckDBWarehouse(shop.path)
    now = read_history(warehouse, "invoice", cdnow.ENDS_ON, cdnow.ENDS_ON)
    warehouse.close()
    model = fit_purchases(now.repeats, now.active, now.tenure)
    expected = model.expected(now.repeats, now.active, now.tenure, HORIZON / 7)
    assert np.allclose(rows["expected_order_days"], expected, atol=1e-8)
    alive = model.alive(now.repeats, now.active, now.tenure)
    repeating = now.repeats > 0
    assert np.allclose(
        rows["alive_probability"][repeating], alive[repeating], atol=1e-8
    )
    assert rows["alive_probability"][~repeating].isna().all()
    amount = rows["expected_order_days"] * rows["expected_day_amount"].astype(float)
    assert np.allclose(rows["expected_amount"].astype(float), amount, atol=1e-3)


def by_rhythm(seed: int, breaks: tuple[date, date] | None = None) -> pd.DataFrame:
    """Customers who never leave, but for a break that all of them take."""
    rng = random.Random(seed)
    rows = []
    for number in range(300):
        day = date(2025, 1, 1) + timedelta(days=rng.randrange(60))
        while day < date(2026, 1, 1):
            if not breaks or not breaks[0] <= day < breaks[1]:
                rows.append((f"c{number}", pd.Timestamp(day), rng.randrange(5, 50)))
            day += timedelta(days=max(1, round(rng.gauss(20, 1))))
    return pd.DataFrame(rows, columns=["customer", "date", "amount"])


def test_customers_like_clockwork_have_an_expectation(shop, score):
    """Hardly anybody leaves: parameters at their bounds."""
    built(shop, by_rhythm(1), {})
    done = score(shop, "--horizon-days", "60", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["level"] == pytest.approx(1, abs=0.1)


def test_a_model_that_is_worse_than_everybodys_own_pace_is_refused(shop, score):
    """After a break of months all seem gone; at their own pace they come back."""
    built(shop, by_rhythm(2, (date(2025, 5, 1), date(2025, 11, 5))), {})
    done = score(shop, "--horizon-days", "60")
    assert done.exit_code == 1, done.output
    assert "worse than the naive rule" in done.output
    assert "hint: " in done.output
    landed = "select count(*) as rows from landing.customer_{}"
    assert shop.query(landed.format("models")) == [{"rows": 0}]
    assert shop.query(landed.format("predictions")) == [{"rows": 0}]
