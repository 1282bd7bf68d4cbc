"""Small nasty histories to compare the marts on.

Few users, products and source ids, met again and again at the moments where a
rule changes its answer: the exact timeout, the same second, midnight, a clock
change, a day's length. The same seed always gives the same history.
"""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .events import EVENT_TYPES, LANDING_FIELDS, Record
from .spellings import ACCEPTED, REFUSED, spell_time

USERS = ("u1", "u2", "U3", "7")
PRODUCTS = ("10", "9", "B", "a", "é", " 9")  # bytewise, as numbers and as words
SOURCE_IDS = ("s1", "s1", "s2", "S2", None, None, "(not set)", "${session}", "na")
PRICES = ("9.99", "9.99", "9.990", "0", "1e2", "0.1", None, "NA")
QUANTITIES = ("1", "2", "2.0", None, None)
BRANDS = ("acme", "Zoë", None, "Unknown")
CATEGORIES = (
    ("1", "home.kitchen"),
    ("1", "home.kitchen"),
    ("1", None),
    ("2", "home"),
    ("3", "a.b.c.d.e.f.g.h.i"),
    ("4", "home..kitchen"),
    ("5", "unknown"),
    (None, "NA"),
)

MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
TIMEOUT = 30 * MINUTE
GAPS = (
    0 * SECOND,
    0 * SECOND,
    MICROSECOND,
    SECOND,
    10 * SECOND - MICROSECOND,
    10 * SECOND,
    5 * MINUTE,
    10 * MINUTE,
    10 * MINUTE + MICROSECOND,
    TIMEOUT - SECOND,
    TIMEOUT,
    TIMEOUT + MICROSECOND,
    TIMEOUT + SECOND,
    timedelta(hours=3),
)
ANCHORS = (  # UTC
    datetime(2026, 3, 8, 6, 45),  # New York skips an hour at 07:00
    datetime(2026, 3, 28, 22, 50),  # midnight in Berlin at 23:00
    datetime(2026, 3, 28, 23, 50),  # midnight in London and in UTC
    datetime(2026, 3, 29, 0, 50),  # Europe skips an hour at 01:00
    datetime(2026, 3, 29, 21, 50),  # the next midnight in Berlin, 23 hours later
    datetime(2026, 6, 30, 18, 20),  # midnight in Kolkata, and a month's end
    datetime(2026, 9, 6, 3, 50),  # Santiago skips the hour after midnight
    datetime(2026, 10, 25, 0, 45),  # Europe repeats an hour at 01:00
    datetime(2026, 11, 1, 3, 50),  # midnight in New York, before it repeats an hour
)


@dataclass
class Draft:
    """A record before it lies in an object."""

    occurred_at: datetime
    fields: dict[str, str | None]
    delivered_at: datetime | None = None  # a time that its object must have


@dataclass
class History:
    """Drafts so far, and the dice."""

    rng: random.Random
    drafts: list[Draft] = field(default_factory=list)

    def add(
        self,
        at: datetime,
        user: str,
        source_id: str | None,
        event_type: str,
        /,
        **fields: str | None,
    ) -> Draft:
        """Write one event, ordinary but for the fields given."""
        category_id, category_code = self.rng.choice(CATEGORIES)
        delivered = dict.fromkeys(LANDING_FIELDS) | {
            "event_id": f"e{self.rng.getrandbits(32):08x}",
            "event_time": spell_time(self.rng, at),
            "event_type": event_type,
            "product_id": self.rng.choice(PRODUCTS[: self.rng.choice((2, 6))]),
            "category_id": category_id,
            "category_code": category_code,
            "brand": self.rng.choice(BRANDS),
            "price": self.rng.choice(PRICES),
            "user_id": user,
            "user_session": source_id,
            "currency": self.rng.choice(("USD", None)),
        }
        if event_type == "purchase":
            delivered["quantity"] = self.rng.choice(QUANTITIES)
            delivered["order_id"] = self.rng.choice((None, None, "o1", "o2"))
        self.drafts.append(Draft(at, delivered | fields))
        return self.drafts[-1]

    def start(self) -> datetime:
        """A moment near an anchor, often one that other visits start at too."""
        return self.rng.choice(ANCHORS) + self.rng.choice(
            (0 * MINUTE, 0 * MINUTE, 10 * MINUTE - SECOND, 10 * MINUTE, 2 * TIMEOUT)
        )

    def who(self) -> tuple[str, str | None]:
        """A user and a source id."""
        return self.rng.choice(USERS), self.rng.choice(SOURCE_IDS)


def visit(history: History) -> None:
    """One user walks on, by gaps around every limit."""
    rng, at, who = history.rng, history.start(), history.who()
    for _ in range(rng.randint(1, 12)):
        history.add(at, *who, rng.choice(EVENT_TYPES))
        at += rng.choice(GAPS)


def long_visit(history: History) -> None:
    """A session of about 24 hours, sometimes of exactly 24."""
    rng, at, who = history.rng, history.start(), history.who()
    step = rng.choice((25 * MINUTE, TIMEOUT - SECOND, TIMEOUT, TIMEOUT))
    steps = timedelta(hours=24) // step + rng.choice((0, 0, 1))
    for number in range(steps + 1):
        history.add(at + number * step, *who, rng.choice(EVENT_TYPES))
    if rng.random() < 0.3:
        history.add(at + steps * step + MICROSECOND, *who, "view")


def bridged_visits(history: History) -> None:
    """Two visits, and sometimes the event that makes them one."""
    rng, at, who = history.rng, history.start(), history.who()
    history.add(at, *who, "view")
    history.add(at + 2 * TIMEOUT, *who, "purchase")
    if rng.random() < 0.8:
        history.add(at + TIMEOUT + rng.choice((0, 1)) * SECOND, *who, "cart")


