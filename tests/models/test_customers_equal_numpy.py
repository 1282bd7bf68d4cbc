"""Segments, migrations, churn and cohorts equal what numpy says of the same orders."""

import csv
import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from oracle.events import Record
from shop import PROJECT
from test_oracle_equals_marts import same

ZONE = "America/New_York"
DAY = timedelta(days=1)
ENDS_AT = datetime(2026, 6, 17, 15)
CUTS = (20, 40, 60, 80)


class Order(NamedTuple):
    """One order of one line."""

    customer: str | None
    at: datetime
    cents: int  # below 0 where something is given back

    @property
    def date(self) -> date:
        return self.at.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).date()

    @property
    def is_purchase(self) -> bool:
        return self.cents > 0


LAST_DATE = Order(None, ENDS_AT, 1).date - DAY


def random_orders(seed: int) -> list[Order]:
    """Customers of every rhythm over fifteen months, many of whom buy once."""
    rng = random.Random(seed)
    orders = [Order(None, ENDS_AT, 100), Order("today", ENDS_AT, 100)]
    for number in range(120):
        at = ENDS_AT - timedelta(minutes=rng.randrange(60 * 24 * 450))
        rhythm = rng.choice((0.4, 3, 10, 30, 90))
        for _ in range(rng.choice((1, 1, 1, 2, 4, 5, 12, 30))):
            if at > ENDS_AT:
                break
            cents = rng.choice((999, 999, 1000, 2550, 10_000, rng.randrange(1, 50_000)))
            orders.append(Order(f"c{number}", at, cents))
            if rng.random() < 0.1:
                orders.append(Order(f"c{number}", at + DAY / 2, -cents))
            at += timedelta(days=rng.choice((0, rng.expovariate(1 / rhythm))))
    return [order for order in orders if order.at <= ENDS_AT]


def lines_of(orders: Iterable[Order]) -> list[Record]:
    """An invoice of one line for each."""
    return [
        Record(
            "orders",
            "orders",
            number,
            None,
            {
                "line_id": f"l{number}",
                "invoice_no": f"{number}",
                "stock_code": "mug",
                "customer_id": order.customer,
                "quantity": "1" if order.is_purchase else "-1",
                "unit_price": f"{abs(order.cents) / 100:.2f}",
                "invoice_date": f"{order.at:%Y-%m-%d %H:%M:%S}",
            },
        )
        for number, order in enumerate(orders)
    ]


def month_ends() -> list[date]:
    """Of the last 366 dates, the last one included."""
    dates = [LAST_DATE - number * DAY for number in range(366)]
    return sorted(one for one in dates if (one + DAY).day == 1)


def scores_as_of(orders: Iterable[Order], day: date) -> dict[str, dict[str, Any]]:
    """Customer → measures, scores and segment."""
    bought: dict[str, list[Order]] = {}
    for order in orders:
        if order.customer and day - 365 * DAY < order.date <= day:
            bought.setdefault(order.customer, []).append(order)
    measures = {
        customer: (
            (day - max(one.date for one in members if one.is_purchase)).days,
            sum(one.is_purchase for one in members),
            sum(one.cents for one in members) / 100,
        )
        for customer, members in bought.items()
        if any(one.is_purchase for one in members)
    }
    if not measures:
        return {}
    cuts = [
        np.percentile([values[place] for values in measures.values()], CUTS).round(5)
        for place in range(3)
    ]
    rows = {}
    for customer, values in measures.items():
        below = [int((cuts[place] < values[place]).sum()) for place in range(3)]
        scores = (5 - below[0], 1 + below[1], 1 + below[2])
        rows[customer] = {
            "channel": "invoice",
            "customer_id": customer,
            **dict(
                zip(("recency_days", "order_count", "net_amount"), values, strict=True)
            ),
            **dict(
                zip(
                    ("recency_score", "frequency_score", "monetary_score"),
                    scores,
                    strict=True,
                )
            ),
            "segment": segments()[scores],
        }
    return rows


