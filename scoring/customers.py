"""What customers are expected to buy: fitted, tried on days held out, landed.

Parameters and predictions land as records of their own kinds, by the loader's own way:
each exactly once, in either warehouse. The model's record comes last, since it makes
the predictions count.
"""

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from contracts import contract_of
from loaders.errors import ConfigError, FitError
from loaders.land import load
from loaders.settings import Settings
from loaders.store.local import LocalStore
from loaders.warehouse.open import open_warehouse
from scoring.history import History, channel_and_date, read_history
from scoring.purchases import Purchases, fit_purchases
from scoring.spending import Spending, fit_spending

# With fewer who came again, four parameters say more of chance than of customers.
_FEWEST_REPEATING = 100
# A level that is as near as this is good, even where the naive rule is nearer by luck.
_GOOD_LEVEL = 0.2


@dataclass(frozen=True)
class CustomerScores:
    """A model that was landed, and how it did on the days that it had not seen.

    Attributes:
        model_id: Its name; equal parameters of equal dates have equal names.
        channel: Whose customers.
        as_of_date: The last date that it knows.
        horizon_days: How far it looks; as many days were held out.
        customers: Who was scored.
        repeating_customers: Who of them came again.
        level: Expected ÷ actual days of purchases in the days held out.
        naive_level: The same, had all gone on at their own pace.
        amount_level: Expected ÷ actual amount likewise.
        naive_amount_level: The same, at their own pace and amounts.
        error: Root mean square error of a customer's days of purchases.
        naive_error: That of the naive rule.
        spend_correlation: Of how often customers buy and how much; the model has 0.
    """

    model_id: str
    channel: str
    as_of_date: str
    horizon_days: int
    customers: int
    repeating_customers: int
    level: float
    naive_level: float
    amount_level: float
    naive_amount_level: float
    error: float
    naive_error: float
    spend_correlation: float


@dataclass(frozen=True)
class _Model:
    purchases: Purchases
    spending: Spending


def score_customers(
    target: str, settings: Settings, channel: str | None, horizon_days: int
) -> CustomerScores:
    """Fit, try, and land what is no worse than the naive rule.

    Args:
        target: `local` or `prod`.
        settings: Where `local` is.
        channel: None where the shop has one.
        horizon_days: How far to look, and how much is held out.

    Raises:
        ConfigError: There are no marts, or too few customers who came again.
        FitError: The naive rule was better; nothing was landed.
    """
    warehouse = open_warehouse(target, settings)
    try:
        channel, last = channel_and_date(warehouse, channel)
        cut = last - timedelta(days=horizon_days)
        before = read_history(warehouse, channel, cut, last)
        now = read_history(warehouse, channel, last, last)
    finally:
        warehouse.close()
    tried = _tried(_fitted(before, cut), before, horizon_days)
    model = _fitted(now, last)
    scores = CustomerScores(
        model_id=_name(model, channel, last, horizon_days),
        channel=channel,
        as_of_date=last.isoformat(),
        horizon_days=horizon_days,
        customers=len(now.customer_ids),
        repeating_customers=int(np.sum(now.repeats > 0)),
        **tried,
    )
    _refuse_worse(scores)
    expected = model.purchases.expected(
        now.repeats, now.active, now.tenure, horizon_days / 7
    )
    if not np.isfinite(expected).all():
        raise FitError(
            "the model of all days has no expectation for some customers: they leave"
            " too fast for it",
            "what was landed before stays; try again with a longer history",
        )
    _land(target, settings, scores, model, now.customer_ids, expected)
    return scores


def _fitted(history: History, as_of: date) -> _Model:
    spent = (history.repeats > 0) & (history.mean_amount > 0)
    if np.sum(spent) < _FEWEST_REPEATING:
        raise ConfigError(
            f"{np.sum(spent)} customers came again and paid until {as_of}; a model"
            f" needs {_FEWEST_REPEATING}",
            "choose a shorter --horizon-days, or wait for a longer history",
        )
    return _Model(
        fit_purchases(history.repeats, history.active, history.tenure),
        fit_spending(history.repeats[spent], history.mean_amount[spent]),
    )


