"""Accepted events → the ledger of every user's cart, its episodes, and their days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from .events import Event, Settings
from .sessions import Session, SessionKey

IDLE = timedelta(hours=24)
EXPIRY = timedelta(days=30)
RECOVERY = timedelta(days=7)
NOTHING = Decimal("0.00")

Row = dict[str, Any]


@dataclass
class Line:
    """One cart, removal or purchase event, and what lay in the cart around it."""

    event: Event
    session: SessionKey
    before: int
    after: int
    contents: dict[str, int]  # pieces by product after the event, none of them 0
    amount: Decimal
    cart: "Cart | None" = None

    @property
    def at(self) -> datetime:
        return self.event.occurred_at

    @property
    def is_orphan(self) -> bool:
        return self.event.event_type != "cart" and self.before == 0

    def took(self, event_type: str) -> int:
        """Pieces that an event of the type took out."""
        is_that = self.event.event_type == event_type
        return self.before - self.after if is_that else 0


@dataclass
class Cart:
    """An episode: the user's activity while something lies in the cart."""

    lines: list[Line] = field(default_factory=list)
    next_at: datetime | None = None  # the user's first activity after the episode
    purchases: list[Event] = field(default_factory=list)  # all of the user

    @property
    def opened_at(self) -> datetime:
        return self.lines[0].at

    @property
    def last_activity_at(self) -> datetime:
        return self.lines[-1].at

    @property
    def left(self) -> dict[str, int]:
        return self.lines[-1].contents

    @property
    def products(self) -> set[str]:
        added = [each for each in self.lines if each.event.event_type == "cart"]
        return {each.event.product_id for each in added}

    def latest_addition(self, product_id: str) -> Event:
        return next(
            each.event
            for each in reversed(self.lines)
            if each.event.event_type == "cart" and each.event.product_id == product_id
        )

    def left_amount(self, product_id: str) -> Decimal:
        price = self.latest_addition(product_id).price
        return (price or NOTHING) * self.left.get(product_id, 0)

    def status(self, watermark: datetime) -> str:
        if not self.left:
            bought = any(each.took("purchase") for each in self.lines)
            return "purchased" if bought else "emptied"
        until = max(watermark, self.next_at or watermark)
        if until - self.last_activity_at >= EXPIRY:
            return "expired"
        return "abandoned" if until - self.last_activity_at >= IDLE else "open"

    def abandonment(self, watermark: datetime) -> tuple[datetime, Line] | None:
        """When it was first left alone for long enough, and the line before."""
        followed_by = [each.at for each in self.lines[1:]] + [self.next_at or watermark]
        for line, until in zip(self.lines, followed_by, strict=True):
            if line.contents and until - line.at >= IDLE:
                return line.at + IDLE, line
        return None

    def bought_back(self, watermark: datetime) -> list[Event]:
        """The user's purchases within the window after the abandonment."""
        found = self.abandonment(watermark)
        if found is None:
            return []
        return [
            each
            for each in self.purchases
            if found[0] <= each.occurred_at <= found[0] + RECOVERY
        ]

    def reopenings(self) -> int:
        """Runs of activity after a silence that hold an addition."""
        runs = [[self.lines[0]]]
        for line in self.lines[1:]:
            if line.at - runs[-1][-1].at >= IDLE:
                runs.append([])
            runs[-1].append(line)
        return sum(
            any(line.event.event_type == "cart" for line in run) for run in runs[1:]
        )


def watermark_of(events: Iterable[Event]) -> datetime | None:
    """How far the events reach: those of known delivery, or all if there are none."""
    events = list(events)
    known = [each.occurred_at for each in events if each.delivered_at is not None]
    return max(known or [each.occurred_at for each in events], default=None)


def build_ledger(events: Iterable[Event], sessions: Iterable[Session]) -> list[Line]:
    """Every line, user by user, in order; `line.cart` is its episode."""
    session_of = {
        event.event_id: session.key for session in sessions for event in session.events
    }
    lives: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.order):
        if event.event_type != "view":
            lives.setdefault(event.user_id, []).append(event)
    return [line for life in lives.values() for line in ledger_of(life, session_of)]


