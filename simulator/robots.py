"""Robots: hundreds of views in one session, at gaps that never vary."""

import numpy as np

from simulator.events import VIEW, Events, event_rows
from simulator.seasons import SECONDS_PER_DAY

# Robots take about one event in a hundred; a small shop has none.
EVENTS_PER_ROBOT_SESSION = 30_000
_FEWEST_VIEWS, _MOST_VIEWS = 150, 500
_LONGEST_GAP_SECONDS = 8


def send_robots(
    rng: np.random.Generator,
    product_count: int,
    sessions: int,
    days: int,
    first_session: int,
) -> Events:
    """Sessions that walk through the catalogue, one product after the other.

    Args:
        rng: Where the draws come from.
        product_count: How long the catalogue is.
        sessions: How many robot sessions to send.
        days: The first and last view fall within them.
        first_session: The number of the first robot session.
    """
    counts = rng.integers(_FEWEST_VIEWS, _MOST_VIEWS, sessions)
    session = np.repeat(np.arange(sessions), counts)
    step = np.arange(session.size) - (np.cumsum(counts) - counts)[session]
    gaps = rng.integers(1, _LONGEST_GAP_SECONDS + 1, sessions)
    latest = days * SECONDS_PER_DAY - counts * gaps
    starts = (rng.random(sessions) * latest).astype(np.int64)
    shelf = rng.integers(0, product_count, sessions)
    return event_rows(
        VIEW,
        starts[session] + step * gaps[session],
        (shelf[session] + step) % product_count,
        first_session + session,
    )


def keep_viewing(product_count: int, views: int, days: int, session: int) -> Events:
    """One session that views through the catalogue from the first day to the last.

    Nothing is drawn: with no views the shop is the same as without it.
    """
    number = np.arange(views)
    return event_rows(
        VIEW,
        number * (days * SECONDS_PER_DAY) // max(views, 1),
        number % product_count,
        np.full(views, session),
    )
