"""Sessions → funnels: one row per session, and one per local date."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from .events import Event, Settings
from .sessions import Session, SessionKey

Z_95 = 1.959963984540054
DOUBLE_PLACES = 9  # marts round doubles at their edge
STEPS = {  # name: (the step before, the step reached)
    "view_to_cart": ("view", "cart"),
    "cart_to_purchase": ("cart", "purchase"),
    "view_to_purchase": ("view", "purchase"),
}
PAST = {"view": "viewed", "cart": "carted", "purchase": "purchased"}

Row = dict[str, Any]


def ordered_steps(events: Iterable[Event]) -> dict[str, datetime | None]:
    """When each step was reached: every step lies after the one before."""
    reached: dict[str, datetime | None] = dict.fromkeys(PAST)
    awaited = list(PAST)
    for event in events:
        if awaited and event.event_type == awaited[0]:
            reached[awaited.pop(0)] = event.occurred_at
    return reached


def session_funnel_rows(sessions: Iterable[Session], settings: Settings) -> list[Row]:
    """The rows of `fct_session_funnels`, `started_at` in place of `session_id`."""
    rows = []
    for session in sessions:
        reached = ordered_steps(session.events)
        types = {event.event_type for event in session.events}
        row: Row = {
            "user_id": session.user_id,
            "user_session": session.user_session,
            "started_at": session.started_at,
            "session_date": settings.local_date(session.started_at),
            "is_overlong": session.is_overlong,
            "is_direct_purchase": "purchase" in types and "cart" not in types,
        }
        for step, past in PAST.items():
            row[f"reached_{step}"] = reached[step] is not None
            row[f"did_{step}"] = step in types
            row[f"{past}_at"] = reached[step]
        rows.append(row)
    return rows


def funnel_daily_rows(
    funnels: Iterable[Row], bots: frozenset[SessionKey] = frozenset()
) -> list[Row]:
    """The rows of `rpt_funnel_daily` with scope `session` and nothing held.

    Args:
        funnels: The rows of `session_funnel_rows`.
        bots: Keys of the sessions to leave out with the overlong ones.
    """
    by_date: dict[Any, list[Row]] = {}
    for row in funnels:
        key = (row["user_id"], row["user_session"], row["started_at"])
        if not row["is_overlong"] and key not in bots:
            by_date.setdefault(row["session_date"], []).append(row)
    return [
        {"session_date": date, "scope": "session", "hold": "none", "member": "all"}
        | funnel_measures(rows)
        for date, rows in sorted(by_date.items())
    ]


def funnel_measures(rows: list[Row]) -> Row:
    """Counts, rates, bounds and times of the sessions of one member."""
    measures: Row = {}
    for step, past in PAST.items():
        measures[f"sessions_{past}"] = sum(row[f"reached_{step}"] for row in rows)
        measures[f"open_sessions_{past}"] = sum(row[f"did_{step}"] for row in rows)
    for name, (before, after) in STEPS.items():
        trials = measures[f"sessions_{PAST[before]}"]
        hits = measures[f"sessions_{PAST[after]}"]
        lower, upper = wilson_bounds(hits, trials)
        waits = [
            (row[f"{PAST[after]}_at"] - row[f"{PAST[before]}_at"])
            // timedelta(microseconds=1)
            for row in rows
            if row[f"reached_{after}"]
        ]
        measures |= {
            f"{name}_rate": rounded(hits / trials) if trials else None,
            f"{name}_rate_lower": lower,
            f"{name}_rate_upper": upper,
            f"{name}_median_seconds": percentile_seconds(waits, Fraction(1, 2)),
            f"{name}_p90_seconds": percentile_seconds(waits, Fraction(9, 10)),
        }
    return measures


def wilson_bounds(hits: int, trials: int) -> tuple[float | None, float | None]:
    """The 95 % score interval of a share.

    >>> wilson_bounds(5, 10)
    (0.236593091, 0.763406909)
    """
    if trials == 0:
        return None, None
    share = hits / trials
    z_squared = Z_95**2
    denominator = 1 + z_squared / trials
    centre = (share + z_squared / (2 * trials)) / denominator
    variance = share * (1 - share) / trials + z_squared / (4 * trials**2)
    margin = Z_95 * math.sqrt(variance) / denominator
    return rounded(max(0.0, centre - margin)), rounded(min(1.0, centre + margin))


def percentile_seconds(microseconds: list[int], share: Fraction) -> float | None:
    """SQL's `percentile_cont`: linear between the two values around the place.

    >>> percentile_seconds([4_000_000, 1_000_000], Fraction(9, 10))
    3.7
    """
    if not microseconds:
        return None
    ordered = sorted(microseconds)
    place = share * (len(ordered) - 1)
    below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
    exact = below + (above - below) * (place - math.floor(place))
    return rounded(float(exact / 1_000_000))


def rounded(value: float) -> float:
    """A double as the marts publish it."""
    return round(value, DOUBLE_PLACES)