def ledger_of(life: list[Event], session_of: dict[str, SessionKey]) -> list[Line]:
    """The lines of one user, whose events come in order."""
    lines: list[Line] = []
    contents: dict[str, int] = {}
    prices: dict[str, Decimal] = {}
    cart: Cart | None = None
    closed: Cart | None = None
    purchases = [each for each in life if each.event_type == "purchase"]
    for event in life:
        if lines and event.occurred_at - lines[-1].at >= EXPIRY:
            contents, cart = {}, None
        if closed is not None and cart is not closed and closed.next_at is None:
            closed.next_at = event.occurred_at
        product = event.product_id
        before = contents.get(product, 0)
        if event.event_type == "cart":
            if cart is None:
                cart = closed = Cart(purchases=purchases)
            after = before + event.quantity
            prices[product] = event.price or NOTHING
        else:
            after = max(before - event.quantity, 0)
        contents = {key: value for key, value in contents.items() if key != product}
        if after:
            contents[product] = after
        amount = sum((prices[key] * many for key, many in contents.items()), NOTHING)
        line = Line(
            event, session_of[event.event_id], before, after, contents, amount, cart
        )
        lines.append(line)
        if cart is not None:
            cart.lines.append(line)
            if not contents:
                cart = None
    return lines


def carts_of(lines: Iterable[Line]) -> list[Cart]:
    """Every episode once, in the order of its opening."""
    found = {id(line.cart): line.cart for line in lines if line.cart is not None}
    return list(found.values())


def cart_line_rows(lines: Iterable[Line], settings: Settings) -> list[Row]:
    """The rows of `fct_cart_lines`, with keys in place of hashed ids."""
    return [
        {
            "event_id": line.event.event_id,
            "user_id": line.event.user_id,
            "opened_at": line.cart.opened_at if line.cart else None,
            "session": line.session,
            "product_id": line.event.product_id,
            "event_type": line.event.event_type,
            "category_code": line.event.category_code,
            "brand": line.event.brand,
            "price": line.event.price,
            "quantity": line.event.quantity,
            "balance_before": line.before,
            "balance_after": line.after,
            "cart_quantity": sum(line.contents.values()),
            "cart_amount": line.amount,
            "is_orphan": line.is_orphan,
            "occurred_at": line.at,
            "event_date": settings.local_date(line.at),
        }
        for line in lines
    ]


def cart_rows(
    carts: list[Cart],
    watermark: datetime,
    bots: frozenset[SessionKey],
    settings: Settings,
) -> list[Row]:
    """The rows of `fct_carts`, with keys in place of hashed ids."""
    rows = []
    for cart in carts:
        lines, status = cart.lines, cart.status(watermark)
        abandonment = cart.abandonment(watermark)
        bought = cart.bought_back(watermark)
        lay = abandonment[1].contents if abandonment else {}
        is_same = any(each.product_id in lay for each in bought)
        purchased = sum(each.took("purchase") for each in lines)
        closed_at = {"expired": cart.last_activity_at + EXPIRY} | dict.fromkeys(
            ("purchased", "emptied"), cart.last_activity_at
        )
        rows.append(
            {
                "user_id": lines[0].event.user_id,
                "opened_at": cart.opened_at,
                "opened_session": lines[0].session,
                "opened_date": settings.local_date(cart.opened_at),
                "status": status,
                "item_count": len(cart.products),
                "added_quantity": sum(
                    each.after - each.before
                    for each in lines
                    if each.event.event_type == "cart"
                ),
                "removed_quantity": sum(
                    each.took("remove_from_cart") for each in lines
                ),
                "purchased_quantity": purchased,
                "remaining_quantity": sum(cart.left.values()),
                "remaining_amount": sum(map(cart.left_amount, cart.left), NOTHING),
                "peak_amount": max(each.amount for each in lines),
                "activity_count": len(lines),
                "orphan_count": sum(each.is_orphan for each in lines),
                "session_count": len({each.session for each in lines}),
                "reopen_count": cart.reopenings(),
                "is_partial": purchased > 0 and bool(cart.left),
                "has_same_session_purchase": any(
                    each.took("purchase") and each.session == lines[0].session
                    for each in lines
                ),
                "recovered_same_item": is_same,
                "recovered_other_item": bool(bought) and not is_same,
                "is_bot": lines[0].session in bots,
                "last_activity_at": cart.last_activity_at,
                "closed_at": closed_at.get(status),
                "abandoned_at": abandonment[0] if abandonment else None,
                "recovered_at": bought[0].occurred_at if bought else None,
            }
        )
    return rows
