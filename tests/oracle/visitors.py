"""Accepted events → visitors by local date, week and month; users."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any

from .calendar import DAY, dates_of, monday, next_month, watermark_date
from .events import Event, Settings
from .sessions import Session, SessionKey, counts, orders_of, revenue, revenue_lines

Row = dict[str, Any]

# grain: (the period's first date, the first date after it)
GRAINS: dict[str, tuple[Callable[[date], date], Callable[[date], date]]] = {
    "day": (lambda day: day, lambda day: day + DAY),
    "week": (monday, lambda day: monday(day) + timedelta(days=7)),
    "month": (lambda day: day.replace(day=1), next_month),
}


def events_by_visit(
    events: Iterable[Event], settings: Settings
) -> dict[str, dict[date, list[Event]]]:
    """Events by user and local date."""
    found: dict[str, dict[date, list[Event]]] = {}
    for event in events:
        visits = found.setdefault(event.user_id, {})
        visits.setdefault(settings.local_date(event.occurred_at), []).append(event)
    return found


def events_of_bots(
    sessions: Iterable[Session], bots: frozenset[SessionKey]
) -> frozenset[str]:
    """Ids of the events in sessions of bots."""
    return frozenset(
        event.event_id
        for session in sessions
        if session.key in bots
        for event in session.events
    )


def dates_as_human(
    visits: dict[date, list[Event]], by_bots: frozenset[str]
) -> set[date]:
    """The dates on which some event is in no session of a bot."""
    return {
        day
        for day, members in visits.items()
        if any(event.event_id not in by_bots for event in members)
    }


def visitor_day_rows(
    events: Iterable[Event], by_bots: frozenset[str], settings: Settings
) -> list[Row]:
    """The rows of `fct_visitor_days`."""
    rows = []
    for user_id, visits in events_by_visit(events, settings).items():
        human = dates_as_human(visits, by_bots)
        weeks: dict[date, set[date]] = {}
        months: dict[date, set[date]] = {}
        for day in visits:
            weeks.setdefault(monday(day), set()).add(day)
            months.setdefault(day.replace(day=1), set()).add(day)
        for day, members in visits.items():
            before = [other for other in visits if other < day]
            rows.append(
                {
                    "user_id": user_id,
                    "visitor_date": day,
                    "first_visit_date": min(visits),
                    "previous_visit_date": max(before, default=None),
                    **counts(members),
                    "is_bot": day not in human,
                    "is_new_visitor": day == counted(set(visits), human),
                    "is_first_of_week": day == counted(weeks[monday(day)], human),
                    "is_first_of_month": day
                    == counted(months[day.replace(day=1)], human),
                }
            )
    return rows


def counted(days: set[date], human: set[date]) -> date:
    """The date that stands for a user in a period: the first, as a human if ever."""
    return min(days & human or days)


def unique_visitor_rows(
    events: list[Event], by_bots: frozenset[str], settings: Settings
) -> list[Row]:
    """The rows of `rpt_unique_visitors`: sets of users, counted."""
    all_visits = events_by_visit(events, settings)
    by_user = {
        user: human
        for user, visits in all_visits.items()
        if (human := dates_as_human(visits, by_bots))
    }
    days = dates_of(events, settings)
    rows = []
    for grain, (begin, end) in GRAINS.items():
        for start, dates in groupby(sorted(days), begin):
            inside = list(dates)
            users = {user for user, seen in by_user.items() if seen & set(inside)}
            came = {
                user
                for user, visits in all_visits.items()
                if not visits.keys().isdisjoint(inside)
            }
            if not came:
                continue
            new = {user for user in users if min(by_user[user]) in inside}
            daily = sum(day in by_user[user] for user in users for day in inside)
            rows.append(
                {
                    "grain": grain,
                    "visitor_date": start,
                    "visitors": len(users),
                    "new_visitors": len(new),
                    "returning_visitors": len(users - new),
                    "bot_visitors": len(came - users),
                    "visitor_day_count": daily,
                    "day_count": len(inside),
                    "stickiness_rate": float(Fraction(daily, len(inside)) / len(users))
                    if users
                    else None,
                    "is_complete": end(start) <= watermark_date(events, settings),
                }
            )
    return rows


def user_rows(
    events: Iterable[Event],
    sessions: Iterable[Session],
    by_bots: frozenset[str],
    settings: Settings,
) -> list[Row]:
    """The rows of `dim_users`."""
    sessions_of: dict[str, list[Session]] = {}
    for session in sessions:
        sessions_of.setdefault(session.user_id, []).append(session)
    return [
        {
            "user_id": user_id,
            "first_visit_date": min(visits),
            "last_visit_date": max(visits),
            "visit_day_count": len(visits),
            **counts([event for members in visits.values() for event in members]),
            "session_count": len(sessions_of.get(user_id, [])),
            "order_count": sum(
                len(orders_of(session)) for session in sessions_of.get(user_id, [])
            ),
            "revenue_amount": sum(
                revenue(revenue_lines(session))
                for session in sessions_of.get(user_id, [])
            ),
            "is_bot": not dates_as_human(visits, by_bots),
        }
        for user_id, visits in events_by_visit(events, settings).items()
    ]
