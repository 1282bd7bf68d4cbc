"""Events → which record goes into which object, when, how often and how damaged.

Nothing is written here: the plan alone decides the truth, and `records` and
`objects` carry it out. An object's time is never before the time of an event in it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.damage import INTACT, choose_damage
from simulator.incidents import delayed
from simulator.seasons import SECONDS_PER_DAY
from simulator.traffic import Traffic

_SECONDS_PER_HOUR = 3600
_FEWEST_RECORDS_TO_CUT = 4  # of an object that is delivered cut short
_LATEST_RECORD_SECONDS = 3 * SECONDS_PER_DAY
_RECORDS_REPEATED_AT_MOST = 3  # objects after the one that held the first copy


@dataclass(frozen=True)
class Shares:
    """How much goes wrong on the way.

    Attributes:
        damage: Of records.
        repeats: Of records, half of them as whole objects delivered again.
        late: Of records, and of objects.
    """

    damage: float
    repeats: float
    late: float


@dataclass(frozen=True)
class Delivery:
    """One object as it lands.

    Attributes:
        first: Its first row in `Deliveries`.
        stop: The row after its last.
        is_cut: Whether it ends in the middle of row `stop - 1`.
        folder_second: A second within the hour that its folder names.
        name_second: The time in its name.
    """

    first: int
    stop: int
    is_cut: bool
    folder_second: int
    name_second: int


@dataclass(frozen=True)
class Deliveries:
    """Rows are records in the order they lie in objects; objects follow each other.

    Attributes:
        event: Per row: the event it carries.
        damage: Per row: `INTACT` or the kind of damage, a position in `DAMAGES`.
        bounds: Where objects begin, and where the last one ends.
        objects: Every delivery, repeated, cut and empty ones included, sorted by
            the rows that they hold.
    """

    event: NDArray[np.int32]
    damage: NDArray[np.int8]
    bounds: NDArray[np.int64]
    objects: list[Delivery]


def plan_deliveries(
    rng: np.random.Generator, traffic: Traffic, object_records: int, shares: Shares
) -> Deliveries:
    """Buffer the events as Firehose does, then let things go wrong."""
    arrival = _arrivals(rng, traffic, shares.late)
    order = np.argsort(arrival, kind="stable").astype(np.int32)
    arrival = arrival[order]
    bounds = _object_bounds(arrival, object_records)
    began, ended = arrival[bounds[:-1]], arrival[bounds[1:] - 1]

    event, bounds = _repeat_records(rng, order, bounds, shares.repeats / 2)
    is_twin = np.zeros(len(traffic.events), bool)
    is_twin[traffic.twins] = is_twin[len(is_twin) - len(traffic.twins) :] = True
    damage = choose_damage(rng, ~is_twin[event], shares.damage)

    firsts = _deliver_once(rng, bounds, began, ended, shares.late)
    again = _deliver_again(
        rng, firsts, shares.repeats / 2, traffic.incidents.get("doubled")
    )
    broken = _deliver_broken(rng, firsts, damage, shares.damage)
    objects = sorted(
        [*firsts, *again, *broken], key=lambda each: (each.first, each.name_second)
    )
    return Deliveries(event=event, damage=damage, bounds=bounds, objects=objects)


def _arrivals(
    rng: np.random.Generator, traffic: Traffic, late: float
) -> NDArray[np.int64]:
    """Seconds at which Firehose receives the events; twins arrive together."""
    size = len(traffic.events) - len(traffic.twins)
    lag = rng.exponential(3, size).astype(np.int64)
    is_late = np.flatnonzero(rng.random(size) < late)
    lag[is_late] = rng.integers(600, _LATEST_RECORD_SECONDS, is_late.size)
    if "late" in traffic.incidents:
        lag = delayed(lag, traffic.events.second[:size], traffic.incidents["late"])
    lag = np.concatenate([lag, lag[traffic.twins]])
    arrival: NDArray[np.int64] = traffic.events.second + lag
    return arrival


def _object_bounds(
    arrival: NDArray[np.int64], object_records: int
) -> NDArray[np.int64]:
    """Where objects begin: at each hour, and when full, but never within a second.

    >>> _object_bounds(np.array([0, 1, 1, 1, 2, 3600]), object_records=2)
    array([0, 4, 5, 6])
    """
    hours = arrival // _SECONDS_PER_HOUR
    starts = np.flatnonzero(np.diff(hours, prepend=-1)).tolist()
    bounds = []
    for start, stop in zip(starts, [*starts[1:], arrival.size], strict=True):
        bounds.append(start)
        full = start + object_records
        while full < stop:
            cut = int(np.searchsorted(arrival, arrival[full - 1], side="right"))
            if cut < stop:
                bounds.append(cut)
            full = cut + object_records
    return np.array([*bounds, arrival.size], np.int64)


def _repeat_records(
    rng: np.random.Generator,
    event: NDArray[np.int32],
    bounds: NDArray[np.int64],
    share: float,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Add second copies of single records, each in an object after its first one.

    Never in the same object: there, without ids, a copy would be a second event.
    """
    rows = np.sort(rng.choice(event.size, round(event.size * share), replace=False))
    home = np.searchsorted(bounds, rows, side="right") - 1
    target = home + rng.integers(1, _RECORDS_REPEATED_AT_MOST + 1, rows.size)
    fits = target < bounds.size - 1
    rows, target = rows[fits], target[fits]
    homes = np.repeat(np.arange(bounds.size - 1), np.diff(bounds))
    holder = np.concatenate([homes, target])
    order = np.argsort(holder, kind="stable")
    counts = np.bincount(holder, minlength=bounds.size - 1)
    return (
        np.concatenate([event, event[rows]])[order],
        np.concatenate([[0], np.cumsum(counts)]),
    )


