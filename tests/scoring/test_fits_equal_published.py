"""The fitted models, against what their authors published of CDNOW's customers.

Fader, Hardie and Lee (2005), table 2 and the example; Fader and Hardie (2013).
"""

import numpy as np
import pytest
from fixtures.cdnow import CALIBRATED_UNTIL, customers_of
from scipy.optimize import minimize

from scoring import fits
from scoring.purchases import Purchases, fit_purchases
from scoring.spending import Spending, fit_spending


@pytest.fixture(scope="module")
def customers():
    return customers_of(CALIBRATED_UNTIL)


def arrays(customers, *names):
    return [customers[name].to_numpy(float) for name in names]


def test_purchases_have_the_published_parameters(customers):
    assert len(customers) == 2357
    model = fit_purchases(*arrays(customers, "repeats", "active", "tenure"))
    assert round(model.r, 5) == 0.24259
    assert round(model.alpha, 4) == 4.4136
    assert round(model.a, 5) == 0.79292
    assert round(model.b, 5) == 2.42591
    assert round(model.log_likelihood, 4) == -9582.4292
    one = [np.array([value]) for value in (2, 30.43, 38.86)]
    assert round(float(model.expected(*one, 39)[0]), 3) == 1.226


def test_spending_has_the_published_parameters(customers):
    repeating = customers[customers["repeats"] > 0]
    assert len(repeating) == 946
    model = fit_spending(*arrays(repeating, "repeats", "mean_amount"))
    assert round(model.p, 4) == 6.2496
    assert round(model.q, 4) == 3.7442
    assert round(model.v, 4) == 15.4435
    assert round(model.log_likelihood, 4) == -4055.9177


@pytest.mark.parametrize("currency", [0.001, 1, 25_000])
def test_a_currency_scales_only_the_rate(customers, currency):
    repeating = customers[customers["repeats"] > 0]
    repeats, amount = arrays(repeating, "repeats", "mean_amount")
    model = fit_spending(repeats, amount * currency)
    assert (model.p, model.q) == pytest.approx((6.2496, 3.7442), rel=1e-3)
    assert model.v == pytest.approx(15.4435 * currency, rel=1e-3)


@pytest.mark.parametrize(
    "parameters", [(0.3, 5, 0.8, 2.5), (0.8, 10, 1.0, 4), (2, 30, 3, 9)]
)
def test_expectations_are_what_happens(parameters, monkeypatch):
    """Customers who live by the model, followed one by one."""
    ends = []
    monkeypatch.setattr(
        fits,
        "minimize",
        lambda *told, **more: ends.append(minimize(*told, **more)) or ends[-1],
    )
    rng = np.random.default_rng(7)
    count, tenure, weeks = 60_000, 40.0, 30.0
    r, alpha, a, b = parameters
    rates = rng.gamma(r, 1 / alpha, count)
    leaving = rng.beta(a, b, count)
    now = np.zeros(count)
    active, repeats, later = np.zeros(count), np.zeros(count), np.zeros(count)
    is_here = np.ones(count, bool)
    while is_here.any():
        now[is_here] += rng.exponential(1 / rates[is_here])
        is_here &= now < tenure + weeks
        before = is_here & (now < tenure)
        repeats[before] += 1
        active[before] = now[before]
        later[is_here & ~before] += 1
        is_here &= rng.random(count) >= leaving
    model = fit_purchases(repeats, active, np.full(count, tenure))
    assert ends[-1].success, "it went on among differences of rounding"
    assert (model.r, model.alpha) == pytest.approx((r, alpha), rel=0.1)
    assert model.a / (model.a + model.b) == pytest.approx(a / (a + b), rel=0.1)
    true = Purchases(*parameters, log_likelihood=0)
    expected = true.expected(repeats, active, np.full(count, tenure), weeks)
    for group in (
        repeats == 0,
        repeats == 1,
        (repeats > 1) & (active < 20),
        repeats > 3,
    ):
        assert later[group].mean() == pytest.approx(expected[group].mean(), rel=0.12)


def test_who_came_once_is_alive_and_who_is_silent_is_not():
    model = Purchases(0.24, 4.4, 0.8, 2.4, 0)
    alive = model.alive(
        *np.array([[0, 0, 50], [5, 49, 50], [5, 5, 50], [900, 5, 500]]).T
    )
    assert alive[0] == 1
    assert alive[1] > 0.85
    assert alive[2] < 0.05
    assert alive[3] == 0


def test_little_is_drawn_to_everybodys_mean():
    model = Spending(6.25, 3.74, 15.44, 0)
    everybodys = 6.25 * 15.44 / 2.74
    told = model.expected(np.array([0.0, 1, 1000]), np.array([0.0, 100, 100]))
    assert told[0] == pytest.approx(everybodys)
    assert everybodys < told[1] < 100
    assert told[2] == pytest.approx(100, rel=0.01)
