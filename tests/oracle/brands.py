"""Events → how brands do by week, and which are counted in which window.

Humans' events alone: those outside sessions of bots.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .bots import bot_sessions, share
from .calendar import DAY, monday, watermark_date
from .catalogue import categories_of
from .events import Event, Settings
from .sessions import Session, order_lines, orders_of, revenue

Row = dict[str, Any]
COUNTED = ("view", "cart", "purchase")


@dataclass
class Counted:
    """What humans did with a brand: who did what, and orders with their lines."""

    users: dict[str, set[str]] = field(
        default_factory=lambda: {kind: set() for kind in COUNTED}
    )
    events: list[Event] = field(default_factory=list)
    orders: set[tuple[Any, int]] = field(default_factory=set)
    lines: list[Event] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(event.event_type == kind for event in self.events)

    def both(self, one: str, other: str) -> int:
        """How many humans did the one and the other."""
        return len(self.users[one] & self.users[other])


@dataclass(frozen=True)
class Humans:
    """Sessions of humans, and the dates that all events reach."""

    sessions: list[Session]
    settings: Settings
    first_date: date
    today: date

    @classmethod
    def of(
        cls, sessions: list[Session], events: list[Event], settings: Settings
    ) -> "Humans":
        bots = bot_sessions(sessions, events, settings)
        return cls(
            [session for session in sessions if session.key not in bots],
            settings,
            min(settings.local_date(event.occurred_at) for event in events),
            watermark_date(events, settings),
        )

    def happenings(self) -> Iterator[tuple[date, Event, tuple[Any, int] | None]]:
        """Every event, without an order, and every line of an order, with it."""
        for session in self.sessions:
            for event in session.events:
                if event.event_type in COUNTED:
                    yield self.settings.local_date(event.occurred_at), event, None
            for number, order in enumerate(orders_of(session)):
                for line in order_lines(order):
                    day = self.settings.local_date(line.occurred_at)
                    yield day, line, (session.key, number)


def add(counted: Counted, event: Event, order: tuple[Any, int] | None) -> None:
    if order is None:
        counted.events.append(event)
        counted.users[event.event_type].add(event.user_id)
    else:
        counted.lines.append(event)
        counted.orders.add(order)


def brand_of(event: Event) -> str:
    return event.brand or "unbranded"


def performance_rows(humans: Humans) -> list[Row]:
    """The rows of `rpt_brand_performance`."""
    weeks: dict[date, dict[str, Counted]] = {}
    for day, event, order in humans.happenings():
        brands = weeks.setdefault(monday(day), {})
        add(brands.setdefault(brand_of(event), Counted()), event, order)
    return [
        {
            "week_start_date": week,
            "brand": brand,
            "is_complete": week + 7 * DAY <= humans.today,
            **measures(counted, brands.values()),
        }
        for week, brands in weeks.items()
        for brand, counted in brands.items()
    ]


def measures(counted: Counted, brands: Iterable[Counted]) -> Row:
    """What is said of one brand among those of its week."""
    viewers, carters, buyers = (len(counted.users[kind]) for kind in COUNTED)
    amount = revenue(counted.lines)
    all_brands = list(brands)
    all_views = sum(one.count("view") for one in all_brands)
    all_revenue = sum((revenue(one.lines) for one in all_brands), Decimal(0))
    return {
        "viewer_count": viewers,
        "carter_count": carters,
        "buyer_count": buyers,
        "viewer_carter_count": counted.both("view", "cart"),
        "viewer_buyer_count": counted.both("view", "purchase"),
        "carter_buyer_count": counted.both("cart", "purchase"),
        "view_count": counted.count("view"),
        "cart_count": counted.count("cart"),
        "order_count": len(counted.orders),
        "revenue_amount": amount,
        "view_to_cart_rate": share(counted.both("view", "cart"), viewers),
        "cart_to_purchase_rate": share(counted.both("cart", "purchase"), carters),
        "view_to_purchase_rate": share(counted.both("view", "purchase"), viewers),
        "view_share": share(counted.count("view"), all_views),
        "revenue_share": float(amount / all_revenue) if all_revenue else None,
    }


def window_counts(
    humans: Humans, as_of: date, days: int
) -> dict[str, dict[str, Counted]]:
    """Category → brand → what humans did in the days before a date."""
    found: dict[str, dict[str, Counted]] = {}
    for day, event, order in humans.happenings():
        if as_of - days * DAY <= day < as_of:
            brands = found.setdefault(categories_of(event)[1], {})
            add(brands.setdefault(brand_of(event), Counted()), event, order)
    return found
