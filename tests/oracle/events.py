"""Delivered records → accepted events, and the records set aside.

A record is judged by its values alone, then accepted copies of one `event_id`
are collapsed. Sessions, orders and everything after are left to others.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from .values import (
    LOST_DIGITS,
    Reason,
    SetAsideError,
    parse_price,
    parse_quantity,
    parse_time,
    without_junk,
)

EVENT_TYPES = ("view", "cart", "remove_from_cart", "purchase")  # in order of rank
ID_FIELDS = (
    "event_id",
    "user_id",
    "product_id",
    "user_session",
    "category_id",
    "order_id",
)
OTHER_FIELDS = (
    "event_time",
    "event_type",
    "category_code",
    "brand",
    "price",
    "quantity",
    "currency",
    "ip",
    "user_agent",
)
LANDING_FIELDS = ID_FIELDS + OTHER_FIELDS
REQUIRED_FIELDS = ("event_id", "event_time", "event_type", "product_id", "user_id")

MAX_ID_BYTES = 128
MAX_TEXT_BYTES = 1_024
EARLIEST = datetime(2000, 1, 1)


@dataclass(frozen=True)
class Settings:
    """What an operator may choose."""

    session_timeout_minutes: int = 30
    session_source: Literal["hybrid", "given", "derived"] = "hybrid"
    shop_timezone: str = "UTC"
    max_future_hours: int = 1
    shop_currency: str = "USD"

    def local_date(self, moment: datetime) -> date:
        """The shop's calendar date at a UTC moment."""
        aware = moment.replace(tzinfo=UTC)
        return aware.astimezone(ZoneInfo(self.shop_timezone)).date()


class Record(NamedTuple):
    """One row of the landing table: lineage and the fields as delivered."""

    object_key: str
    object_hash: str
    record_number: int
    delivered_at: datetime | None
    fields: dict[str, str | None]


@dataclass(frozen=True)
class Event:
    """One accepted event. Times are UTC without a zone, as the marts store them."""

    event_id: str
    user_id: str
    user_session: str | None
    event_type: str
    product_id: str
    category_id: str | None
    category_code: str | None
    brand: str | None
    price: Decimal | None
    quantity: int
    has_quantity: bool
    order_id: str | None
    currency: str | None
    ip: str | None
    user_agent: str | None
    occurred_at: datetime
    delivered_at: datetime | None
    object_key: str
    object_hash: str
    record_number: int
    duplicate_count: int = 0
    has_conflict: bool = False

    @property
    def order(self) -> tuple[datetime, int, bytes, bytes]:
        """The place of the event among those of its user; never a tie."""
        return (
            self.occurred_at,
            EVENT_TYPES.index(self.event_type),
            self.product_id.encode(),
            self.event_id.encode(),
        )

    @property
    def lineage(self) -> tuple[bytes, bytes, int]:
        """Where the copy lay; the smallest wins among copies of one event."""
        return self.object_key.encode(), self.object_hash.encode(), self.record_number

    @property
    def content(self) -> tuple[Any, ...]:
        """Every delivered field by value; copies that differ here conflict."""
        return (
            self.user_id,
            self.user_session,
            self.event_type,
            self.product_id,
            self.category_id,
            self.category_code,
            self.brand,
            self.price,
            self.quantity,
            self.has_quantity,
            self.order_id,
            self.currency,
            self.ip,
            self.user_agent,
            self.occurred_at,
        )


class Staged(NamedTuple):
    """landed = events + their duplicate_count + quarantined."""

    events: list[Event]
    quarantined: list[tuple[Record, Reason]]


def judge(record: Record, settings: Settings) -> Event:
    """The event a record tells of.

    Raises:
        SetAsideError: With the first reason found, in the order checked here.
    """
    values: dict[str, Any] = {
        name: without_junk(record.fields.get(name)) for name in LANDING_FIELDS
    }
    check_fields(values)
    occurred_at = parse_time(values["event_time"])
    if occurred_at < EARLIEST:
        raise SetAsideError(Reason.IMPOSSIBLE_TIME)
    if record.delivered_at is not None and (
        occurred_at - record.delivered_at > timedelta(hours=settings.max_future_hours)
    ):
        raise SetAsideError(Reason.IMPOSSIBLE_TIME)
    if (values["currency"] or settings.shop_currency).upper() != settings.shop_currency:
        raise SetAsideError(Reason.FOREIGN_CURRENCY)
    price, quantity = values["price"], values["quantity"]
    return Event(
        event_id=values["event_id"],
        user_id=values["user_id"],
        user_session=values["user_session"],
        event_type=values["event_type"],
        product_id=values["product_id"],
        category_id=values["category_id"],
        category_code=values["category_code"],
        brand=values["brand"],
        price=None if price is None else parse_price(price),
        quantity=1 if quantity is None else parse_quantity(quantity),
        has_quantity=quantity is not None,
        order_id=values["order_id"],
        currency=values["currency"],
        ip=values["ip"],
        user_agent=values["user_agent"],
        occurred_at=occurred_at,
        delivered_at=record.delivered_at,
        object_key=record.object_key,
        object_hash=record.object_hash,
        record_number=record.record_number,
    )


def check_fields(values: dict[str, Any]) -> None:
    """Refuse what needs no parsing: absences, unknown types, lengths."""
    if any(values[name] is None for name in REQUIRED_FIELDS):
        raise SetAsideError(Reason.MISSING_FIELD)
    if values["event_type"] not in EVENT_TYPES:
        raise SetAsideError(Reason.UNKNOWN_TYPE)
    for name in LANDING_FIELDS:
        value = values[name]
        if value is None:
            continue
        if name not in ID_FIELDS:
            if len(value.encode()) > MAX_TEXT_BYTES:
                raise SetAsideError(Reason.LONG_TEXT)
        elif LOST_DIGITS.fullmatch(value):
            raise SetAsideError(Reason.LOST_DIGITS)
        elif len(value.encode()) > MAX_ID_BYTES:
            raise SetAsideError(Reason.LONG_ID)


def stage(records: Iterable[Record], settings: Settings) -> Staged:
    """Judge every record, then keep one copy of each accepted event."""
    copies_of: dict[str, list[Event]] = {}
    quarantined = []
    for record in records:
        try:
            event = judge(record, settings)
        except SetAsideError as refusal:
            quarantined.append((record, refusal.reason))
        else:
            copies_of.setdefault(event.event_id, []).append(event)
    events = [
        replace(
            min(copies, key=lambda copy: copy.lineage),
            duplicate_count=len(copies) - 1,
            has_conflict=len({copy.content for copy in copies}) > 1,
        )
        for copies in copies_of.values()
    ]
    return Staged(events, quarantined)


def event_rows(events: Iterable[Event], settings: Settings) -> list[dict[str, Any]]:
    """The rows of `fct_events`."""
    left_in_staging = {"currency", "ip", "user_agent"}
    rows = []
    for event in events:
        row = {**vars(event), "event_date": settings.local_date(event.occurred_at)}
        rows.append({name: row[name] for name in row if name not in left_in_staging})
    return rows
