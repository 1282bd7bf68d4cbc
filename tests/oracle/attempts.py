"""Sessions by brand, visitors over days → attempts at a funnel, and their days."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from .events import Event, Settings
from .funnels import PAST, Row, funnel_measures, ordered_steps
from .sessions import Session, SessionKey

WINDOWS = {"visitor_1_day": 1, "visitor_7_days": 7, "visitor_30_days": 30}
HOLDS: dict[str, Callable[[Event], str]] = {
    "none": lambda _: "all",
    "category_level_1": lambda event: (
        (event.category_code or "").split(".")[0] or "unknown"
    ),
    "brand": lambda event: event.brand or "unknown",
    "product": lambda event: event.product_id,
}


def steps_of(events: list[Event]) -> Row:
    """What the events reach in order, and what they do at all."""
    reached = ordered_steps(events)
    types = {event.event_type for event in events}
    row: Row = {"is_direct_purchase": "purchase" in types and "cart" not in types}
    for step, past in PAST.items():
        row[f"reached_{step}"] = reached[step] is not None
        row[f"did_{step}"] = step in types
        row[f"{past}_at"] = reached[step]
    return row


def session_attempts(
    sessions: Iterable[Session], bots: frozenset[SessionKey], settings: Settings
) -> list[Row]:
    """One row per human session and member of each dimension among its events."""
    rows = []
    for session in sessions:
        if session.is_overlong or session.key in bots:
            continue
        for hold, member_of in HOLDS.items():
            for member in {member_of(event) for event in session.events}:
                of_member = [
                    event for event in session.events if member_of(event) == member
                ]
                rows.append(
                    {
                        "session_date": settings.local_date(session.started_at),
                        "scope": "session",
                        "hold": hold,
                        "member": member,
                        "event_count": len(of_member),
                        "is_mature": True,
                        **steps_of(of_member),
                    }
                )
    return rows


def visitor_funnel_rows(
    sessions: list[Session],
    bots: frozenset[SessionKey],
    watermark: datetime,
    settings: Settings,
) -> list[Row]:
    """The rows of `fct_visitor_funnels`, the session's key in place of its id."""
    by_user: dict[str, list[tuple[Event, Session]]] = {}
    for session in sessions:
        for event in session.events:
            by_user.setdefault(event.user_id, []).append((event, session))
    rows = []
    for user_id, seen in by_user.items():
        seen.sort(key=lambda pair: pair[0].order)
        for day, (entry, session) in entries_of(seen, settings).items():
            for scope, days in WINDOWS.items():
                end = entry.occurred_at + timedelta(days=days)
                inside = [
                    event
                    for event, _ in seen
                    if event.order >= entry.order and event.occurred_at <= end
                ]
                rows.append(
                    {
                        "user_id": user_id,
                        "entry_date": day,
                        "scope": scope,
                        "session": session.key,
                        "window_days": days,
                        "is_mature": end <= watermark,
                        "is_overlong": session.is_overlong,
                        "is_bot": session.key in bots,
                        "window_ended_at": end,
                        **steps_of(inside),
                    }
                )
    return rows


def entries_of(
    seen: list[tuple[Event, Session]], settings: Settings
) -> dict[date, tuple[Event, Session]]:
    """A visitor's first view of each local date, and the session it counts in."""
    found: dict[date, tuple[Event, Session]] = {}
    for event, session in seen:
        if event.event_type != "view":
            continue
        day = settings.local_date(event.occurred_at)
        first, earliest = found.setdefault(day, (event, session))
        if first.occurred_at == event.occurred_at:
            found[day] = first, min(earliest, session, key=begun)
    return found


def begun(session: Session) -> tuple[datetime, bytes]:
    return session.started_at, (session.user_session or "").encode()


def attempt_day_rows(attempts: Iterable[Row]) -> list[Row]:
    """The rows of both daily funnels."""
    by_key: dict[tuple[Any, ...], list[Row]] = {}
    for row in attempts:
        key = (row["session_date"], row["scope"], row["hold"], row["member"])
        by_key.setdefault(key, []).append(row)
    rows = []
    for (day, scope, hold, member), members in by_key.items():
        mature = [row for row in members if row["is_mature"]]
        counts = [row["event_count"] for row in mature if "event_count" in row]
        rows.append(
            {
                "session_date": day,
                "scope": scope,
                "hold": hold,
                "member": member,
                "session_count": len(mature),
                "event_count": sum(counts) if counts else None,
                "sessions_immature": len(members) - len(mature),
                "sessions_with_direct_purchase": sum(
                    row["is_direct_purchase"] for row in mature
                ),
                **funnel_measures(mature),
            }
        )
    return rows


def visitor_attempts(funnels: Iterable[Row]) -> list[Row]:
    """The human rows of `visitor_funnel_rows` as attempts of their days."""
    return [
        row | {"session_date": row["entry_date"], "hold": "none", "member": "all"}
        for row in funnels
        if not row["is_bot"] and not row["is_overlong"]
    ]
