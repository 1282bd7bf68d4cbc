"""A shop, its traffic and its deliveries → objects on disk, with the truth beside."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from loaders.errors import ConfigError
from simulator.damage import DAMAGES, INTACT, cut_short
from simulator.deliveries import Deliveries, Delivery, Shares, plan_deliveries
from simulator.identifiers import object_uuid, scrambled
from simulator.incidents import incident_spans
from simulator.objects import (
    fresh_directory,
    object_key,
    write_cut_object,
    write_object,
)
from simulator.records import RecordFormat, Rendered
from simulator.shop import stock_shop
from simulator.traffic import simulate_traffic
from simulator.truth import Truth, count_truth

Separator = Literal["none", "newline", "mixed"]
Compression = Literal["gzip", "plain", "mixed"]

STREAM = "shop-events"

# Rows rendered at once: enough to drown the cost of a call, small enough for a cache.
_ROWS_PER_RENDERING = 100_000
_ONE_PLAIN_OBJECT_IN = 8
_OBJECT_SALT = 107


@dataclass(frozen=True)
class Settings:
    """What the user chose for one run."""

    events: int
    days: int
    seed: int
    start: dt.date
    object_records: int
    separator: Separator
    compression: Compression
    has_event_ids: bool
    shares: Shares
    incidents: tuple[str, ...] = ()
    bot_events: int = 0


def truth_path(output: Path) -> Path:
    """Beside the objects, never among them.

    >>> truth_path(Path("data/objects")).as_posix()
    'data/objects.truth.json'
    """
    return output.with_name(output.name + ".truth.json")


def simulate(settings: Settings, output: Path) -> Truth:
    """Write one run into a new directory, the truth beside it, and return the truth.

    Raises:
        ConfigError: A setting cannot be met, or there are files in `output` already.
    """
    _check(settings)
    # One generator per stage: more damage does not make another shop.
    rngs = np.random.default_rng(settings.seed).spawn(3)
    shop = stock_shop(rngs[0], min(max(settings.events // 50, 500), 50_000))
    traffic = simulate_traffic(
        rngs[1],
        shop,
        settings.events,
        settings.start,
        settings.days,
        incident_spans(settings.incidents, settings.days),
        settings.bot_events,
    )
    deliveries = plan_deliveries(
        rngs[2], traffic, settings.object_records, settings.shares
    )
    salt = settings.seed * 1000
    form = RecordFormat(shop, traffic, settings.start, salt, settings.has_event_ids)
    with fresh_directory(output) as root:
        _write_objects(root, settings, deliveries, form)
        truth = count_truth(traffic, deliveries, settings.start, settings.days)
        text = json.dumps(truth, indent=2) + "\n"
        truth_path(output).write_text(text, encoding="utf-8")
    return truth


def _check(settings: Settings) -> None:
    too_long = dt.date.max - settings.start < dt.timedelta(days=settings.days + 30)
    if settings.days > 3650 or too_long:
        raise ConfigError(
            f"{settings.days} days from {settings.start} are too many",
            "choose at most 3650 days, ending before the year 9999",
        )
    if settings.bot_events > settings.events // 2:
        raise ConfigError(
            f"{settings.bot_events} events of one bot are more than half of all",
            f"choose at most {settings.events // 2}, or more events",
        )
    if settings.events > 1_000_000_000:
        raise ConfigError(
            f"{settings.events} events are too many for one run",
            "choose at most 1000000000; several runs with other seeds make more",
        )


def _write_objects(
    root: Path, settings: Settings, deliveries: Deliveries, form: RecordFormat
) -> None:
    midnight = dt.datetime.combine(settings.start, dt.time())
    salt = settings.seed * 1000 + _OBJECT_SALT
    numbers = np.arange(len(deliveries.bounds))
    newline = _separators(settings.separator, scrambled(numbers, salt + 2))
    gzip = _compressions(settings.compression, scrambled(numbers, salt + 3))
    bodies = _bodies(deliveries, form, newline)
    current, pieces = next(bodies)
    for number, each in enumerate(deliveries.objects):
        while deliveries.bounds[current + 1] <= each.first:
            current, pieces = next(bodies)
        key = object_key(
            STREAM,
            midnight + dt.timedelta(seconds=each.folder_second),
            midnight + dt.timedelta(seconds=each.name_second),
            object_uuid(number, salt),
        )
        write = write_cut_object if each.is_cut else write_object
        write(root, key, _body(each, pieces), is_gzip=bool(gzip[current]))


def _separators(separator: Separator, draws: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Per object: whether a newline follows each record."""
    if separator == "mixed":
        return (draws & np.uint64(1)).astype(bool)
    return np.full(draws.size, separator == "newline", bool)


def _compressions(
    compression: Compression, draws: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    """Per object: whether it is compressed."""
    if compression == "mixed":
        return (draws % np.uint64(_ONE_PLAIN_OBJECT_IN)).astype(bool)
    return np.full(draws.size, compression == "gzip", bool)


def _bodies(
    deliveries: Deliveries, form: RecordFormat, newline: NDArray[np.bool_]
) -> Iterator[tuple[int, list[bytes]]]:
    """Number and records of each object, rendered for several objects at a time."""
    bounds = deliveries.bounds
    begin = 0
    while begin < bounds.size - 1:
        full = bounds[begin] + _ROWS_PER_RENDERING
        end = max(int(np.searchsorted(bounds, full, side="right")) - 1, begin + 1)
        rows = slice(int(bounds[begin]), int(bounds[end]))
        separators = np.repeat(newline[begin:end], np.diff(bounds[begin : end + 1]))
        rendered = form.render(deliveries.event[rows], separators)
        for number in range(begin, end):
            first, stop = bounds[number] - rows.start, bounds[number + 1] - rows.start
            damage = deliveries.damage[bounds[number] : bounds[number + 1]]
            yield number, _damaged(rendered, int(first), int(stop), damage)
        begin = end


def _damaged(
    rendered: Rendered, first: int, stop: int, damage: NDArray[np.int8]
) -> list[bytes]:
    """The records `first` to `stop`, the damaged ones among them damaged."""
    offsets = rendered.offsets[first : stop + 1].tolist()
    records = [bytes(rendered.data[begin:end]) for begin, end in pairwise(offsets)]
    for row in np.flatnonzero(damage != INTACT).tolist():
        kind = DAMAGES[damage[row]]
        line = records[row]
        record = line.removesuffix(b"\n")
        # what breaks off has no separator any more; the rest keeps its own
        end = b"" if kind.inflict is cut_short else line[len(record) :]
        records[row] = kind.inflict(record) + end
    return records


def _body(each: Delivery, records: list[bytes]) -> bytes:
    wanted = records[: each.stop - each.first]
    if each.is_cut:
        wanted[-1] = cut_short(wanted[-1].removesuffix(b"\n"))
    return b"".join(wanted)
