"""Delivered invoice lines → accepted ones, and the sale that a cancellation undoes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from .events import EARLIEST, MAX_ID_BYTES, MAX_TEXT_BYTES, Record, Settings
from .values import (
    LOST_DIGITS,
    Reason,
    SetAsideError,
    parse_number,
    parse_time,
    without_junk,
)

LINE_IDS = ("line_id", "invoice_no", "stock_code", "customer_id")
LINE_TEXTS = ("description", "country")
LINE_FIELDS = (
    *(*LINE_IDS, *LINE_TEXTS, "quantity", "invoice_date"),
    *("unit_price", "line_amount"),
)
REQUIRED = ("line_id", "invoice_no", "stock_code", "quantity", "invoice_date")
MOST_PIECES = 1_000_000
PRICE_LIMIT = Decimal(10) ** 12  # the first that decimal(18,6) cannot hold
MICRO = Decimal("0.000001")
LAST_PLACE = Decimal("0.0001")


@dataclass(frozen=True)
class Line:
    """One accepted invoice line."""

    line_id: str
    invoice_no: str
    product_id: str
    customer_id: str | None
    description: str | None
    country: str | None
    quantity: int
    unit_price: Decimal | None
    line_amount: Decimal | None
    invoiced_at: datetime
    object_key: str
    object_hash: str
    record_number: int
    duplicate_count: int = 0
    has_conflict: bool = False

    @property
    def lineage(self) -> tuple[bytes, bytes, int]:
        """Where the copy lay; the smallest wins among copies of one line."""
        return self.object_key.encode(), self.object_hash.encode(), self.record_number

    @property
    def content(self) -> tuple[Any, ...]:
        """Every delivered field by value; copies that differ here conflict."""
        return (
            *(self.invoice_no, self.product_id, self.customer_id, self.description),
            *(self.country, self.quantity, self.unit_price, self.line_amount),
            self.invoiced_at,
        )

    @property
    def is_cancellation(self) -> bool:
        return self.invoice_no[0] in "Cc"

    @property
    def is_sale(self) -> bool:
        told = self.unit_price if self.line_amount is None else self.line_amount
        return not self.is_cancellation and self.quantity > 0 and (told or 0) >= 0

    @property
    def net_amount(self) -> Decimal:
        """What it is worth, with four decimals, half of the last away from zero."""
        if self.line_amount is not None:
            return self.line_amount
        worth = (self.unit_price or Decimal(0)) * self.quantity
        return worth.quantize(LAST_PLACE, ROUND_HALF_UP)


class StagedLines(NamedTuple):
    """landed = lines + their duplicate_count + quarantined."""

    lines: list[Line]
    quarantined: list[Record]


def judge_line(record: Record, settings: Settings) -> Line:
    """The line that a record tells of.

    Raises:
        SetAsideError: It cannot be accepted.
    """
    values = {name: without_junk(record.fields.get(name)) for name in LINE_FIELDS}
    for name in REQUIRED:
        if values[name] is None:
            raise SetAsideError(Reason.MISSING_FIELD)
    for name in LINE_IDS:
        if LOST_DIGITS.fullmatch(values[name] or ""):
            raise SetAsideError(Reason.LOST_DIGITS)
        if len((values[name] or "").encode()) > MAX_ID_BYTES:
            raise SetAsideError(Reason.LONG_ID)
    for name in LINE_TEXTS:
        if len((values[name] or "").encode()) > MAX_TEXT_BYTES:
            raise SetAsideError(Reason.LONG_TEXT)
    invoiced_at = parse_time(str(values["invoice_date"]))
    if invoiced_at < EARLIEST:
        raise SetAsideError(Reason.IMPOSSIBLE_TIME)
    if record.delivered_at is not None and (
        invoiced_at - record.delivered_at > timedelta(hours=settings.max_future_hours)
    ):
        raise SetAsideError(Reason.IMPOSSIBLE_TIME)
    return Line(
        line_id=str(values["line_id"]),
        invoice_no=str(values["invoice_no"]),
        product_id=str(values["stock_code"]),
        customer_id=values["customer_id"],
        description=values["description"],
        country=values["country"],
        quantity=parse_pieces(str(values["quantity"])),
        unit_price=parse_money(values["unit_price"], MICRO),
        line_amount=parse_money(values["line_amount"], LAST_PLACE),
        invoiced_at=invoiced_at,
        object_key=record.object_key,
        object_hash=record.object_hash,
        record_number=record.record_number,
    )


def parse_pieces(text: str) -> int:
    """A whole number of pieces, also below 0.

    >>> parse_pieces("-1e3")
    -1000
    """
    value = parse_number(text, Reason.BAD_QUANTITY)
    if abs(value) > MOST_PIECES or value != int(value):
        raise SetAsideError(Reason.BAD_QUANTITY)
    return int(value)


def parse_money(text: str | None, last: Decimal) -> Decimal | None:
    """A price or amount down to its last place, half of it away from zero.

    >>> parse_money("-0.0000005", MICRO)
    Decimal('-0.000001')
    """
    if text is None:
        return None
    value = parse_number(text, Reason.BAD_PRICE)
    if abs(value) >= PRICE_LIMIT:
        raise SetAsideError(Reason.BAD_PRICE)
    price = value.quantize(last, ROUND_HALF_UP)
    if abs(price) >= PRICE_LIMIT:
        raise SetAsideError(Reason.BAD_PRICE)
    return price


def stage_lines(records: Iterable[Record], settings: Settings) -> StagedLines:
    """Judge every record, then keep one copy of each accepted line."""
    copies_of: dict[str, list[Line]] = {}
    quarantined = []
    for record in records:
        try:
            line = judge_line(record, settings)
        except SetAsideError:
            quarantined.append(record)
        else:
            copies_of.setdefault(line.line_id, []).append(line)
    lines = [
        replace(
            min(copies, key=lambda copy: copy.lineage),
            duplicate_count=len(copies) - 1,
            has_conflict=len({copy.content for copy in copies}) > 1,
        )
        for copies in copies_of.values()
    ]
    return StagedLines(lines, quarantined)


def sales_taken_back(lines: Iterable[Line]) -> dict[str, str]:
    """Cancelled line → the latest earlier sale of the same customer and product."""
    lines = list(lines)
    found = {}
    for cancelled in lines:
        if not cancelled.is_cancellation or cancelled.customer_id is None:
            continue
        sales = [
            (sale.invoiced_at, sale.line_id.encode())
            for sale in lines
            if sale.is_sale
            and sale.customer_id == cancelled.customer_id
            and sale.product_id == cancelled.product_id
            and sale.invoiced_at < cancelled.invoiced_at
        ]
        if sales:
            found[cancelled.line_id] = max(sales)[1].decode()
    return found
