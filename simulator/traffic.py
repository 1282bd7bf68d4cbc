"""People and robots of one shop → exactly as many events as were asked for."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.events import CART, REMOVE, Events, joined
from simulator.identifiers import scrambled
from simulator.incidents import ATTACKERS, Spans, attack, attack_size, with_sale
from simulator.robots import EVENTS_PER_ROBOT_SESSION, keep_viewing, send_robots
from simulator.seasons import SECONDS_PER_DAY, outage, session_starts
from simulator.shop import Shop
from simulator.shoppers import go_shopping

# Fewer than people make: a surplus is cut, a shortage costs a second attempt.
_EVENTS_PER_SESSION = 3.4
_SESSIONS_PER_USER = 3
_TWINS = 0.002  # of events: a quantity stepped twice within one second
_SESSION_ID_MISSING = 0.002


@dataclass(frozen=True)
class Traffic:
    """All events of a run and who made them.

    Attributes:
        events: In no order; the last rows are the twins.
        twins: Per twin: the event that it equals in everything but its id.
        users: Per session: the number of its user.
        has_session_id: Per session: whether its records name it.
        robot_sessions: How many sessions are robots'.
        incidents: When each incident was.
    """

    events: Events
    twins: NDArray[np.int64]
    users: NDArray[np.int32]
    has_session_id: NDArray[np.bool_]
    robot_sessions: int
    incidents: Spans


def simulate_traffic(
    rng: np.random.Generator,
    shop: Shop,
    count: int,
    first_day: dt.date,
    days: int,
    incidents: Spans,
    bot_events: int = 0,
) -> Traffic:
    """Exactly `count` events within `days` days, none of them in the outage."""
    twin_count = round(count * _TWINS)
    wanted = count - twin_count
    robot_sessions = round(count / EVENTS_PER_ROBOT_SESSION)
    session_count = math.ceil(wanted / _EVENTS_PER_SESSION) + 8
    while True:
        starts = session_starts(rng, session_count, first_day, days)
        if "sale" in incidents:
            starts = with_sale(rng, starts, incidents["sale"])
        shopping = go_shopping(rng, shop, starts)
        robots = send_robots(
            rng, len(shop), robot_sessions, days, len(shopping.origins)
        )
        if "attack" in incidents:
            first_session = len(shopping.origins) + robot_sessions
            size = attack_size(count, days)
            span = incidents["attack"]
            robots = joined([robots, attack(rng, len(shop), span, first_session, size)])
        attackers = ATTACKERS if "attack" in incidents else 0
        bot_session = len(shopping.origins) + robot_sessions + attackers
        bot = keep_viewing(len(shop), bot_events, days, bot_session)
        robots = joined([robots, bot])
        events = joined([robots, shopping.events])
        users, has_id = _assign_users(
            rng,
            session_count,
            shopping.origins,
            robot_sessions,
            attackers + (bot_events > 0),
        )
        keep = _is_recorded(events, days) & _is_new(events, users, has_id)
        if int(keep.sum()) >= wanted:
            break
        session_count = session_count * 3 // 2

    # Robots first, then session by session with the returns of each, so that
    # cutting the surplus leaves whole stories and unbiased hours.
    origin = np.concatenate(
        [np.full(len(robots), -1), shopping.origins[shopping.events.session]]
    )
    kept = np.flatnonzero(keep)
    kept = kept[np.argsort(origin[kept], kind="stable")][:wanted]
    events = events.take(kept)
    twins = _choose_twins(rng, events, twin_count)
    return Traffic(
        events=joined([events, events.take(twins)]),
        twins=twins,
        users=users,
        has_session_id=has_id,
        robot_sessions=robot_sessions,
        incidents=incidents,
    )


def _assign_users(
    rng: np.random.Generator,
    session_count: int,
    origins: NDArray[np.int64],
    robot_sessions: int,
    others: int,
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """A user for each session (few come often), and whether it delivers its id."""
    user_count = max(session_count // _SESSIONS_PER_USER, 4)
    users = (user_count * rng.random(origins.max() + 1) ** 1.6).astype(np.int32)
    robots = np.concatenate(
        [
            user_count + np.arange(robot_sessions) // 3,
            user_count + robot_sessions + np.arange(others),
        ]
    )
    has_id = rng.random(origins.size + robots.size) >= _SESSION_ID_MISSING
    return np.concatenate([users[origins], robots.astype(np.int32)]), has_id


def _is_recorded(events: Events, days: int) -> NDArray[np.bool_]:
    began, ended = outage(days)
    in_outage = (events.second >= began) & (events.second < ended)
    recorded: NDArray[np.bool_] = ~in_outage & (events.second < days * SECONDS_PER_DAY)
    return recorded


def _is_new(
    events: Events, users: NDArray[np.int32], has_id: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """All but the accidental copies: equal in user, session, second, kind, product.

    Without ids in the records, two equal events in different objects could not be
    told from a repeated delivery, and the truth would depend on where objects end.
    """
    session = np.where(has_id[events.session], events.session, -1)
    mark: NDArray[Any] = scrambled(users[events.session], 1)
    for salt, column in enumerate(
        (session, events.second, events.kind, events.product), start=2
    ):
        mark = scrambled(mark ^ scrambled(column.astype(np.int64), salt), salt)
    is_new = np.zeros(len(events), bool)
    is_new[np.unique(mark, return_index=True)[1]] = True
    return is_new


def _choose_twins(
    rng: np.random.Generator, events: Events, count: int
) -> NDArray[np.int64]:
    """Events to double: carts and removals, or any where those are too few."""
    steps = np.flatnonzero((events.kind == CART) | (events.kind == REMOVE))
    pool = steps if steps.size >= count else np.arange(len(events))
    return rng.choice(pool, count, replace=False).astype(np.int64)
