"""Sessions and events → bot flags, and which sessions are bots.

Each rule in the words of its definition; the numbers are written once more, on
purpose, so that a slip in the seed shows.
"""

import statistics
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from .events import Event, Settings
from .funnels import ordered_steps, rounded
from .sessions import Session, SessionKey, orders_of, session_rows

BURST_EVENTS, BURST_WINDOW = 60, timedelta(seconds=60)
SESSION_EVENTS, DAY_EVENTS = 500, 1_000
WALK_VIEWS, WALK_SHARE = 100, Fraction(9, 10)
STEADY_EVENTS, STEADY_VARIATION = 50, 0.1
ACTIVE_HOURS = 20
BULK_ORDERS = 3
BOT_NAMES = ("googlebot", "bingbot", "gptbot", "headlesschrome", "curl/", "python-req")

Flags = dict[str, float]
UserDay = tuple[str, date]


def session_flags(session: Session) -> Flags:
    """The rules that a session meets, and what was measured."""
    events = session.events
    times = [event.occurred_at for event in events]
    viewed = [event.product_id for event in events if event.event_type == "view"]
    flags: Flags = {}

    fastest = fastest_burst(times)
    if fastest is not None and fastest <= BURST_WINDOW:
        flags["burst"] = fastest / timedelta(seconds=1)
    if len(events) >= SESSION_EVENTS:
        flags["many_events"] = len(events)
    if len(viewed) >= WALK_VIEWS and all(each.event_type != "cart" for each in events):
        share = Fraction(len(set(viewed)), len(viewed))
        if share >= WALK_SHARE:
            flags["catalogue_walk"] = float(share)
    if len(events) >= STEADY_EVENTS:
        variation = variation_of_gaps(times)
        if variation is not None and variation < STEADY_VARIATION:
            flags["steady_gaps"] = variation
    by_bots = sum(is_bot_agent(event.user_agent) for event in events)
    if by_bots:
        flags["known_user_agent"] = by_bots
    return with_orders(flags, len(orders_of(session)))


def fastest_burst(times: list[datetime]) -> timedelta | None:
    """The shortest time in which as many events as a burst has follow each other."""
    spans = [
        later - earlier
        for earlier, later in zip(times, times[BURST_EVENTS - 1 :], strict=False)
    ]
    return min(spans, default=None)


def variation_of_gaps(times: list[datetime]) -> float | None:
    """Standard deviation of the gaps over their mean, to the places of a mart."""
    gaps = [
        (later - earlier) / timedelta(seconds=1) for earlier, later in pairwise(times)
    ]
    mean = statistics.fmean(gaps)
    return rounded(statistics.pstdev(gaps) / mean) if mean else None


def is_bot_agent(user_agent: str | None) -> bool:
    """Whether the user agent names one of the bots that histories have."""
    told = (user_agent or "").lower()
    return any(name in told for name in BOT_NAMES)


def user_day_flags(events: list[Event], settings: Settings) -> Flags:
    """The rules that a user's events of one local date meet."""
    zone = ZoneInfo(settings.shop_timezone)
    hours = {
        event.occurred_at.replace(tzinfo=UTC).astimezone(zone).hour for event in events
    }
    flags: Flags = {}
    if len(events) >= DAY_EVENTS:
        flags["many_events"] = len(events)
    if len(hours) >= ACTIVE_HOURS:
        flags["around_the_clock"] = len(hours)
    ordered = tuple(sorted(events, key=lambda event: event.order))
    return with_orders(flags, len(orders_of(Session(None, ordered))))


def with_orders(flags: Flags, order_count: int) -> Flags:
    """The flags, and that of a bulk buyer where there are others."""
    if flags and order_count >= BULK_ORDERS:
        flags["bulk_buyer"] = order_count
    return flags