def _tried(model: _Model, history: History, horizon_days: int) -> dict[str, float]:
    """How the model of what was before, and the naive rule, tell what came later."""
    weeks = horizon_days / 7
    actual, amount = history.later_days, history.later_amount
    if not actual.sum():
        raise ConfigError(
            f"nobody known before came in the last {horizon_days} days",
            "choose another --horizon-days",
        )
    expected = model.purchases.expected(
        history.repeats, history.active, history.tenure, weeks
    )
    pace = history.repeats / np.maximum(history.tenure, 1 / 7) * weeks
    spend = model.spending.expected(history.repeats, history.mean_amount)
    spent = (history.repeats > 0) & (history.mean_amount > 0)
    correlation = np.corrcoef(history.repeats[spent], history.mean_amount[spent])[0, 1]

    def error(told: np.ndarray) -> float:
        return round(float(np.sqrt(np.mean((told - actual) ** 2))), 4)

    return {
        "level": round(float(expected.sum() / actual.sum()), 4),
        "naive_level": round(float(pace.sum() / actual.sum()), 4),
        "amount_level": round(float((expected * spend).sum() / amount.sum()), 4),
        "naive_amount_level": round(
            float((pace * history.mean_amount).sum() / amount.sum()), 4
        ),
        "error": error(expected),
        "naive_error": error(pace),
        "spend_correlation": round(float(correlation), 4),
    }


def _refuse_worse(scores: CustomerScores) -> None:
    """Stop where the naive rule would have told the days held out better."""
    worse = [
        f"{name} {ours:.2f} against {naive:.2f}"
        for name, ours, naive in (
            ("days of purchases", scores.level, scores.naive_level),
            ("amount", scores.amount_level, scores.naive_amount_level),
        )
        if not abs(ours - 1) <= max(abs(naive - 1), _GOOD_LEVEL)
    ]
    if not scores.error <= scores.naive_error:
        worse.append(f"error {scores.error:.3f} against {scores.naive_error:.3f}")
    if worse:
        raise FitError(
            f"the model tells the last {scores.horizon_days} days worse than the naive"
            f" rule: {', '.join(worse)}",
            "what was landed before stays; try another --horizon-days or a later date",
        )


def _name(model: _Model, channel: str, last: date, horizon_days: int) -> str:
    told = json.dumps(
        [_parameters(model), channel, last.isoformat(), horizon_days], sort_keys=True
    )
    return f"{channel}-{last}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _parameters(model: _Model) -> dict[str, str]:
    told = {
        "purchases_r": model.purchases.r,
        "purchases_alpha": model.purchases.alpha,
        "purchases_a": model.purchases.a,
        "purchases_b": model.purchases.b,
        "purchases_log_likelihood": model.purchases.log_likelihood,
        "spending_p": model.spending.p,
        "spending_q": model.spending.q,
        "spending_v": model.spending.v,
        "spending_log_likelihood": model.spending.log_likelihood,
    }
    return {name: f"{value:.12f}" for name, value in told.items()}


def _land(
    target: str,
    settings: Settings,
    scores: CustomerScores,
    model: _Model,
    customer_ids: list[str],
    expected: np.ndarray,
) -> None:
    predictions = (
        {
            "model_id": scores.model_id,
            "customer_id": customer,
            "expected_order_days": f"{days:.12f}",
        }
        for customer, days in zip(customer_ids, expected, strict=True)
    )
    told = {
        name: value if isinstance(value, str) else f"{value}"
        for name, value in vars(scores).items()
    }
    fitted_at = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    with tempfile.TemporaryDirectory(prefix="footfall-scores-") as made:
        for kind, records in (
            ("customer_prediction", predictions),
            ("customer_model", [told | _parameters(model) | {"fitted_at": fitted_at}]),
        ):
            folder = Path(made) / kind
            folder.mkdir()
            _write(folder / f"{scores.model_id}.gz", records)
            warehouse = open_warehouse(target, settings, source=str(folder))
            try:
                load(
                    LocalStore(str(folder)),
                    warehouse,
                    contract_of(kind),
                    settings.firehose_time_zone,
                )
            finally:
                warehouse.close()


def _write(path: Path, records: Iterable[dict[str, str]]) -> None:
    """One object; equal records make equal bytes."""
    with path.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as out:
        for record in records:
            out.write(json.dumps(record).encode() + b"\n")
