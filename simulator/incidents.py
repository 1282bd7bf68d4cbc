"""What goes wrong, or well, once in a run: an attack, a sale, late and doubled data.

Each has its hours on a day of its own, counted from the end of the run, so that there
are weeks before it to compare with. `traffic` and `deliveries` carry them out.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from loaders.errors import ConfigError
from simulator.events import VIEW, Events, event_rows
from simulator.seasons import SECONDS_PER_DAY

SHORTEST_RUN_DAYS = 14  # so that no incident meets the outage of the middle day

# Days before the end, first hour, hours.
_HOURS = {
    "attack": (2, 14, 1),
    "sale": (3, 10, 3),
    "late": (4, 9, 3),
    "doubled": (5, 15, 3),
}

INCIDENTS = tuple(_HOURS)

ATTACKERS = 5
_ATTACK_DAYS = 0.6  # of a day's events, within one hour
_FEWEST_ATTACK_EVENTS = 1_000
_LARGEST_ATTACK_SHARE = 0.25
_SALE_SESSIONS_MORE = 4  # times as many as without a sale, on top
_LATE_SECONDS = 6 * 3600

Spans = dict[str, tuple[int, int]]


def incident_spans(incidents: Collection[str], days: int) -> Spans:
    """First and last second, since the first midnight, of each incident.

    Raises:
        ConfigError: The run is too short for any.

    >>> incident_spans(["attack"], days=14)
    {'attack': (1087200, 1090800)}
    """
    if incidents and days < SHORTEST_RUN_DAYS:
        raise ConfigError(
            f"{days} days are too few for an incident",
            f"choose at least {SHORTEST_RUN_DAYS} days",
        )
    spans = {}
    for name in INCIDENTS:
        if name in incidents:
            before_end, hour, hours = _HOURS[name]
            began = (days - before_end) * SECONDS_PER_DAY + hour * 3600
            spans[name] = began, began + hours * 3600
    return spans


def attack(
    rng: np.random.Generator,
    product_count: int,
    span: tuple[int, int],
    first_session: int,
    size: int,
) -> Events:
    """A few sessions that view whatever there is, as fast as they can.

    Args:
        rng: Where the draws come from.
        product_count: How long the catalogue is.
        span: When.
        first_session: The number of the first of their sessions.
        size: How many views.
    """
    return event_rows(
        VIEW,
        rng.integers(*span, size),
        rng.integers(0, product_count, size),
        first_session + rng.integers(0, ATTACKERS, size),
    )


def attack_size(count: int, days: int) -> int:
    """Views of an attack among `count` events."""
    wanted = max(round(count / days * _ATTACK_DAYS), _FEWEST_ATTACK_EVENTS)
    return min(wanted, round(count * _LARGEST_ATTACK_SHARE))


def with_sale(
    rng: np.random.Generator, starts: NDArray[np.int64], span: tuple[int, int]
) -> NDArray[np.int64]:
    """The starts of sessions, several times as many within the span, in no order."""
    inside = int(((starts >= span[0]) & (starts < span[1])).sum())
    more = rng.integers(*span, inside * _SALE_SESSIONS_MORE)
    mixed: NDArray[np.int64] = rng.permutation(np.concatenate([starts, more]))
    return mixed


def delayed(
    arrival_lag: NDArray[np.int64], second: NDArray[np.int32], span: tuple[int, int]
) -> NDArray[np.int64]:
    """Lags of events, those within the span held back until hours after it."""
    is_held = (second >= span[0]) & (second < span[1])
    held: NDArray[np.int64] = np.where(
        is_held, arrival_lag + span[1] - second + _LATE_SECONDS, arrival_lag
    )
    return held
