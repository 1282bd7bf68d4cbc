"""Counts of a window → scores and verdicts of brands, and what came of them.

Bounds and priors are not computed by the formulas of the marts: a Wilson bound is where
the score test just rejects, a prior the Beta distribution that has the mean and the
variance, both found by search.
"""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from scipy.optimize import brentq
from scipy.stats import beta, rankdata

from .brands import Counted, Humans, window_counts
from .sessions import revenue

Row = dict[str, Any]
UNKNOWN = {"prior_brand_count": 0, "prior_alpha": None, "prior_beta": None}


@dataclass(frozen=True)
class Thresholds:
    """The variables of brands, by their names without `brand_`."""

    window_days: int = 90
    min_viewers: int = 100
    prior_min_brands: int = 3
    fallback_prior_viewers: int = 20
    bound_z: float = 1.645
    low_exposure_share: float = 0.5
    high_exposure_share: float = 0.75


def nine(value: Fraction | float) -> Decimal:
    """To 9 places, halves up."""
    if isinstance(value, float):
        exact = Decimal(value)
    else:
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("1e-9"), ROUND_HALF_UP)


def rate(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    return nine(Fraction(part) / Fraction(whole)) if whole else None


def bound(hits: float, trials: float, z: float, side: int) -> Decimal:
    """The rate below (-1) or above (1) the one observed that a test of z rejects."""
    observed = hits / trials

    def excess(true: float) -> float:
        return (observed - true) ** 2 * trials - z**2 * true * (1 - true)

    if observed == (0 if side < 0 else 1):
        return Decimal(int(observed))
    ends = (0, observed) if side < 0 else (observed, 1)
    return nine(float(brentq(excess, *ends, xtol=1e-15)))


def prior(rates: list[Decimal], fallback_mean: Decimal, told: Thresholds) -> Row:
    """Alpha and beta, as published, of the rates of brands with enough viewers."""
    mean = rate(sum(rates, Decimal(0)), len(rates)) if rates else fallback_mean
    assert mean is not None
    weight = float(told.fallback_prior_viewers)
    if len(rates) >= told.prior_min_brands:
        squares = sum((Fraction(one) - Fraction(mean)) ** 2 for one in rates)
        variance = float(squares / (len(rates) - 1))
        if 5e-19 <= variance < float(mean * (1 - mean)):

            def off(log_weight: float) -> float:
                weight = 10**log_weight
                made = beta.var(float(mean) * weight, float(1 - mean) * weight)
                return float(made / variance - 1)

            weight = 10 ** float(brentq(off, -9, 18, xtol=1e-15))
    return {
        "prior_brand_count": len(rates),
        "prior_alpha": float(nine(float(mean) * weight)),
        "prior_beta": float(nine(float(1 - mean) * weight)),
    }


def category_scores(
    category: str, brands: dict[str, Counted], told: Thresholds
) -> list[Row]:
    """The brands of one category, each against all."""
    viewers = {name: len(one.users["view"]) for name, one in brands.items()}
    buyers = {name: one.both("view", "purchase") for name, one in brands.items()}
    orders = {name: len(one.orders) for name, one in brands.items()}
    amounts = {name: revenue(one.lines) for name, one in brands.items()}
    seen = [name for name in brands if viewers[name]]
    category_cvr = rate(sum(buyers.values()), sum(viewers.values()))
    median = statistics.median(viewers[name] for name in seen) if seen else None
    ranks = dict(
        zip(seen, rankdata([viewers[name] for name in seen], "min"), strict=True)
    )
    rates = [
        rate(buyers[name], viewers[name])
        for name in seen
        if viewers[name] >= told.min_viewers
    ]
    of_category = rate(sum(amounts.values(), Decimal(0)), sum(orders.values()))
    beliefs = prior(rates, category_cvr, told) if category_cvr is not None else None
    rows = []
    for name in brands:
        row: Row = {
            "category": category,
            "brand": name,
            "viewer_count": viewers[name],
            "viewer_buyer_count": buyers[name],
            "order_count": orders[name],
            "revenue_amount": amounts[name],
            "revenue_per_order": rate(amounts[name], orders[name])
            if orders[name]
            else of_category,
            "category_cvr": category_cvr,
            "median_viewer_count": median,
            "cvr": rate(buyers[name], viewers[name]),
            "exposure_rank_share": rate(int(ranks[name]) - 1, max(len(seen) - 1, 1))
            if name in ranks
            else None,
            "has_min_viewers": viewers[name] >= told.min_viewers,
        }
        rows.append(row | scores(row, beliefs, told))
    return rows


def scores(row: Row, beliefs: Row | None, told: Thresholds) -> Row:
    """What the prior makes of one brand, and the verdict."""
    lower = upper = shrunk = index = None
    if beliefs is not None:
        hits = row["viewer_buyer_count"] + beliefs["prior_alpha"]
        trials = row["viewer_count"] + beliefs["prior_alpha"] + beliefs["prior_beta"]
        shrunk = hits / trials
        lower = bound(hits, trials, told.bound_z, -1)
        upper = bound(hits, trials, told.bound_z, 1)
        index = rate(lower, row["category_cvr"])
    rank, is_brand = row["exposure_rank_share"], row["brand"] != "unbranded"
    needs = (
        is_brand
        and row["has_min_viewers"]
        and index is not None
        and index >= 1
        and rank <= Decimal(str(told.low_exposure_share))
    )
    fix = (
        is_brand
        and upper is not None
        and rank is not None
        and rank >= Decimal(str(told.high_exposure_share))
        and upper < row["category_cvr"]
    )
    extra = Decimal(0)
    if lower is not None and row["revenue_per_order"] is not None:
        lacking = max(Decimal(row["median_viewer_count"]) - row["viewer_count"], 0)
        extra = lacking * lower * row["revenue_per_order"]
    return {
        **(
            beliefs or {"prior_brand_count": 0, "prior_alpha": None, "prior_beta": None}
        ),
        "cvr_shrunk": shrunk,
        "cvr_lower": lower,
        "cvr_upper": upper,
        "conversion_index": index,
        "needs_marketing": needs,
        "fix_offer_first": fix,
        "not_enough_data": is_brand and not needs and not fix,
        "expected_extra_revenue_amount": extra.quantize(Decimal("0.01"), ROUND_HALF_UP),
    }


def scores_as_of(humans: Humans, as_of: date, told: Thresholds) -> list[Row]:
    counts = window_counts(humans, as_of, told.window_days)
    return [
        row
        for category, brands in counts.items()
        for row in category_scores(category, brands, told)
    ]


def opportunity_rows(humans: Humans, told: Thresholds) -> list[Row]:
    """The rows of `rpt_brand_opportunity`; a float is approximate."""
    rows = scores_as_of(humans, humans.today, told)
    worth = {
        row["expected_extra_revenue_amount"] for row in rows if row["needs_marketing"]
    }
    for row in rows:
        more = sum(one > row["expected_extra_revenue_amount"] for one in worth)
        row["marketing_rank"] = more + 1 if row["needs_marketing"] else None
        row["first_date"] = humans.today - timedelta(days=told.window_days)
        row["last_date"] = humans.today - timedelta(days=1)
    return rows


def backtest_rows(humans: Humans, told: Thresholds) -> list[Row]:
    """The rows of `rpt_brand_opportunity_backtest`."""
    window = timedelta(days=told.window_days)
    day, rows = humans.first_date + window, []
    while day + window <= humans.today:
        if day.day == 1:
            then = scores_as_of(humans, day, told)
            after = {
                (row["category"], row["brand"]): row
                for row in scores_as_of(humans, day + window, told)
            }
            rows += groups(day, then, after)
        day += timedelta(days=1)
    return rows


def groups(
    cut_off: date, then: Iterable[Row], after: dict[tuple[str, str], Row]
) -> list[Row]:
    """What became of each group of brands."""
    members: dict[str, list[Row]] = {}
    for row in then:
        if row["has_min_viewers"] and row["brand"] != "unbranded":
            group = "index_from_1" if converts(row) else "index_below_1"
            group = "needs_marketing" if row["needs_marketing"] else group
            met = after.get((row["category"], row["brand"]), {})
            members.setdefault(group, []).append(met)
    return [
        {
            "cut_off_date": cut_off,
            "brand_group": group,
            "brand_count": len(found),
            "viewed_after_count": sum(row.get("viewer_count", 0) > 0 for row in found),
            "index_from_1_after_count": sum(map(converts, found)),
            "index_from_1_after_rate": sum(map(converts, found)) / len(found),
        }
        for group, found in members.items()
    ]


def converts(row: Row) -> bool:
    """Whether the row has an index, of 1 or more."""
    return row.get("conversion_index") is not None and row["conversion_index"] >= 1