def shared_source_id(history: History) -> None:
    """Two users take turns under one source id."""
    rng, at, source_id = history.rng, history.start(), history.who()[1]
    users = rng.sample(USERS, 2)
    for number in range(rng.randint(2, 8)):
        history.add(at, users[number % 2], source_id, rng.choice(EVENT_TYPES))
        at += rng.choice(GAPS)


def same_second(history: History) -> None:
    """A whole funnel, or its reverse, within one second."""
    rng, at, who = history.rng, history.start(), history.who()
    for event_type in rng.choices(EVENT_TYPES, k=rng.randint(2, 6)):
        history.add(at, *who, event_type)
        at += rng.choice((0 * SECOND, 0 * SECOND, MICROSECOND))


def orders(history: History) -> None:
    """Purchases logged twice, with and without quantity, around ten minutes."""
    rng, at, who = history.rng, history.start(), history.who()
    order_id, price = rng.choice((None, "o1", " ")), rng.choice(PRICES)
    for _ in range(rng.randint(2, 8)):
        history.add(
            at,
            *who,
            "purchase",
            order_id=rng.choice((order_id, order_id, None)),
            product_id=rng.choice(PRODUCTS[:2]),
            price=rng.choice((price, price, "9.99")),
        )
        at += rng.choice((0, 0, 1, 5, 10, 10)) * MINUTE
        at += rng.choice((0, 0, 1)) * MICROSECOND


def odd_values(history: History) -> None:
    """Records at either side of what is accepted, each by one value."""
    rng = history.rng
    for changes in (rng.choice(REFUSED), rng.choice(ACCEPTED)):
        history.add(history.start(), *history.who(), rng.choice(EVENT_TYPES), **changes)


def future_time(history: History) -> None:
    """An event an hour ahead of its delivery, exactly or just beyond."""
    rng, delivered_at = history.rng, history.start()
    ahead = timedelta(hours=1) + rng.choice((-1, 0, 1)) * MICROSECOND
    draft = history.add(delivered_at + ahead, *history.who(), "view")
    draft.delivered_at = delivered_at


def copies(history: History) -> None:
    """A record again: as it was, in another spelling, in conflict, or refused."""
    rng = history.rng
    if not history.drafts:
        return
    original = rng.choice(history.drafts)
    moved_to = original.occurred_at + rng.choice(GAPS)
    choices: tuple[dict[str, str | None], ...] = (
        {},
        {},
        {"event_time": spell_time(rng, original.occurred_at)},
        {"user_id": rng.choice(USERS)},
        {"user_session": rng.choice(SOURCE_IDS)},
        {"event_time": spell_time(rng, moved_to)},
        {"price": rng.choice(PRICES)},
        {"quantity": rng.choice(QUANTITIES)},
        {"user_agent": rng.choice((None, "curl/8.0"))},
        rng.choice(REFUSED),
    )
    occurred_at = max(original.occurred_at, moved_to)
    history.drafts.append(Draft(occurred_at, original.fields | rng.choice(choices)))


SCENES: tuple[Callable[[History], None], ...] = (
    visit,
    visit,
    visit,
    bridged_visits,
    shared_source_id,
    same_second,
    orders,
    odd_values,
    future_time,
    copies,
    copies,
    copies,
)


def random_history(seed: int) -> list[Record]:
    """20 to 300 delivered records, in the order of their objects."""
    rng = random.Random(seed)
    size = rng.choice((20, 40, 80, 160, 300))
    history = History(rng)
    if size >= 80 and rng.random() < 0.5:
        long_visit(history)
    while len(history.drafts) < size:
        rng.choice(SCENES)(history)
    return packed(history.drafts[:size], rng)


def packed(drafts: list[Draft], rng: random.Random) -> list[Record]:
    """Drafts laid into objects: mostly by time, some late, some on their own."""
    drafts = sorted(drafts, key=lambda draft: draft.occurred_at)
    object_count = rng.randint(2, 8)
    objects: list[list[Draft]] = [[] for _ in range(object_count)]
    alone = []
    for place, draft in enumerate(drafts):
        if draft.delivered_at is not None:
            alone.append([draft])
        elif rng.random() < 0.2:
            rng.choice(objects).append(draft)
        else:
            objects[place * object_count // len(drafts)].append(draft)
    records: list[Record] = []
    for members in [*filter(None, objects), *alone]:
        rng.shuffle(members)
        lineage = lineage_for(members, rng)
        if records and members[0].delivered_at is None and rng.random() < 0.1:
            # An object written again under its old key: only the hash differs.
            lineage = records[-1]._replace(object_hash=lineage.object_hash)
        records += [
            lineage._replace(record_number=number, fields=draft.fields)
            for number, draft in enumerate(members, start=1)
        ]
    return records


def lineage_for(members: list[Draft], rng: random.Random) -> Record:
    """A new object's key, hash and delivery time; its records come later."""
    token = f"{rng.getrandbits(64):016x}"
    object_hash = hashlib.sha256(token.encode()).hexdigest()
    required = members[0].delivered_at
    if required is None and rng.random() < 0.15:
        return Record(f"backfill/part-{token}", object_hash, 0, None, {})
    latest = max(draft.occurred_at for draft in members).replace(microsecond=0)
    waited = rng.choice((-60, 1, 1, 5, 60, 60 * 24 * 40)) * MINUTE
    delivered_at = required or latest + waited
    key = f"{delivered_at:%Y/%m/%d/%H}/shop-1-{delivered_at:%Y-%m-%d-%H-%M-%S}-{token}"
    return Record(key, object_hash, 0, delivered_at, {})
