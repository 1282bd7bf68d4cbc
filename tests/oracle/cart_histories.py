"""Histories of carts: months of them, around every limit of theirs.

As in `histories`, few users and products meet again and again, here at the silences
that abandon, recover and expire a cart, with quantities that never quite fit.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from .conflicts import conflicting_copy
from .events import EVENT_TYPES, Record
from .histories import (
    MICROSECOND,
    MINUTE,
    SECOND,
    SOURCE_IDS,
    TIMEOUT,
    Draft,
    History,
    copies,
    packed,
)

DAY = timedelta(days=1)
LIMITS = (DAY, 7 * DAY, 8 * DAY, 30 * DAY)  # abandoned, its window, both, expired
GAPS = (
    0 * SECOND,
    0 * SECOND,
    MICROSECOND,
    SECOND,
    20 * MINUTE,
    TIMEOUT,
    2 * TIMEOUT,
    timedelta(hours=5),
    12 * DAY,
    29 * DAY,
    *LIMITS,
    *(limit - MICROSECOND for limit in LIMITS),
    *(limit + MICROSECOND for limit in LIMITS),
)
TYPES = ("view", *("cart",) * 4, *("remove_from_cart",) * 2, *("purchase",) * 3)
QUANTITIES = (None, None, "1", "2", "3", "7")
USERS = ("u1", "u2", "U3")
SHELF = ("10", "9", "é")
STARTS = (
    datetime(2026, 1, 31, 12, 0),
    datetime(2026, 3, 28, 22, 50),  # midnight in Berlin at 23:00, then a short day
    datetime(2026, 4, 27, 22, 50),  # thirty days later
    datetime(2026, 10, 25, 0, 45),  # Europe repeats an hour at 01:00
)


def put(history: History, at: datetime, user: str, event_type: str) -> Draft:
    """One event of the cart's, on the shelf's few products."""
    rng = history.rng
    return history.add(
        at,
        user,
        rng.choice(SOURCE_IDS),
        event_type,
        product_id=rng.choice(SHELF[: rng.choice((1, 2, 3))]),
        quantity=rng.choice(QUANTITIES),
        brand=rng.choice(("acme", "acme", "Zoë", None)),
    )


def shopping(history: History) -> None:
    """A user's months: silences of every length between a few events."""
    rng, user = history.rng, history.rng.choice(USERS)
    at = rng.choice(STARTS) + rng.choice((0, 0, 1, 10)) * MINUTE
    for _ in range(rng.randint(1, 15)):
        put(history, at, user, rng.choice(TYPES))
        at += rng.choice(GAPS)


def one_instant(history: History) -> None:
    """Additions, removals and purchases of one user at one time."""
    rng, user, at = history.rng, history.rng.choice(USERS), history.rng.choice(STARTS)
    for event_type in rng.choices(EVENT_TYPES, k=rng.randint(2, 7)):
        put(history, at, user, event_type)


def kept_alive(history: History) -> None:
    """One cart for months: something happens every 29 days, orphans too."""
    rng, user, at = history.rng, history.rng.choice(USERS), history.rng.choice(STARTS)
    put(history, at, user, "cart")
    for _ in range(rng.randint(2, 6)):
        at += rng.choice((29 * DAY, 30 * DAY - MICROSECOND, DAY, 2 * TIMEOUT))
        put(history, at, user, rng.choice(TYPES))


def came_back(history: History) -> None:
    """An abandoned cart, and a purchase around the end of its window."""
    rng, user, at = history.rng, history.rng.choice(USERS), history.rng.choice(STARTS)
    put(history, at, user, "cart")
    if rng.random() < 0.5:
        put(history, at + 2 * DAY, user, rng.choice(("cart", "remove_from_cart")))
    put(history, at + rng.choice(LIMITS) + rng.choice(GAPS), user, "purchase")


def bridged_by_a_view(history: History) -> None:
    """Two sessions of one cart, and sometimes the view that joins them."""
    rng, user, at = history.rng, history.rng.choice(USERS), history.rng.choice(STARTS)
    source_id = rng.choice(SOURCE_IDS)
    history.add(at, user, source_id, "cart", product_id="9")
    history.add(at + 2 * TIMEOUT, user, source_id, "purchase", product_id="9")
    if rng.random() < 0.7:
        history.add(at + TIMEOUT, user, source_id, "view", product_id="10")


def moved_copies(history: History) -> None:
    """A copy in conflict: another type, another month, another quantity or user."""
    values = {"quantity": QUANTITIES, "user_id": USERS, "product_id": SHELF}
    conflicting_copy(history, GAPS, values)


SCENES: tuple[Callable[[History], None], ...] = (
    shopping,
    shopping,
    shopping,
    one_instant,
    kept_alive,
    came_back,
    came_back,
    bridged_by_a_view,
    copies,
    moved_copies,
    moved_copies,
)


def random_cart_history(seed: int) -> list[Record]:
    """10 to 120 delivered records of carts, in the order of their objects."""
    rng = random.Random(f"carts {seed}")
    size = rng.choice((10, 20, 40, 80, 120))
    history = History(rng)
    while len(history.drafts) < size:
        rng.choice(SCENES)(history)
    return packed(history.drafts[:size], rng)
