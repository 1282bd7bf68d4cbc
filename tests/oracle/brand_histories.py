"""Histories of brands: months of visits, brands seen by many and brands seen by few.

How often a brand is met, and how often it is bought, belongs to its name, so that over
many histories some brands convert better than others, in little and in much traffic.
"""

import random
from datetime import datetime, timedelta

from .events import Record
from .histories import ANCHORS, MINUTE, SECOND, History, copies, packed
from .robots import AGENTS

BRANDS: dict[str | None, tuple[int, float]] = {  # how often met, how often bought
    "acme": (40, 0.05),
    "Zoë": (30, 0.2),
    "plain": (20, 0.02),
    None: (20, 0.3),
    "gem": (6, 0.8),
    "niche": (4, 0.6),
    "dust": (4, 0.0),
    "rare": (1, 1.0),
}
CATEGORIES = {  # and how often met
    "audio": 8,
    "audio.speaker": 8,
    "toys.cars": 8,
    "toys": 8,
    None: 8,
    ".nameless": 8,
    "garden": 1,
}
USERS = tuple(f"u{number}" for number in range(10))
FIRST = datetime(2026, 1, 20, 22, 30)
DAYS = 130


def shop_visit(history: History) -> None:
    """A user looks at some brands, puts some in the cart, buys some, twice logged."""
    rng = history.rng
    at = FIRST + timedelta(days=rng.randrange(DAYS), minutes=rng.randrange(240))
    if rng.random() < 0.2:
        at = rng.choice(ANCHORS[:4])
    who = rng.choice(USERS), rng.choice(("s1", "s2", None))
    agent = {"user_agent": rng.choice(AGENTS)} if rng.random() < 0.05 else {}
    for _ in range(rng.randint(1, 4)):
        [brand] = rng.choices([*BRANDS], [often for often, _ in BRANDS.values()])
        [category] = rng.choices([*CATEGORIES], [*CATEGORIES.values()])
        fields = {"brand": brand, "category_code": category, **agent}
        if rng.random() < 0.9:
            history.add(at, *who, "view", **fields)
        if rng.random() < 0.3:
            history.add(at, *who, rng.choice(("cart", "remove_from_cart")), **fields)
        if rng.random() < BRANDS[brand][1]:
            for _ in range(rng.choice((1, 1, 2))):
                history.add(at + SECOND, *who, "purchase", **fields)
        at += rng.choice((0, 1, 9, 11, 29)) * MINUTE


def random_brand_history(seed: int) -> list[Record]:
    """About a hundred delivered records."""
    history = History(random.Random(seed))
    while len(history.drafts) < 100:
        shop_visit(history)
        if history.rng.random() < 0.1:
            copies(history)
    return packed(history.drafts, history.rng)