def _deliver_once(
    rng: np.random.Generator,
    bounds: NDArray[np.int64],
    began: NDArray[np.int64],
    ended: NDArray[np.int64],
    late: float,
) -> list[Delivery]:
    """Every object once; some late, half of those under the hour they belong to."""
    count = began.size
    name = ended + rng.integers(1, 60, count)
    folder = began.copy()
    delayed = _some(rng, count, late)
    name[delayed] += rng.integers(
        3 * _SECONDS_PER_HOUR, _LATEST_RECORD_SECONDS, delayed.size
    )
    moved = delayed[1::2]
    folder[moved] = name[moved]
    columns = (bounds[:-1], bounds[1:], folder, name)
    return [
        Delivery(first, stop, False, folder_second, name_second)
        for first, stop, folder_second, name_second in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def _deliver_again(
    rng: np.random.Generator,
    firsts: list[Delivery],
    share: float,
    doubled: tuple[int, int] | None,
) -> list[Delivery]:
    """Whole objects under another key, minutes to a day later; all of an incident."""
    chosen = [firsts[i] for i in _some(rng, len(firsts), share)]
    if doubled is not None:
        began, ended = doubled
        chosen += [
            each
            for each in firsts
            if began <= each.folder_second < ended and each not in chosen
        ]
    return [
        _delivered_later(each, int(rng.integers(60, SECONDS_PER_DAY)), each.stop)
        for each in chosen
    ]


def _deliver_broken(
    rng: np.random.Generator,
    firsts: list[Delivery],
    damage: NDArray[np.int8],
    share: float,
) -> list[Delivery]:
    """Copies cut short in mid-record, and as many empty objects.

    The whole object arrives too, so nothing is lost by them. Neither the record
    that is cut nor the one before it is damaged already: two damaged stretches
    that touch could be counted as one.
    """
    broken = []
    for number in _some(rng, len(firsts), share):
        each = firsts[number]
        delay = int(rng.integers(60, _SECONDS_PER_HOUR))
        broken.append(_delivered_later(each, delay, each.first))
        intact = damage[each.first : each.stop] == INTACT
        cuts = np.flatnonzero(intact[1:-1] & intact[:-2]) + 2
        if intact.size >= _FEWEST_RECORDS_TO_CUT and cuts.size:
            stop = each.first + int(rng.choice(cuts))
            broken.append(_delivered_later(each, delay, stop, is_cut=True))
    return broken


def _delivered_later(
    each: Delivery, delay: int, stop: int, *, is_cut: bool = False
) -> Delivery:
    name_second = each.name_second + delay
    return Delivery(each.first, stop, is_cut, name_second, name_second)


def _some(rng: np.random.Generator, count: int, share: float) -> NDArray[Any]:
    """That share of `count` positions, sorted, but at least one if any."""
    size = min(count, max(round(count * share), 1)) if share else 0
    return np.sort(rng.choice(count, size, replace=False))
