"""Histories of visitors: days to months between looking, putting and buying.

As in `histories`, few users meet again and again, here at the ends of windows, and with
brands and categories that share products' steps between them.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from .conflicts import conflicting_copy
from .events import EVENT_TYPES, Record
from .histories import (
    BRANDS,
    MICROSECOND,
    MINUTE,
    SECOND,
    SOURCE_IDS,
    TIMEOUT,
    Draft,
    History,
    copies,
    long_visit,
    packed,
)

DAY = timedelta(days=1)
WINDOWS = (DAY, 7 * DAY, 30 * DAY)
GAPS = (
    0 * SECOND,
    0 * SECOND,
    MICROSECOND,
    10 * MINUTE,
    TIMEOUT,
    5 * TIMEOUT,
    timedelta(hours=13),
    3 * DAY,
    45 * DAY,
    *WINDOWS,
    *(window - MICROSECOND for window in WINDOWS),
    *(window + MICROSECOND for window in WINDOWS),
)
USERS = ("u1", "u2", "U3")
STARTS = (
    datetime(2026, 1, 31, 12, 0),
    datetime(2026, 2, 27, 22, 50),  # midnight in Berlin at 23:00; its clock changes
    datetime(2026, 3, 28, 22, 50),  # 29 days later, so that windows end beyond it
    datetime(2026, 3, 29, 21, 59),
    datetime(2026, 10, 24, 22, 0),  # a day of 25 hours in Berlin
    datetime(2026, 11, 1, 3, 50),  # midnight in New York, before it repeats an hour
)


def step(history: History, at: datetime, user: str, event_type: str) -> Draft:
    """One event, mostly of one product whose brand is not always said."""
    rng = history.rng
    return history.add(
        at,
        user,
        rng.choice(SOURCE_IDS),
        event_type,
        product_id=rng.choice(("10", "10", "9", "é")),
        brand=rng.choice(BRANDS),
        category_code=rng.choice(("home.kitchen", "home", "garden", None)),
    )


def looking_and_buying(history: History) -> None:
    """A funnel whose steps wait for each other until around a window's end."""
    rng, user, at = history.rng, history.rng.choice(USERS), history.rng.choice(STARTS)
    step(history, at, user, "view")
    if rng.random() < 0.7:
        step(history, at + rng.choice(GAPS), user, "cart")
    step(history, at + rng.choice(GAPS), user, "purchase")


def months(history: History) -> None:
    """A user's life: some events, and silences of every length between them."""
    rng, user, at = history.rng, history.rng.choice(USERS), history.rng.choice(STARTS)
    for _ in range(rng.randint(2, 15)):
        step(history, at, user, rng.choice(("view", *EVENT_TYPES)))
        at += rng.choice(GAPS)


def around_midnight(history: History) -> None:
    """Views of one session on two dates: two entries."""
    rng, user = history.rng, history.rng.choice(USERS)
    at, source_id = rng.choice(STARTS), rng.choice(SOURCE_IDS)
    for _ in range(rng.randint(2, 5)):
        history.add(at, user, source_id, rng.choice(("view", "view", "cart")))
        at += rng.choice((MINUTE, 9 * MINUTE, 10 * MINUTE, 10 * MINUTE - MICROSECOND))


def one_instant(history: History) -> None:
    """Steps of one user at one time, in several sessions."""
    rng, user, at = history.rng, history.rng.choice(USERS), history.rng.choice(STARTS)
    for event_type in rng.choices(("view", *EVENT_TYPES), k=rng.randint(2, 6)):
        step(history, at, user, event_type)


def moved_copies(history: History) -> None:
    """A copy in conflict: another type, another month, another brand or user."""
    values = {"brand": BRANDS, "user_id": USERS, "user_agent": (None, "curl/8.0")}
    conflicting_copy(history, GAPS, values)


SCENES: tuple[Callable[[History], None], ...] = (
    looking_and_buying,
    looking_and_buying,
    looking_and_buying,
    months,
    months,
    around_midnight,
    one_instant,
    copies,
    moved_copies,
    moved_copies,
)


def random_funnel_history(seed: int) -> list[Record]:
    """10 to 120 delivered records of visitors, in the order of their objects."""
    rng = random.Random(f"funnels {seed}")
    size = rng.choice((10, 20, 40, 80, 120))
    history = History(rng)
    if size == 120 and rng.random() < 0.5:
        long_visit(history)
    while len(history.drafts) < size:
        rng.choice(SCENES)(history)
    return packed(history.drafts[:size], rng)