def segments() -> dict[tuple[int, ...], str]:
    """The seed."""
    with (PROJECT / "seeds/rfm_segments.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return {tuple(map(int, row[:3])): row[3] for row in rows}


def churn_rows(orders: Iterable[Order]) -> list[dict[str, Any]]:
    """The rows of `dim_customer_churn`."""
    days: dict[str, set[date]] = {}
    for order in orders:
        if order.customer and order.is_purchase and order.date <= LAST_DATE:
            days.setdefault(order.customer, set()).add(order.date)
    gaps = {
        customer: np.diff([one.toordinal() for one in sorted(found)])
        for customer, found in days.items()
    }
    everyones = np.percentile(np.concatenate(list(gaps.values())), 90).round(9)
    rows = []
    for customer, found in days.items():
        own = len(found) >= 4
        late = np.percentile(gaps[customer], 90).round(9) if own else everyones
        silent = (LAST_DATE - max(found)).days
        tenure = (LAST_DATE - min(found)).days
        if tenure < late:
            status = "not_observable"
        elif len(found) == 1:
            status = "one_time_buyer"
        else:
            limits = (late, 1.5 * late, 2 * late)
            names = ("active", "at_risk", "lapsed", "churned")
            status = names[sum(silent > limit for limit in limits)]
        rows.append(
            {
                "customer_id": customer,
                "order_day_count": len(found),
                "tenure_days": tenure,
                "silent_days": silent,
                "expected_gap_days": float(late),
                "status": status,
                "is_own_gap": own,
                "as_of_date": LAST_DATE,
            }
        )
    return rows


def cohort_rows(orders: Iterable[Order]) -> list[dict[str, Any]]:
    """The rows of `rpt_cohort_retention`, basis purchase."""

    def month(day: date) -> int:
        return day.year * 12 + day.month - 1

    months: dict[str, set[int]] = {}
    for order in orders:
        if order.customer and order.is_purchase and order.date <= LAST_DATE:
            months.setdefault(order.customer, set()).add(month(order.date))
    rows = []
    still_open = month(LAST_DATE + DAY)
    for cohort in sorted({min(found) for found in months.values()}):
        members = [found for found in months.values() if min(found) == cohort]
        for period in range(still_open - cohort + 1):
            for mode in ("bounded", "rolling"):
                back = sum(
                    cohort + period in found
                    if mode == "bounded"
                    else max(found) >= cohort + period
                    for found in members
                )
                over = cohort + period < still_open
                rows.append(
                    {
                        "basis": "purchase",
                        "mode": mode,
                        "cohort_month": date(cohort // 12, cohort % 12 + 1, 1),
                        "period": period,
                        "cohort_size": len(members),
                        "retained_count": back if over else None,
                        "retention_rate": back / len(members) if over else None,
                        "is_over": over,
                    }
                )
    return rows


def slept(orders: Iterable[Order]) -> list[Order]:
    """A shop that was closed for so long that a month's end has nobody to score."""
    return [
        order
        for order in orders
        if not date(2025, 5, 15) <= order.date < date(2026, 6, 2)
    ]


@pytest.mark.parametrize(
    "orders",
    [random_orders(1), random_orders(2), slept(random_orders(3))],
    ids=["one shop", "another", "a shop that was closed"],
)
def test_marts_of_customers_equal_numpy(shop, orders):
    shop.land(lines_of(orders), kind="invoice_line")
    shop.build(
        *("--select", "+path:models/marts/customers"),
        variables={"shop_timezone": ZONE},
    )

    today = scores_as_of(orders, LAST_DATE)
    by_month = {day: scores_as_of(orders, day) for day in month_ends()}
    before = by_month[month_ends()[-1]]
    same(
        shop.query("select * from marts.dim_customer_rfm"),
        [
            {
                **row,
                "last_date": LAST_DATE,
                "segment_at_month_end": before.get(customer, {}).get("segment"),
            }
            for customer, row in today.items()
        ],
        by=("channel", "customer_id"),
    )
    moved: Counter[tuple[date, str, str]] = Counter()
    ends = month_ends()
    for earlier, later in pairwise(ends):
        for customer in {*by_month[earlier], *by_month[later]}:
            start, end = (
                by_month[day].get(customer, {}).get("segment", "none")
                for day in (earlier, later)
            )
            moved[later, start, end] += 1
    assert {
        (row["month_end_date"], row["from_segment"], row["to_segment"]): row[
            "customer_count"
        ]
        for row in shop.query("select * from marts.rpt_segment_migrations")
    } == moved

    churn = churn_rows(orders)
    assert len({row["status"] for row in churn}) >= 4
    same(
        shop.query("select * from marts.dim_customer_churn"), churn, by=("customer_id",)
    )
    same(
        shop.query("select * from marts.rpt_cohort_retention where basis = 'purchase'"),
        cohort_rows(orders),
        by=("mode", "cohort_month", "period"),
    )
