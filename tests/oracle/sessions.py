"""Accepted events → sessions, their orders, and the local days they touch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from .events import Event, Settings

ORDER_CHAIN_GAP = timedelta(minutes=10)
OVERLONG = timedelta(hours=24)
ENGAGED_SECONDS = 10
COUNT_COLUMNS = {
    "view_count": "view",
    "cart_count": "cart",
    "remove_count": "remove_from_cart",
    "purchase_count": "purchase",
}

SessionKey = tuple[str, str | None, datetime]


@dataclass(frozen=True)
class Session:
    """A run of events, in order, under the source id its group has (or none)."""

    user_session: str | None
    events: tuple[Event, ...]

    @property
    def user_id(self) -> str:
        return self.events[0].user_id

    @property
    def started_at(self) -> datetime:
        return self.events[0].occurred_at

    @property
    def ended_at(self) -> datetime:
        return self.events[-1].occurred_at

    @property
    def key(self) -> SessionKey:
        """What the SQL hashes into `session_id`."""
        return self.user_id, self.user_session, self.started_at

    @property
    def is_overlong(self) -> bool:
        return self.ended_at - self.started_at > OVERLONG


def group_of(event: Event, settings: Settings) -> tuple[str | None, str | None]:
    """The (user, source id) within which the event belongs to some session."""
    if settings.session_source == "derived":
        return event.user_id, None
    if settings.session_source == "given" and event.user_session is not None:
        return None, event.user_session
    return event.user_id, event.user_session


def build_sessions(events: Iterable[Event], settings: Settings) -> list[Session]:
    """Every session, by key; each event is in exactly one."""
    timeout = timedelta(minutes=settings.session_timeout_minutes)
    groups: dict[tuple[str | None, str | None], list[Event]] = {}
    for event in sorted(events, key=lambda event: event.order):
        groups.setdefault(group_of(event, settings), []).append(event)
    sessions = []
    for (user_id, user_session), members in groups.items():
        # A group without a user is a source id taken as given: nothing cuts it.
        runs = [members] if user_id is None else cut_at_gaps(members, timeout)
        sessions += [Session(user_session, tuple(run)) for run in runs]
    return sorted(
        sessions,
        key=lambda each: (each.user_id, each.started_at, each.user_session or ""),
    )


def cut_at_gaps(events: Iterable[Event], longest: timedelta) -> list[list[Event]]:
    """Ordered events in runs whose neighbours are at most `longest` apart."""
    runs: list[list[Event]] = []
    for event in events:
        if runs and event.occurred_at - runs[-1][-1].occurred_at <= longest:
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


def orders_of(session: Session) -> list[list[Event]]:
    """The purchases of a session, one list for each order."""
    purchases = [each for each in session.events if each.event_type == "purchase"]
    numbered: dict[str, list[Event]] = {}
    unnumbered = []
    for purchase in purchases:
        if purchase.order_id is None:
            unnumbered.append(purchase)
        else:
            numbered.setdefault(purchase.order_id, []).append(purchase)
    return [*numbered.values(), *cut_at_gaps(unnumbered, ORDER_CHAIN_GAP)]


def order_lines(order: Iterable[Event]) -> list[Event]:
    """The purchases of one order that count: the earliest of every equal line."""
    purchases = list(order)
    with_quantity = {each.product_id for each in purchases if each.has_quantity}
    lines: dict[tuple[str, int, Decimal | None], Event] = {}
    for purchase in purchases:
        if purchase.has_quantity or purchase.product_id not in with_quantity:
            line = (purchase.product_id, purchase.quantity, purchase.price)
            lines.setdefault(line, purchase)
    return list(lines.values())


def revenue_lines(session: Session) -> list[Event]:
    """The counting purchases of every order of a session."""
    return [line for order in orders_of(session) for line in order_lines(order)]


def revenue(lines: Iterable[Event]) -> Decimal:
    """What the lines are worth; a line without a price is worth nothing."""
    return sum(
        (line.price * line.quantity for line in lines if line.price is not None),
        Decimal("0.00"),
    )


def counts(events: Iterable[Event]) -> dict[str, int]:
    """Events in all and of each type."""
    types = [event.event_type for event in events]
    by_type = {column: types.count(kind) for column, kind in COUNT_COLUMNS.items()}
    return {"event_count": len(types)} | by_type


def session_rows(sessions: list[Session], settings: Settings) -> list[dict[str, Any]]:
    """The rows of `fct_sessions`, without `session_id` and `is_bot`.

    Sessions of a user that start together are numbered by their hashed id, which
    the oracle does not know: `session_number` lies from `session_number_low` to
    `session_number_high`, and `is_new_visitor` is None where several could be first.
    """
    rows = []
    for session in sessions:
        starts = [
            other.started_at for other in sessions if other.user_id == session.user_id
        ]
        low = 1 + sum(start < session.started_at for start in starts)
        high = sum(start <= session.started_at for start in starts)
        counted = counts(session.events)
        duration = (session.ended_at - session.started_at) / timedelta(seconds=1)
        rows.append(
            {
                "user_id": session.user_id,
                "user_session": session.user_session,
                "started_at": session.started_at,
                "ended_at": session.ended_at,
                "session_date": settings.local_date(session.started_at),
                "duration_seconds": duration,
                **counted,
                "product_count": len({each.product_id for each in session.events}),
                "order_count": len(orders_of(session)),
                "revenue_amount": revenue(revenue_lines(session)),
                "session_number_low": low,
                "session_number_high": high,
                "is_new_visitor": None if low == 1 < high else low == 1,
                "is_bounce": counted["event_count"] == 1,
                "is_engaged": (
                    counted["view_count"] >= 2
                    or counted["cart_count"] >= 1
                    or duration >= ENGAGED_SECONDS
                ),
                "is_overlong": session.is_overlong,
                "entry_product_id": session.events[0].product_id,
                "exit_product_id": session.events[-1].product_id,
            }
        )
    return rows


def session_day_rows(
    sessions: Iterable[Session], settings: Settings
) -> list[dict[str, Any]]:
    """The rows of `fct_session_days`, `started_at` in place of `session_id`."""
    rows = []
    for session in sessions:
        lines = revenue_lines(session)
        dates = [settings.local_date(event.occurred_at) for event in session.events]
        for day in sorted(set(dates)):
            of_day = [
                event
                for event, date in zip(session.events, dates, strict=True)
                if date == day
            ]
            rows.append(
                {
                    "user_id": session.user_id,
                    "user_session": session.user_session,
                    "started_at": session.started_at,
                    "session_date": day,
                    **counts(of_day),
                    "revenue_amount": revenue(
                        line
                        for line in lines
                        if settings.local_date(line.occurred_at) == day
                    ),
                }
            )
    return rows
