"""The pieces of one object: which are one record each, which were read again.

A piece is whole until something shows that it is not: its first or last bytes
here, the form check's first look at it, or the look at its values. The others are
read again, so every record gets its number: its place in the object, from 1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contracts import Contract
from loaders.decode import Damage
from loaders.exact import Judged, ReadRecord, judge, written
from loaders.resync import Found, reread

# A longer piece may hold a field over the limit of a landing column; shorter ones
# cannot, even where a number's text grows (1e15 becomes 1000000000000000.0).
_SURELY_SHORT_BYTES = 8192
_BRACE = 123
_PAGE = 1 << 20  # stays in the processor's cache
_MAX_RAW_BYTES = 1_024_000
"""The longest `raw` kept: the limit of VARBYTE on Amazon Redshift."""


@dataclass(frozen=True)
class Rejected:
    """One record or damaged stretch that cannot be landed.

    Attributes:
        record_number: Its place among the object's records.
        byte_offset: Where it starts in the inflated bytes.
        byte_count: How long it is; `raw` may hold less.
        reason: Why, for a person.
        raw: The bytes, at most 1,000 KiB.
    """

    record_number: int
    byte_offset: int
    byte_count: int
    reason: str
    raw: bytes


class Pieces:
    """One object's pieces, and what was found where they are not whole."""

    def __init__(
        self, data: bytes, bounds: NDArray[np.int64], damage: tuple[Damage, ...] = ()
    ) -> None:
        """Take an object's bytes, cut by `record_bounds`.

        Args:
            data: The inflated bytes.
            bounds: Offsets, shape (pieces + 1,).
            damage: Where the compression was broken.
        """
        self.data = data
        self.bounds = bounds
        self.is_whole = np.ones(bounds.size - 1, bool)
        self.numbers = np.arange(1, bounds.size, dtype=np.int64)
        self.count = self.is_whole.size
        self.landed = self.count
        self._damage = damage
        self._found: list[tuple[int, Found]] = []

    def read_again(
        self, invalid: NDArray[np.int64], belongs: Callable[[ReadRecord], bool]
    ) -> None:
        """Read the pieces that are not JSON, and the odd-looking, again.

        Args:
            invalid: Indices of pieces that are not JSON, ascending.
            belongs: Whether an object amid damage is a record of this kind.
        """
        suspects = np.union1d(invalid, self._odd_looking())
        if not suspects.size:
            return
        counts = np.ones(self.is_whole.size, np.int64)
        runs: list[tuple[int, list[Found]]] = []
        done = -1
        for first, last in _runs(suspects):
            if last <= done:
                continue
            first = max(first, done + 1)
            found, done = self._read_run(first, last, belongs)
            runs.append((first, found))
            self.is_whole[first : done + 1] = False
            counts[first : done + 1] = 0
            counts[first] = len(found)
        self.numbers = np.cumsum(counts) - counts + 1
        self.count = int(counts.sum())
        self._found = [
            (int(self.numbers[first]) + place, one)
            for first, found in runs
            for place, one in enumerate(found)
        ]

    def read_odd(self, odd: Iterator[int] | list[int]) -> None:
        """Judge single pieces that SQL was not sure of.

        Args:
            odd: Indices of whole pieces; each is one record, good or not.
        """
        for index in odd:
            start, end = int(self.bounds[index]), int(self.bounds[index + 1])
            self.is_whole[index] = False
            judged = judge(self.data[start:end])
            self._found.append((int(self.numbers[index]), Found(start, end, judged)))

    def keys_found(self) -> list[list[str]]:
        """The keys of each record that was read again."""
        records = [found.judged.record for _, found in self._found]
        return [list(record) for record in records if record is not None]

    def may_nest(self) -> bool:
        """Whether an object or array may lie inside some record."""
        if b"[" in self.data or not self.is_whole.all():
            return True
        view = np.frombuffer(self.data, np.uint8)
        braces = sum(
            int(np.count_nonzero(view[low : low + _PAGE] == _BRACE))
            for low in range(0, view.size, _PAGE)
        )
        return braces > self.is_whole.size

    def repaired(self, contract: Contract) -> list[tuple[int, str]]:
        """Number and text of each record that was read again and is good."""
        checked = [
            (number, Found(found.start, found.end, _written(found, contract)))
            for number, found in self._found
        ]
        self._found = [one for one in checked if one[1].judged.record is None]
        self.landed = int(self.is_whole.sum()) + len(checked) - len(self._found)
        return [
            (number, found.judged.record["text"])
            for number, found in checked
            if found.judged.record is not None
        ]

    def rejected(self) -> list[Rejected]:
        """What cannot be landed, in the order of the object's bytes."""
        reasons = {number: found.judged.reason for number, found in self._found}
        behind: list[Rejected] = []
        last = self.count
        for damage in self._damage:
            cut = next((n for n, found in self._found if _meets(found, damage)), None)
            if cut is not None:
                reasons[cut] = damage.reason
                continue
            last += 1
            kept = damage.raw[:_MAX_RAW_BYTES]
            behind.append(
                Rejected(last, damage.offset, len(damage.raw), damage.reason, kept)
            )
        rejected = [
            Rejected(
                number,
                found.start,
                found.end - found.start,
                str(reasons[number]),
                self.data[found.start : min(found.end, found.start + _MAX_RAW_BYTES)],
            )
            for number, found in self._found
        ]
        return sorted(rejected + behind, key=lambda one: one.record_number)

    def _odd_looking(self) -> NDArray[np.int64]:
        """Pieces that start or end unlike an object, or are long."""
        starts, ends = self.bounds[:-1], self.bounds[1:]
        view = np.frombuffer(self.data, np.uint8)
        if not starts.size:
            return starts
        last = ends - 1
        for line_end in (10, 13):
            last = last - ((view[last] == line_end) & (last > starts))
        before = view[np.maximum(last - 1, starts)]
        odd = (view[starts] != _BRACE) | (view[last] != 125)
        odd |= (before == 44) | (before <= 32)
        odd |= (ends - starts) > _SURELY_SHORT_BYTES
        return np.flatnonzero(odd)

    def _read_run(
        self, first: int, last: int, belongs: Callable[[ReadRecord], bool]
    ) -> tuple[list[Found], int]:
        """What is in pieces `first` to `last`, and the last piece it reaches."""
        place, end = int(self.bounds[first]), int(self.bounds[last + 1])
        found: list[Found] = []
        while place < end:
            found += reread(self.data, place, end, belongs)
            place = max(end, found[-1].end if found else end)
            if place > end:  # a record that was cut apart goes on behind the run
                last = int(np.searchsorted(self.bounds, place)) - 1
                end = int(self.bounds[last + 1])
        return found, last


def _runs(indices: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring indices, both ends included.

    >>> list(_runs(np.array([1, 2, 5])))
    [(1, 2), (5, 5)]
    """
    breaks = np.flatnonzero(np.diff(indices) > 1)
    firsts = indices[np.concatenate([[0], breaks + 1])]
    lasts = indices[np.concatenate([breaks, [indices.size - 1]])]
    return zip(firsts.tolist(), lasts.tolist(), strict=True)


def _written(found: Found, contract: Contract) -> Judged:
    record = found.judged.record
    return found.judged if record is None else written(record, contract)


def _meets(found: Found, damage: Damage) -> bool:
    """Whether a damaged stretch touches the place where the compression broke."""
    return found.start <= damage.offset <= found.end + 2