def all_flags(
    sessions: Iterable[Session], events: Iterable[Event], settings: Settings
) -> tuple[dict[SessionKey, Flags], dict[UserDay, Flags]]:
    """Flags of every session and user day that has any."""
    days: dict[UserDay, list[Event]] = {}
    for event in events:
        day = (event.user_id, settings.local_date(event.occurred_at))
        days.setdefault(day, []).append(event)
    by_session = {session.key: session_flags(session) for session in sessions}
    by_day = {day: user_day_flags(members, settings) for day, members in days.items()}
    return (
        {key: flags for key, flags in by_session.items() if flags},
        {day: flags for day, flags in by_day.items() if flags},
    )


def bot_sessions(
    sessions: Iterable[Session], events: Iterable[Event], settings: Settings
) -> frozenset[SessionKey]:
    """Keys of the sessions that are bots."""
    sessions = list(sessions)
    by_session, by_day = all_flags(sessions, events, settings)
    bots = set()
    for session in sessions:
        if len(orders_of(session)) >= BULK_ORDERS:
            continue
        dates = {settings.local_date(event.occurred_at) for event in session.events}
        days = [by_day.get((session.user_id, day), {}) for day in dates]
        if session.key in by_session or any(
            flags and "bulk_buyer" not in flags for flags in days
        ):
            bots.add(session.key)
    return frozenset(bots)


def flag_rows(
    sessions: Iterable[Session], events: Iterable[Event], settings: Settings
) -> list[dict[str, Any]]:
    """The rows of `fct_bot_flags`; of a session `entity` is its key."""
    by_session, by_day = all_flags(sessions, events, settings)
    units: list[tuple[str, Any, str, date, Flags]] = [
        ("session", key, key[0], settings.local_date(key[2]), flags)
        for key, flags in by_session.items()
    ]
    units += [
        ("user_day", user_id, user_id, day, flags)
        for (user_id, day), flags in by_day.items()
    ]
    return [
        {
            "rule": rule,
            "scope": scope,
            "entity": entity,
            "bucket": bucket,
            "user_id": user_id,
            "measured_value": rounded(value),
            "weight": int(rule != "bulk_buyer"),
        }
        for scope, entity, user_id, bucket, flags in units
        for rule, value in flags.items()
    ]


def impact_rows(
    sessions: Iterable[Session], bots: frozenset[SessionKey], settings: Settings
) -> list[dict[str, Any]]:
    """The rows of `rpt_bot_impact`, without `relative_change`."""
    by_date: dict[date, list[Session]] = {}
    for session in sessions:
        if not session.is_overlong:
            day = settings.local_date(session.started_at)
            by_date.setdefault(day, []).append(session)
    rows = []
    for day, members in by_date.items():
        humans = [session for session in members if session.key not in bots]
        of_all, of_humans = (
            headlines(members, settings),
            headlines(humans, settings),
        )
        rows += [
            {
                "session_date": day,
                "headline": name,
                "value_with_bots": value,
                "value_without_bots": of_humans[name],
            }
            for name, value in of_all.items()
        ]
    return rows


def headlines(sessions: list[Session], settings: Settings) -> dict[str, float | None]:
    """What a shop tells of the sessions of one date."""
    rows = session_rows(sessions, settings)
    steps = [ordered_steps(session.events) for session in sessions]
    viewed, carted, purchased = (
        sum(reached[step] is not None for reached in steps)
        for step in ("view", "cart", "purchase")
    )
    sums = {
        "visitors": len({session.user_id for session in sessions}),
        "sessions": len(sessions),
        "events": sum(row["event_count"] for row in rows),
        "views": sum(row["view_count"] for row in rows),
        "carts": sum(row["cart_count"] for row in rows),
        "purchases": sum(row["purchase_count"] for row in rows),
        "orders": sum(row["order_count"] for row in rows),
        "revenue": float(sum(row["revenue_amount"] for row in rows)),
    }
    return {
        **sums,
        "bounce_rate": share(sum(row["is_bounce"] for row in rows), len(rows)),
        "engagement_rate": share(sum(row["is_engaged"] for row in rows), len(rows)),
        "view_to_cart_rate": share(carted, viewed),
        "cart_to_purchase_rate": share(purchased, carted),
        "view_to_purchase_rate": share(purchased, viewed),
    }


def share(part: int, whole: int) -> float | None:
    return rounded(part / whole) if whole else None
