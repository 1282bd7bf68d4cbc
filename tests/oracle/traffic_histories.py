"""Weeks of a small shop that is open for an hour and a half a day, with incidents."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from .events import LANDING_FIELDS, Record

FIVE_MINUTES = timedelta(minutes=5)
USUAL = 34  # events in five minutes
BUCKETS_A_DAY = 18


def traffic_history(seed: int, first: datetime, days: int) -> list[Record]:
    """Every kind of incident, at random buckets of the later days, and of the first.

    A history of 40 days or more has ten days without an event.
    """
    rng = random.Random(seed)
    closed = range(30, 40 if days >= 40 else 30)
    incidents = list(INCIDENTS)
    marked = {
        (day, bucket): incidents[number % len(incidents)]
        for number, (day, bucket) in enumerate(
            rng.sample(
                [(day, bucket) for day in range(days) for bucket in range(1, 17)],
                max(days * 2, 8),
            )
        )
    }
    for bucket in (5, 6, 7):
        marked[0, bucket] = "outage"
    return [
        record
        for day in range(days)
        if day not in closed
        for bucket in range(BUCKETS_A_DAY)
        for record in bucket_records(
            rng,
            first + timedelta(days=day) + bucket * FIVE_MINUTES,
            marked.get((day, bucket), "none"),
        )
    ]


INCIDENTS = (
    "attack",
    "sale",
    "lookers",
    "scalpers",
    "outage",
    "late",
    "doubled",
    "bought twice",
)


def bucket_records(rng: random.Random, at: datetime, incident: str) -> Iterator[Record]:
    """Five minutes of the shop."""
    count = rng.randint(USUAL - 8, USUAL + 8)
    count = {
        "attack": count * rng.choice((3, 4, 8)),
        "sale": count * rng.choice((3, 4, 5)),
        "lookers": count * 5,
        "scalpers": count * 5,
        "outage": rng.choice((0, 1, 3, 4)),
    }.get(incident, count)
    delay = rng.choice((1, 1, 50)) if incident != "late" else rng.choice((59, 61, 90))
    delivered_at = at + timedelta(minutes=5 + delay)
    token = f"{rng.getrandbits(64):016x}"
    for number in range(count):
        is_added = number >= USUAL + 8
        user = f"u{rng.randrange(500)}"
        if is_added and incident in ("attack", "scalpers"):
            user = f"bad{number % 4}"
        event_type = rng.choices(
            ("view", "cart", "purchase"),
            (1, 0, 0)
            if is_added and incident in ("attack", "lookers")
            else (0.3, 0.2, 0.5)
            if incident == "bought twice"
            else (0.85, 0.1, 0.05),
        )[0]
        fields = dict.fromkeys(LANDING_FIELDS) | {
            "event_id": f"e{token}-{number}",
            "event_time": str(at + timedelta(seconds=rng.randrange(300))),
            "event_type": event_type,
            "product_id": f"p{rng.randrange(50)}",
            "user_id": user,
            "price": "9.99",
        }
        record = Record(f"k{token}", token, number, delivered_at, fields)
        yield record
        if incident == "doubled" and rng.random() < 0.4:
            yield record._replace(object_key=f"k{token}-again")
        if incident == "bought twice" and event_type == "purchase":
            again = fields | {"event_id": f"e{token}-{number}-again"}
            yield record._replace(record_number=-1 - number, fields=again)
