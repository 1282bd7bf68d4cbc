"""Sessions → events: people who look, fill carts, change their minds and buy.

Everything a person does follows from the views of a session: some views end in a
cart, some carts are emptied again, some are paid at the end of the session and some
days later, in a session of their own. Robots are in `robots`, delivery in
`deliveries`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.events import (
    CART,
    NO_QUANTITY,
    PURCHASE,
    REMOVE,
    VIEW,
    Events,
    event_rows,
    joined,
)
from simulator.seasons import SECONDS_PER_DAY
from simulator.shop import Shop

# Chosen so that a shop lands near published shares of multi-category shops: a cart in
# 12 % of sessions, a purchase in 6 %; somewhat above, so that small runs have any.
_MORE_VIEWS = 0.27
_SAME_PRODUCT_AGAIN = 0.35
_COMPANION_NEXT = 0.15
_PAUSE = 0.006  # of views: the visitor leaves the tab open for half an hour or more
_CART = 0.045
_REMOVE = 0.2
_PAY_NOW, _PAY_LATER = 0.45, 0.2  # of sessions with something left in the cart
_BUY_WITHOUT_CART = 0.006
_QUANTITY_DELIVERED = 0.3
_PRICE_ELASTICITY = -1.5


@dataclass(frozen=True)
class Views:
    """What sessions looked at: one row per view, sorted by session and time."""

    second: NDArray[np.int64]
    session: NDArray[np.int64]
    product: NDArray[np.int64]
    first: NDArray[np.int64]  # per session: the row of its first view
    last: NDArray[np.int64]  # per session: the row of its last view


@dataclass(frozen=True)
class Shopping:
    """Events, and the sessions that the payments of later days opened.

    Attributes:
        events: Sessions are numbered from 0; return sessions follow.
        origins: Per session: the session it belongs with (itself, mostly).
    """

    events: Events
    origins: NDArray[np.int64]


def go_shopping(
    rng: np.random.Generator, shop: Shop, starts: NDArray[np.int64]
) -> Shopping:
    """Let one session begin at each of the given seconds."""
    views = _browse(rng, shop, starts)
    looked = event_rows(VIEW, views.second, views.product, views.session)
    direct = _buy_without_cart(rng, views)

    willing = (
        _CART
        * shop.appeal[views.product]
        * shop.price_steps(views.product, views.second) ** _PRICE_ELASTICITY
    )
    put = np.flatnonzero(rng.random(len(views.second)) < willing)
    second = views.second[put] + rng.integers(2, 60, put.size)
    quantity = np.where(
        rng.random(put.size) < _QUANTITY_DELIVERED,
        rng.integers(1, 4, put.size),
        NO_QUANTITY,
    )
    carted = event_rows(CART, second, views.product[put], views.session[put], quantity)

    is_removed = rng.random(put.size) < _REMOVE
    removed = event_rows(
        REMOVE,
        (second + rng.integers(5, 600, put.size))[is_removed],
        carted.product[is_removed],
        carted.session[is_removed],
        quantity[is_removed],
    )

    plan = rng.random(starts.size)
    plans = plan[carted.session]
    pays_now = ~is_removed & (plans < _PAY_NOW)
    pays_later = ~is_removed & (plans >= _PAY_NOW) & (plans < _PAY_NOW + _PAY_LATER)
    checkout = views.second[views.last] + rng.integers(80, 300, starts.size)
    paid = event_rows(
        PURCHASE,
        checkout[carted.session[pays_now]],
        carted.product[pays_now],
        carted.session[pays_now],
        quantity[pays_now],
        carted.session[pays_now] * 2,
    )
    returned, origins = _return_and_pay(rng, carted.take(pays_later), checkout)
    return Shopping(
        events=joined([looked, carted, removed, paid, direct, returned]),
        origins=np.concatenate([np.arange(starts.size), origins]),
    )


def _browse(rng: np.random.Generator, shop: Shop, starts: NDArray[np.int64]) -> Views:
    counts = rng.geometric(_MORE_VIEWS, starts.size)
    session = np.repeat(np.arange(starts.size), counts)
    last = np.cumsum(counts) - 1
    first = last - counts + 1
    size = session.size

    gap = rng.exponential(40, size).astype(np.int64) + 2
    paused = np.flatnonzero(rng.random(size) < _PAUSE)
    gap[paused] += rng.integers(1860, 20_000, paused.size)
    gap[first] = 0
    elapsed = np.cumsum(gap)
    second = starts[session] + elapsed - elapsed[first][session]

    # Log-uniform ranks follow Zipf's law with exponent 1.
    fresh = (len(shop) ** rng.random(size)).astype(np.int64) - 1
    mood = rng.random(size)
    mood[first] = 1
    follows = mood < _SAME_PRODUCT_AGAIN + _COMPANION_NEXT
    source = np.maximum.accumulate(np.where(follows, 0, np.arange(size)))
    product = fresh[source]
    companion = follows & (mood >= _SAME_PRODUCT_AGAIN)
    product[companion] = shop.companions[product[companion]]
    return Views(second, session, product, first, last)


def _buy_without_cart(rng: np.random.Generator, views: Views) -> Events:
    sessions = np.flatnonzero(rng.random(views.last.size) < _BUY_WITHOUT_CART)
    rows = views.last[sessions]
    return event_rows(
        PURCHASE,
        views.second[rows] + rng.integers(20, 70, rows.size),
        views.product[rows],
        sessions,
        NO_QUANTITY,
        sessions * 2 + 1,
    )


def _return_and_pay(
    rng: np.random.Generator, carted: Events, left: NDArray[np.int64]
) -> tuple[Events, NDArray[np.int64]]:
    """Sessions hours or days later that buy what an earlier one put in the cart."""
    origins, session = np.unique(carted.session, return_inverse=True)
    counts = np.bincount(session, minlength=origins.size)
    position = np.arange(len(carted)) - (np.cumsum(counts) - counts)[session]
    away = 3600 + rng.exponential(2.5 * SECONDS_PER_DAY, origins.size).astype(np.int64)
    starts = left[origins] + away

    number = left.size + session
    looks_again = rng.random(len(carted)) < 0.7
    looked = event_rows(
        VIEW, starts[session] + 25 * position, carted.product, number
    ).take(looks_again)
    paid = event_rows(
        PURCHASE,
        (starts + 25 * counts + rng.integers(30, 90, origins.size))[session],
        carted.product,
        number,
        carted.quantity,
        number * 2,
    )
    return joined([looked, paid]), origins.astype(np.int64)
