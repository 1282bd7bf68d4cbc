"""Events → weeks of products → elasticities, by dummies and least squares of numpy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from .calendar import DAY, monday
from .events import Event, Settings

Row = dict[str, Any]
Array = NDArray[Any]
COUNTS = (
    "week_count",
    "unpriced_week_count",
    "unbought_week_count",
    "usable_week_count",
    "price_count",
    "viewer_count",
    "buyer_count",
    "product_count",
    "observation_count",
)
ESTIMATE = (
    "elasticity",
    "standard_error",
    "elasticity_lower",
    "elasticity_upper",
    "degrees_of_freedom",
)


@dataclass(frozen=True)
class Limits:
    """Variables of the mart."""

    window_weeks: int = 52
    min_weeks: int = 8
    min_prices: int = 3
    min_viewers: int = 500
    min_products: int = 5
    min_price_spread: float = 0.001


def week_rows(
    events: Iterable[Event], by_bots: frozenset[str], settings: Settings, today: date
) -> list[Row]:
    """The rows of `int_products_counted_to_weeks`."""
    cells: dict[tuple[date, str], list[Event]] = {}
    for event in events:
        week = monday(settings.local_date(event.occurred_at))
        if event.event_id not in by_bots and week + 7 * DAY <= today:
            cells.setdefault((week, event.product_id), []).append(event)
    rows = []
    for (week, product), members in cells.items():
        views = [one for one in members if one.event_type == "view"]
        viewers = {one.user_id for one in views}
        buyers = {one.user_id for one in members if one.event_type == "purchase"}
        prices = sorted(one.price for one in views if one.price)
        if viewers:
            rows.append(
                {
                    "week_start_date": week,
                    "product_id": product,
                    "viewer_count": len(viewers),
                    "buyer_count": len(viewers & buyers),
                    "median_price": prices[(len(prices) - 1) // 2] if prices else None,
                }
            )
    return rows


def elasticity_rows(weeks: Iterable[Row], limits: Limits, today: date) -> list[Row]:
    """The rows of `rpt_price_elasticity`."""
    last = monday(today) - 7 * DAY
    first = last - 7 * (limits.window_weeks - 1) * DAY
    products: dict[str, list[Row]] = {}
    for row in weeks:
        if first <= row["week_start_date"] <= last:
            products.setdefault(row["product_id"], []).append(row)
    counted = {product: counts(members) for product, members in products.items()}
    fit = [
        product
        for product, row in sorted(counted.items())
        if row["usable_week_count"] >= limits.min_weeks
        and row["price_count"] >= limits.min_prices
        and row["viewer_count"] >= limits.min_viewers
    ]
    if len(fit) < limits.min_products:
        fit = []
    for product, row in counted.items():
        row["product_count"] = int(product in fit)
        row["observation_count"] = row["product_count"] * row["usable_week_count"]
    found: dict[str | None, Row] = estimates(products, fit, limits) if fit else {}
    scopes = {("product", product): row for product, row in counted.items()}
    rows = [
        *scopes.items(),
        (
            ("all", None),
            {name: sum(row[name] for row in counted.values()) for name in COUNTS},
        ),
    ]
    return [
        {
            "scope": scope,
            "product_id": product,
            "first_week_date": first,
            "last_week_date": last,
            **row,
            "status": "estimated" if product in found else "insufficient_variation",
            **found.get(product, dict.fromkeys(ESTIMATE)),
        }
        for (scope, product), row in rows
    ]


def counts(weeks: list[Row]) -> Row:
    """What a product's weeks in the window are."""
    used = [row for row in weeks if usable(row)]
    unpriced = sum(row["median_price"] is None for row in weeks)
    return {
        "week_count": len(weeks),
        "unpriced_week_count": unpriced,
        "unbought_week_count": len(weeks) - unpriced - len(used),
        "usable_week_count": len(used),
        "price_count": len({row["median_price"] for row in used}),
        "viewer_count": sum(row["viewer_count"] for row in used),
        "buyer_count": sum(row["buyer_count"] for row in used),
    }


def usable(row: Row) -> bool:
    return row["median_price"] is not None and row["buyer_count"] > 0


def logs(row: Row) -> tuple[float, float]:
    """Of the price, and of buyers per viewer."""
    price: Decimal = row["median_price"]
    return float(np.log(float(price))), float(
        np.log(row["buyer_count"] / row["viewer_count"])
    )


def estimates(
    products: dict[str, list[Row]], fit: list[str], limits: Limits
) -> dict[str | None, Row]:
    """Product, None for all → its estimate, if its price moved."""
    panel = [
        (place, row["week_start_date"], *logs(row))
        for place, product in enumerate(fit)
        for row in products[product]
        if usable(row)
    ]
    of_product = np.array([place for place, *_ in panel])
    dates = sorted({week for _, week, *_ in panel})
    of_week = np.array([dates.index(week) for _, week, *_ in panel])
    price, rate = (np.array([row[place] for row in panel]) for place in (2, 3))
    dummies = np.hstack(
        [
            np.equal.outer(of_product, np.arange(len(fit))),
            np.equal.outer(of_week, np.arange(len(dates))),
        ]
    ).astype(float)
    left = [logs - dummies @ solved(dummies, logs) for logs in (price, rate)]
    found: dict[str | None, Row] = {}
    for place, product in enumerate(fit):
        x, y = (values[of_product == place] for values in left)
        degrees = len(x) - 2 - (len(dates) - 1) * len(x) / len(panel)
        if moved(x, limits) and degrees >= 2:
            slope = (x @ y) / (x @ x)
            squares = np.sum((x * (y - slope * x)) ** 2) * len(x) / degrees
            found[product] = estimate(slope, np.sqrt(squares) / (x @ x), degrees)
    degrees = len(fit) - 1
    x, y = left
    if moved(x, limits) and degrees >= 2:
        slope = solved(np.column_stack([price, dummies]), rate)[0]
        scores = np.bincount(of_product, x * (y - slope * x))
        factor = len(fit) / degrees * (len(panel) - 1) / (len(panel) - len(dates))
        error = np.sqrt(factor * (scores @ scores)) / (x @ x)
        found[None] = estimate(slope, error, degrees)
    return found


def solved(columns: Array, wanted: Array) -> Array:
    """Least squares, the smallest of equally good ones."""
    found: Array = np.linalg.lstsq(columns, wanted, rcond=1e-10)[0]
    return found


def moved(price: Array, limits: Limits) -> bool:
    return bool(price @ price / len(price) >= limits.min_price_spread**2)


def estimate(slope: float, error: float, degrees: float) -> Row:
    reach = stats.t.ppf(0.975, degrees) * error
    values = (slope, error, slope - reach, slope + reach, degrees)
    return dict(zip(ESTIMATE, map(float, values), strict=True))
