"""Purchases in sessions and invoice lines → orders of two channels, and customers.

An order's id is the hash that the marts give it, which decides between two orders of
one instant; everything else is told by lines.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from .events import Event, Settings
from .invoices import Line, sales_taken_back
from .sessions import Session, SessionKey, order_lines, orders_of

CODES = Path(__file__).parents[2] / "seeds" / "non_product_codes.csv"
NOTHING = Decimal("0.0000")
Row = dict[str, Any]


@dataclass(frozen=True)
class OrderLine:
    """A line of an order, of whatever channel."""

    channel: str
    order_id: str
    source_order_id: str | None
    line_id: str
    customer_id: str | None
    product_id: str
    country: str | None
    quantity: int
    net_amount: Decimal
    is_sale: bool
    is_cancellation: bool
    ordered_at: datetime
    order_date: date
    matched_line_id: str | None = None

    @property
    def is_product(self) -> bool:
        return self.product_id.upper() not in non_product_codes()


def non_product_codes() -> set[str]:
    """The codes of the seed."""
    with CODES.open(encoding="utf-8") as file:
        return {row["code"] for row in csv.DictReader(file)}


def hashed(*texts: str | None) -> str:
    """A key of texts, nulls marked."""
    told = "\x1f".join("\x1e" if one is None else one for one in texts)
    return hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()


def clickstream_lines(
    sessions: Iterable[Session], ids: Mapping[SessionKey, str], settings: Settings
) -> list[OrderLine]:
    """The lines of purchases; what is logged again in a later session is one line.

    Args:
        sessions: Every session.
        ids: Of the sessions, as the marts hash them.
        settings: For local dates.
    """
    named: dict[tuple[str, str], list[Event]] = {}
    for session in sessions:
        gaps = 0
        for order in orders_of(session):
            if order[0].order_id is None:
                name, gaps = f"{ids[session.key]} gap {gaps}", gaps + 1
            else:
                name = f"id {order[0].order_id}"
            for event in order_lines(order):
                named.setdefault((event.user_id, name), []).append(event)
    return [
        OrderLine(
            channel="clickstream",
            order_id=hashed("clickstream", user_id, name),
            source_order_id=event.order_id,
            line_id=event.event_id,
            customer_id=user_id,
            product_id=event.product_id,
            country=None,
            quantity=event.quantity,
            net_amount=(event.price or NOTHING) * event.quantity,
            is_sale=True,
            is_cancellation=False,
            ordered_at=event.occurred_at,
            order_date=settings.local_date(event.occurred_at),
        )
        for (user_id, name), events in named.items()
        for event in order_lines(
            sorted(events, key=lambda one: (one.occurred_at, one.event_id.encode()))
        )
    ]


def invoice_order_lines(lines: Iterable[Line], settings: Settings) -> list[OrderLine]:
    """The lines of invoices, none merged."""
    lines = list(lines)
    sales = sales_taken_back(lines)
    return [
        OrderLine(
            channel="invoice",
            order_id=hashed("invoice", line.customer_id, line.invoice_no),
            source_order_id=line.invoice_no,
            line_id=line.line_id,
            customer_id=line.customer_id,
            product_id=line.product_id,
            country=line.country,
            quantity=line.quantity,
            net_amount=line.net_amount,
            is_sale=line.is_sale,
            is_cancellation=line.is_cancellation,
            ordered_at=line.invoiced_at,
            order_date=settings.local_date(line.invoiced_at),
            matched_line_id=sales.get(line.line_id),
        )
        for line in lines
    ]


def order_line_rows(lines: Iterable[OrderLine]) -> list[Row]:
    """The rows of `fct_order_lines`."""
    return [
        {
            **vars(line),
            **amounts([line]),
            "is_product": line.is_product,
            "is_matched_cancellation": line.matched_line_id is not None,
        }
        for line in lines
    ]


def amounts(lines: Iterable[OrderLine]) -> Row:
    """Gross, refunds and net of lines."""
    nets = [line.net_amount for line in lines]
    return {
        "gross_amount": sum((one for one in nets if one > 0), NOTHING),
        "refund_amount": -sum((one for one in nets if one < 0), NOTHING),
        "net_amount": sum(nets, NOTHING),
    }


def order_rows(lines: Iterable[OrderLine]) -> list[Row]:
    """The rows of `fct_orders`."""
    orders: dict[str, list[OrderLine]] = {}
    for line in lines:
        orders.setdefault(line.order_id, []).append(line)
    customers: dict[tuple[str, str | None], list[Row]] = {}
    rows = []
    for order_id, members in orders.items():
        row = order_row(order_id, members)
        rows.append(row)
        if not row["is_guest"]:
            customers.setdefault((row["channel"], row["customer_id"]), []).append(row)
    for timeline in customers.values():
        number_orders(timeline)
    return rows


def order_row(order_id: str, lines: list[OrderLine]) -> Row:
    """An order without its place among the customer's."""
    sold = [line for line in lines if line.is_product and line.is_sale]
    countries = [line.country for line in lines if line.country is not None]
    return {
        "order_id": order_id,
        "channel": lines[0].channel,
        "source_order_id": lines[0].source_order_id,
        "customer_id": lines[0].customer_id,
        "country": min(countries, key=str.encode, default=None),
        "line_count": len(lines),
        "product_count": len({line.product_id for line in sold}),
        "product_quantity": sum(line.quantity for line in sold),
        **amounts(lines),
        "order_number": None,
        "days_since_previous_order": None,
        "running_net_amount": None,
        "is_purchase": any(line.is_sale for line in lines),
        "is_cancellation": any(line.is_cancellation for line in lines),
        "is_guest": lines[0].customer_id is None,
        "ordered_at": min(line.ordered_at for line in lines),
        "order_date": min(line.order_date for line in lines),
    }


def number_orders(orders: list[Row]) -> None:
    """Give each order of one customer its number, its silence and the sum so far."""
    running, purchases = NOTHING, []
    for row in sorted(orders, key=lambda one: (one["ordered_at"], one["order_id"])):
        running += row["net_amount"]
        row["running_net_amount"] = running
        if row["is_purchase"]:
            if purchases:
                silence = row["order_date"] - max(purchases)
                row["days_since_previous_order"] = silence.days
            purchases.append(row["order_date"])
            row["order_number"] = len(purchases)


def customer_rows(orders: Iterable[Row]) -> list[Row]:
    """The rows of `dim_customers`, of those of `fct_orders`."""
    customers: dict[tuple[str, str], list[Row]] = {}
    for row in orders:
        if not row["is_guest"]:
            customers.setdefault((row["channel"], row["customer_id"]), []).append(row)
    return [
        {
            "channel": channel,
            "customer_id": customer_id,
            "country": max(
                (row["ordered_at"], (row["country"] or "").encode()) for row in members
            )[1].decode()
            or None,
            "first_order_date": min(dates_of(members), default=None),
            "last_order_date": max(dates_of(members), default=None),
            "order_count": sum(row["is_purchase"] for row in members),
            "cancellation_count": sum(row["is_cancellation"] for row in members),
            "product_quantity": sum(row["product_quantity"] for row in members),
            **{
                name: sum((row[name] for row in members), NOTHING)
                for name in ("gross_amount", "refund_amount", "net_amount")
            },
        }
        for (channel, customer_id), members in customers.items()
    ]


def dates_of(orders: Iterable[Row]) -> list[date]:
    """Local dates of purchases."""
    return [row["order_date"] for row in orders if row["is_purchase"]]
