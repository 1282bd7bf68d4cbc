"""Rows of a plan → the bytes of their records.

Each field is an Arrow column of ready JSON text; joining them row by row leaves one
buffer that already is the object's body, with no Python object per record.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulator.events import EVENT_TYPES, NO_ORDER, NO_QUANTITY
from simulator.identifiers import hex_texts, uuid_texts
from simulator.seasons import SECONDS_PER_DAY
from simulator.shop import Shop
from simulator.traffic import Traffic

_FIRST_USER_ID = 512_000_000
_FIRST_ORDER_ID = 1_000_000_000
_SESSION_SALT, _EVENT_SALT = 101, 103

# "00:00:00" to "23:59:59", as ASCII codes
_CLOCK = np.frombuffer(
    "".join(
        f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        for second in range(SECONDS_PER_DAY)
    ).encode(),
    np.uint8,
).reshape(SECONDS_PER_DAY, 8)


@dataclass(frozen=True)
class Rendered:
    """Records laid end to end: record i is `data[offsets[i]:offsets[i + 1]]`."""

    data: memoryview
    offsets: NDArray[np.int64]


@dataclass(frozen=True)
class RecordFormat:
    """What the records of one run have in common.

    Attributes:
        shop: The catalogue that products are positions in.
        traffic: The events, users and sessions.
        first_day: The day that seconds count from.
        salt: Makes the ids of one seed differ from those of another.
        has_event_ids: Whether the producer numbers its events.
    """

    shop: Shop
    traffic: Traffic
    first_day: dt.date
    salt: int
    has_event_ids: bool

    def render(self, rows: NDArray[Any], newline: NDArray[np.bool_]) -> Rendered:
        """The records of some events.

        Args:
            rows: Which events; repeats are welcome.
            newline: Per row, whether a newline follows the record.
        """
        events = self.traffic.events.take(rows)
        shop, salt = self.shop, self.salt
        cents = shop.price_cents(events.product, events.second)
        names = [f',"event_type":"{name}",' for name in EVENT_TYPES]
        columns: list[Any] = ['{"event_time":"', self._times(events.second), ' UTC"']
        if self.has_event_ids:
            ids = _fixed_width(hex_texts(rows, salt + _EVENT_SALT))
            columns = ['{"event_id":"', ids, '","event_time":"', *columns[1:]]
        columns += [
            _one_of(names, events.kind),
            _one_of(shop.descriptions, events.product),
            ',"price":',
            _text(cents // 100),
            _one_of([f".{cent:02d}" for cent in range(100)], cents % 100),
            ',"user_id":',
            _text(self.traffic.users[events.session].astype(np.int64) + _FIRST_USER_ID),
            self._sessions(events.session),
            self._orders(events.order),
            self._quantities(events.quantity),
            _one_of(["}", "}\n"], newline.astype(np.int8)),
        ]
        lines = pc.binary_join_element_wise(
            *(pa.scalar(each) if isinstance(each, str) else each for each in columns),
            "",
        ).cast(pa.large_string())
        _, offsets, data = lines.buffers()
        return Rendered(
            data=memoryview(data),
            offsets=np.frombuffer(offsets, np.int64)[: len(lines) + 1],
        )

    def _times(self, seconds: NDArray[np.int32]) -> pa.Array:
        days, clock = np.divmod(seconds, SECONDS_PER_DAY)
        last = int(days.max(initial=0))
        dates = "".join(
            f"{self.first_day + dt.timedelta(days=day)} " for day in range(last + 1)
        )
        calendar = np.frombuffer(dates.encode(), np.uint8).reshape(last + 1, 11)
        return _fixed_width(np.concatenate([calendar[days], _CLOCK[clock]], axis=1))

    def _sessions(self, sessions: NDArray[np.int32]) -> pa.Array:
        names = _fixed_width(uuid_texts(sessions, self.salt + _SESSION_SALT))
        named = pc.binary_join_element_wise(',"user_session":"', names, '"', "")
        has_id = pa.array(self.traffic.has_session_id[sessions])
        return pc.if_else(has_id, named, ',"user_session":null')

    def _orders(self, orders: NDArray[np.int32]) -> pa.Array:
        ids = _text(orders.astype(np.int64) + _FIRST_ORDER_ID)
        named = pc.binary_join_element_wise(',"order_id":"', ids, '"', "")
        return pc.if_else(pa.array(orders != NO_ORDER), named, "")

    def _quantities(self, quantities: NDArray[np.int8]) -> pa.Array:
        named = pc.binary_join_element_wise(',"quantity":', _text(quantities), "")
        return pc.if_else(pa.array(quantities != NO_QUANTITY), named, "")


def _text(numbers: NDArray[Any]) -> pa.Array:
    return pa.array(numbers).cast(pa.string())


def _one_of(texts: list[str], positions: NDArray[Any]) -> pa.Array:
    return pa.array(texts).take(pa.array(positions))


def _fixed_width(codes: NDArray[np.uint8]) -> pa.Array:
    """A matrix of ASCII codes → text, without a copy.

    >>> _fixed_width(np.array([[72, 105], [72, 111]], np.uint8)).to_pylist()
    ['Hi', 'Ho']
    """
    size, width = codes.shape
    offsets = np.arange(0, width * size + 1, width, dtype=np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(codes))]
    return pa.Array.from_buffers(pa.string(), size, buffers)
