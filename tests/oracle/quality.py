"""Staged records, sessions and cart lines → data quality per local date."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from .carts import Line
from .events import Event, Record, Settings, Staged
from .funnels import rounded
from .sessions import Session

Row = dict[str, Any]
Counts = dict[tuple[date, str, str], int]

TIMEOUT = timedelta(minutes=30)
DELAYS = {
    "up to 1 hour": timedelta(hours=1),
    "1 hour to 1 day": timedelta(days=1),
    "1 to 7 days": timedelta(days=7),
    "over 7 days": timedelta.max,
}
UNKNOWN: dict[str, Callable[[Event], object]] = {
    "category_code": lambda event: event.category_code,
    "brand": lambda event: event.brand,
    "user_session": lambda event: event.user_session,
    "price": lambda event: event.price,
}


def delay_of(event: Event) -> str:
    """The class of the time from the event to its delivery."""
    if event.delivered_at is None:
        return "unknown"
    waited = event.delivered_at - event.occurred_at
    return next(name for name, longest in DELAYS.items() if waited <= longest)


def is_reopened(session: Session) -> bool:
    """Whether some of its events came when it was over, and others before these."""
    known = [each.delivered_at for each in session.events if each.delivered_at]
    return bool(known) and min(known) < max(known) > session.ended_at + TIMEOUT


def quality_rows(
    records: Iterable[Record],
    staged: Staged,
    sessions: Iterable[Session],
    lines: Iterable[Line],
    landed_at: datetime,
    settings: Settings,
) -> list[Row]:
    """The rows of `ops_data_quality_daily`; the reasons of refusal are not told."""
    found: Counts = {}
    whole: Counts = {}

    def count(day: date, measure: str, detail: str, part: int, of: int = 1) -> None:
        key = day, measure, detail
        found[key] = found.get(key, 0) + part
        whole[key] = whole.get(key, 0) + of

    def delivery_date(record: Record) -> date:
        return settings.local_date(record.delivered_at or landed_at)

    for record in records:
        day = delivery_date(record)
        count(day, "delivered", "all", 1)
        count(day, "quarantined", "all", 0)
    for record, _ in staged.quarantined:
        count(delivery_date(record), "quarantined", "all", 1, 0)
    for event in staged.events:
        day = settings.local_date(event.occurred_at)
        count(day, "repeats", "all", event.duplicate_count, event.duplicate_count + 1)
        count(day, "conflicts", "all", event.has_conflict)
        for name in (*DELAYS, "unknown"):
            count(day, "delay", name, name == delay_of(event))
        for name, value_of in UNKNOWN.items():
            count(day, "unknown", name, value_of(event) is None)
    for line in lines:
        if line.event.event_type != "cart":
            day = settings.local_date(line.at)
            count(day, "orphans", line.event.event_type, line.is_orphan)
    for session in sessions:
        day = settings.local_date(session.started_at)
        count(day, "reopened_sessions", "all", is_reopened(session))
    return [
        {
            "quality_date": key[0],
            "measure": key[1],
            "detail": key[2],
            "record_count": part,
            "denominator_count": whole[key],
            "record_share": rounded(part / whole[key]),
        }
        for key, part in found.items()
        if key[1] != "quarantined" or part
    ]
