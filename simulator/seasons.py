"""When people come: the hours of a day, the days of a week, and one outage."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

SECONDS_PER_DAY = 86_400
OUTAGE_SECONDS = 900

# Share of sessions by hour of day (UTC): a trough at night, a broad afternoon.
_HOURS = np.array(
    [
        *(1.2, 0.7, 0.6, 0.8, 1.6, 2.8, 4.0, 4.8, 5.3, 5.5, 5.6, 5.5),
        *(5.4, 5.4, 5.5, 5.8, 6.1, 6.2, 6.0, 5.4, 4.6, 3.7, 2.8, 1.9),
    ]
)
_WEEKDAYS = np.array([0.95, 0.93, 0.95, 0.98, 1.05, 1.18, 1.12])  # Monday first


def session_starts(
    rng: np.random.Generator, count: int, first_day: dt.date, days: int
) -> NDArray[np.int64]:
    """Seconds since the first midnight at which sessions begin, in no order."""
    weekdays = (first_day.weekday() + np.arange(days)) % 7
    weights = np.outer(_WEEKDAYS[weekdays], _HOURS).reshape(-1)
    hours = rng.choice(weights.size, count, p=weights / weights.sum())
    return hours.astype(np.int64) * 3600 + rng.integers(0, 3600, count)


def outage(days: int) -> tuple[int, int]:
    """The quarter of an hour, on the middle day, in which nothing was recorded.

    >>> outage(days=3)
    (127800, 128700)
    """
    began = (days // 2) * SECONDS_PER_DAY + 11 * 3600 + 1800
    return began, began + OUTAGE_SECONDS
