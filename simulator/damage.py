"""What can be wrong with a record, and a record's text → the same, damaged.

Damage of form leaves bytes that are no JSON object: the loader sets them aside.
Damage of value leaves a JSON object that says something impossible: staging does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INTACT = -1
_SHORTEST_CUT = 20
_GARBAGE = b"ERROR upstream connect error or disconnect/reset before headers"
_IMPOSSIBLE_TIMES = (b"1970-01-01 00:00:00 UTC", b"2026-02-31 25:61:61 UTC")


@dataclass(frozen=True)
class Damage:
    """One way for a record to be wrong.

    Attributes:
        name: As the truth counts it.
        is_form: Whether the record can no longer be parsed.
        inflict: The intact record's bytes → the damaged ones.
    """

    name: str
    is_form: bool
    inflict: Callable[[bytes], bytes]


def cut_short(record: bytes) -> bytes:
    """The beginning of a record, of a length that its content decides.

    Never right after a colon: what follows could pass for the value.

    >>> cut_short(b'{"event_id":"a","event_type":"view"}')
    b'{"event_id":"a","event_type'
    """
    length = _SHORTEST_CUT + sum(record) % (len(record) - _SHORTEST_CUT - 1)
    return record[: length - (record[length - 1 : length] == b":")]


def _garbage(record: bytes) -> bytes:  # noqa: ARG001 every damage has this signature
    return _GARBAGE


def _invalid_utf8(record: bytes) -> bytes:
    return record.replace(b'"event_type":"', b'"event_type":"\xff', 1)


def _unknown_type(record: bytes) -> bytes:
    return re.sub(rb'"event_type":"\w+"', b'"event_type":"wishlist"', record, count=1)


def _missing_field(record: bytes) -> bytes:
    return re.sub(rb'"user_id":\d+,', b"", record, count=1)


def _impossible_time(record: bytes) -> bytes:
    time = b'"event_time":"' + _IMPOSSIBLE_TIMES[sum(record) % 2] + b'"'
    return re.sub(rb'"event_time":"[^"]+"', time, record, count=1)


def _negative_price(record: bytes) -> bytes:
    return record.replace(b'"price":', b'"price":-', 1)


DAMAGES = (
    Damage("cut_short", True, cut_short),
    Damage("garbage", True, _garbage),
    Damage("invalid_utf8", True, _invalid_utf8),
    Damage("unknown_type", False, _unknown_type),
    Damage("missing_field", False, _missing_field),
    Damage("impossible_time", False, _impossible_time),
    Damage("negative_price", False, _negative_price),
)


def choose_damage(
    rng: np.random.Generator, may_be_damaged: NDArray[np.bool_], share: float
) -> NDArray[np.int8]:
    """Per record: `INTACT`, or a position in `DAMAGES`; every kind about as often.

    Damaged records never touch each other, so that each is one damaged stretch.
    """
    size = may_be_damaged.size
    damage = np.full(size, INTACT, np.int8)
    # at least one of each kind, where the run is large enough to bear it
    enough = size >= 100 * len(DAMAGES)
    count = max(round(size * share), 2 * len(DAMAGES) if share and enough else 0)
    rows = np.sort(rng.choice(size, min(count, size), replace=False))
    rows = rows[may_be_damaged[rows]]
    rows = rows[np.diff(rows, prepend=-2) > 1]
    damage[rows] = rng.permutation(rows.size) % len(DAMAGES)
    return damage
