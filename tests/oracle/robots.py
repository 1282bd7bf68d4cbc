"""Histories with machines in them, each at the very edge of a rule.

Users are few, so that one local day holds several machines and people: a flag of a
day then meets sessions that have none. The same seed always gives the same history.
"""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from .events import Record
from .histories import ANCHORS, MICROSECOND, MINUTE, SECOND, History, packed, visit

ROBOTS = ("r1", "r2", "R3")
AGENTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (X11; Linux x86_64) HEADLESSCHROME/120.0",
    "python-requests/2.31",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0",
    "Cubot X30",
)


def start(rng: random.Random) -> datetime:
    """Near an anchor, so that midnights and clock changes fall into what follows."""
    return rng.choice(ANCHORS) + rng.choice((0, 0, 1, 7, 50)) * MINUTE


def who(rng: random.Random) -> tuple[str, str | None]:
    return rng.choice(ROBOTS), rng.choice(("s1", "s2", "s3", None))


def add_all(
    history: History,
    times: Iterable[datetime],
    event_type: str = "view",
    /,
    **fields: str | None,
) -> None:
    """Events of one session at the given times."""
    user = who(history.rng)
    for at in times:
        history.add(at, *user, event_type, **fields)


def burst(history: History) -> None:
    """59 to 61 events in about 60 seconds, after and before slower ones."""
    rng, at = history.rng, start(history.rng) + rng_seconds(history.rng)
    count = rng.choice((59, 60, 60, 60, 61))
    span = 60 * SECOND + rng.choice((-1, 0, 0, 1)) * MICROSECOND
    inner = sorted(rng.randrange(1, 60_000_000) for _ in range(count - 2))
    times = [at, *(at + each * MICROSECOND for each in inner), at + span]
    before = [at - 3 * MINUTE - each * MINUTE for each in range(rng.randint(0, 3))]
    after = [at + (3 + each) * MINUTE for each in range(rng.randint(0, 3))]
    add_all(history, [*before, *times, *after], rng.choice(("view", "cart")))


def many_events(history: History) -> None:
    """499 to 501 events in one session."""
    rng, at = history.rng, start(history.rng)
    times = []
    for _ in range(rng.choice((499, 500, 500, 501))):
        times.append(at)
        at += rng.randint(1, 30) * SECOND
    add_all(history, times)


def busy_day(history: History) -> None:
    """999 to 1,001 events of a user in sessions of fewer than 500."""
    rng, at = history.rng, start(history.rng)
    user, left = who(rng)[0], rng.choice((999, 1000, 1000, 1001))
    while left:
        source_id = rng.choice(("d1", "d2", "d3"))
        for _ in range(min(left, 400)):
            history.add(at, user, source_id, "view")
            at += rng.randint(1, 4) * SECOND
        left -= min(left, 400)
        at += 31 * MINUTE


def catalogue_walk(history: History) -> None:
    """About 100 views, about nine tenths of them of different products."""
    rng, at, user = history.rng, start(history.rng), who(history.rng)
    views = rng.choice((99, 100, 100, 110))
    different = (views * 9 + 9) // 10 + rng.choice((-1, 0, 0, 1))
    products = [f"w{number}" for number in range(different)]
    for number in range(views):
        product = products[number] if number < different else products[0]
        history.add(at, *user, "view", product_id=product)
        at += rng.randint(1, 40) * SECOND
    if rng.random() < 0.4:
        other = rng.choice(("cart", "remove_from_cart", "purchase"))
        history.add(at, *user, other, product_id="never viewed")


def steady_gaps(history: History) -> None:
    """49 to 53 events whose gaps vary by a tenth of their mean, or just not."""
    rng, at = history.rng, start(history.rng)
    off = rng.choice((0 * SECOND, SECOND, SECOND - MICROSECOND, SECOND + MICROSECOND))
    times = [at]
    for number in range(rng.choice((48, 49, 50, 52))):
        times.append(times[-1] + 10 * SECOND + (off if number % 2 else -off))
    if rng.random() < 0.2:
        times = [at] * len(times)
    add_all(history, times)


def around_the_clock(history: History) -> None:
    """An event in each of 18 to 26 hours on end, at the edges of the hours."""
    rng = history.rng
    at = rng.choice(ANCHORS).replace(minute=rng.choice((0, 30, 59)))
    user = rng.choice(ROBOTS)
    at += rng.choice((0, 1)) * (timedelta(minutes=1) - MICROSECOND)
    for number in range(rng.choice((18, 19, 20, 21, 24, 26))):
        history.add(at + number * 60 * MINUTE, user, f"h{number % 5}", "view")


def named(history: History) -> None:
    """A few events, some with a user agent."""
    rng, at, user = history.rng, start(history.rng), who(history.rng)
    for _ in range(rng.randint(1, 4)):
        history.add(at, *user, "view", user_agent=rng.choice((*AGENTS, None)))
        at += rng.randint(1, 1000) * SECOND


def shopper(history: History) -> None:
    """2 to 4 orders, mostly in the midst of what a machine does."""
    rng, at, user = history.rng, start(history.rng), who(history.rng)
    if history.drafts and rng.random() < 0.8:
        met = rng.choice(history.drafts)
        at = met.occurred_at
        user = str(met.fields["user_id"]), met.fields["user_session"]
    for number in range(rng.choice((2, 3, 3, 4))):
        order_id = rng.choice((f"o{number}", f"o{number}", None))
        history.add(at, *user, "purchase", order_id=order_id)
        at += rng.choice((1, 10 * 60, 10 * 60 + 1)) * SECOND


def rng_seconds(rng: random.Random) -> timedelta:
    """So that a burst crosses a minute of the clock."""
    return rng.randint(0, 59) * SECOND


SCENES: tuple[Callable[[History], None], ...] = (
    burst,
    burst,
    many_events,
    busy_day,
    catalogue_walk,
    catalogue_walk,
    steady_gaps,
    steady_gaps,
    around_the_clock,
    around_the_clock,
    named,
    shopper,
    shopper,
    shopper,
    visit,
)


def robot_history(seed: int) -> list[Record]:
    """Some hundred to some thousand delivered records."""
    rng = random.Random(seed)
    history = History(rng)
    for scene in rng.choices(SCENES, k=rng.randint(2, 6)):
        scene(history)
    return packed(history.drafts, rng)
