"""Histories of prices: weeks in which products cost more or less, and who buys then.

A week's price belongs to the product and the week, so that over many histories products
have prices that move; a few are never priced, never move, or are hardly ever bought.
"""

import random
from datetime import datetime, timedelta

from .events import Record
from .histories import MINUTE, SECOND, History, copies, packed
from .robots import AGENTS

# What it costs at first in cents, and how often it is bought then.
PRODUCTS: dict[str, tuple[int | None, float]] = {
    "p1": (1000, 0.3),
    "p2": (2500, 0.5),
    "p3": (99, 0.4),
    "p4": (700, 0.6),
    "still": (500, 0.4),
    "dust": (1200, 0.02),
    "unpriced": (None, 0.4),
    "é": (300, 0.5),
}
STEPS = (0.7, 0.85, 1, 1, 1.2, 1.3)
FIRST = datetime(2026, 2, 27, 22, 30)  # a Friday; clocks change in these weeks
DAYS = 80


def price_of(product: str, at: datetime) -> str | None:
    """What a product costs in a week, almost the same from Monday to Sunday."""
    cents, _ = PRODUCTS[product]
    if cents is None:
        return random.Random(f"{product} {at}").choice((None, "0"))
    week = (at - datetime(2026, 1, 5)).days // 7
    step = 1 if product == "still" else random.Random(f"{product} {week}").choice(STEPS)
    return f"{cents * step / 100:.2f}"


def looks(history: History) -> None:
    """A user looks at some products, twice at some, and buys some, seen or not."""
    rng = history.rng
    at = FIRST + timedelta(days=rng.randrange(DAYS), minutes=rng.randrange(300))
    who = f"u{rng.randrange(12)}", rng.choice(("s1", "s2", None))
    agent = {"user_agent": rng.choice(AGENTS)} if rng.random() < 0.1 else {}
    for product in rng.sample([*PRODUCTS], rng.randint(1, 4)):
        price = price_of(product, at)
        if rng.random() < 0.05:
            price = rng.choice((None, "0", "9.99"))
        fields = {"product_id": product, "price": price, "currency": None, **agent}
        for _ in range(rng.choice((0, 1, 1, 1, 1, 2))):
            history.add(at, *who, rng.choice(("view", "view", "cart")), **fields)
        if rng.random() < PRODUCTS[product][1]:
            history.add(at + SECOND, *who, "purchase", **fields)
        at += rng.choice((0, 1, 9, 31)) * MINUTE


def random_price_history(seed: int) -> list[Record]:
    """About two hundred delivered records."""
    history = History(random.Random(seed))
    while len(history.drafts) < 200:
        looks(history)
        if history.rng.random() < 0.1:
            copies(history)
    return packed(history.drafts, history.rng)
