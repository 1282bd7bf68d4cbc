"""Bytes of one Firehose object → where its records begin and end.

Firehose joins records without a separator unless the producer adds one, so a
line is not a record. This module undoes the compression and cuts the bytes into
pieces that are one record each where nothing is damaged. It does not judge what
is inside (`warehouse/form_check.py`) and repairs nothing (`resync.py`).
"""

import zlib
from dataclasses import dataclass, replace

import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray

_GZIP = b"\x1f\x8b"
_GZIP_DEFLATE = b"\x1f\x8b\x08"
_BOM = b"\xef\xbb\xbf"
# Log subscriptions compress once and Firehose once more; a third layer is not
# seen, and a bound keeps a hand-made bomb of layers from running for ever.
_MAX_LAYERS = 4
# The parser copies what lies behind a member; of many small ones that is all the
# rest, each time, unless it is shown no more than this at first.
_LATER_MEMBER = 1 << 16
# Pages of this size stay in the processor's cache between the two passes over
# them; whole objects at once take 3 times as long.
_PAGE = 1 << 20
_LINE_END, _OPEN, _CLOSE = b"\n{}"
# What follows the first brace of a record; a brand named "}{" is no boundary.
_MAY_OPEN = np.zeros(256, bool)
_MAY_OPEN[list(b'" }')] = True


@dataclass(frozen=True)
class Damage:
    """A place where the compression broke.

    Attributes:
        offset: Where in the inflated bytes something is missing.
        reason: What broke, for a person.
        raw: The bytes that could not be inflated.
    """

    offset: int
    reason: str
    raw: bytes


@dataclass(frozen=True)
class Inflated:
    """An object's bytes without compression, and what could not be undone."""

    data: bytes
    damage: tuple[Damage, ...] = ()


def inflate(stored: bytes) -> Inflated:
    """Undo every layer of gzip; never by suffix, always by the first bytes.

    Args:
        stored: The object as it lies in the store.

    Returns:
        All bytes that can be had. A cut or damaged member gives what precedes
        the damage, and members behind it are found again.

    >>> import gzip
    >>> inflate(gzip.compress(b"one ") + gzip.compress(b"two")).data
    b'one two'
    """
    data = stored
    damage: tuple[Damage, ...] = ()
    for _ in range(_MAX_LAYERS):
        if not data.startswith(_GZIP):
            break
        data, damage = _inflate_members(data, damage)
    return Inflated(data, damage)


def _inflate_members(
    stored: bytes, broken: tuple[Damage, ...]
) -> tuple[bytes, tuple[Damage, ...]]:
    """Undo one layer; `broken` is the damage of the layer around it."""
    parts: list[bytes] = []
    damage: list[Damage] = []
    place = 0
    while place < len(stored):
        part, end = _inflate_one(stored, place)
        if end is not None:
            parts.append(part)
            met = [one for one in broken if place < one.offset <= end]
            damage += [replace(one, offset=sum(map(len, parts))) for one in met]
        else:  # where the layer around broke, too, this one tells of both
            parts.append(_inflate_start(stored[place:]))
            end = _next_whole_member(stored, place + 1, parts[-1])
            damage.append(
                Damage(
                    offset=sum(map(len, parts)),
                    reason="gzip is cut short or damaged",
                    raw=stored[place:end],
                )
            )
        place = end
        if not stored.startswith(_GZIP, place):
            if stored[place:].strip(b"\0"):
                parts.append(stored[place:])  # plain records behind a gzip member
            break
    return (parts[0] if len(parts) == 1 else b"".join(parts)), tuple(damage)


def _inflate_one(stored: bytes, place: int) -> tuple[bytes, int | None]:
    """The member that starts at a place, and its end, or None where it is damaged."""
    member = isal_zlib.decompressobj(wbits=31)
    view = memoryview(stored)
    step = _LATER_MEMBER if place else len(stored)  # most objects are one member
    parts: list[bytes] = []
    try:
        while place < len(stored) and not member.eof:
            parts.append(member.decompress(view[place : place + step]))
            place, step = min(place + step, len(stored)), len(stored)
    except (isal_zlib.error, EOFError):  # type: ignore[misc] # its stub says instance
        return b"", None
    whole = parts[0] if len(parts) == 1 else b"".join(parts)
    return whole, (place - len(member.unused_data) if member.eof else None)


def _inflate_start(stored: bytes) -> bytes:
    """What of a damaged member still inflates; slow, byte by byte at the end."""
    member = zlib.decompressobj(wbits=31)
    parts = []
    step = 1 << 16
    place = 0
    while place < len(stored):
        trial = member.copy()
        try:
            parts.append(trial.decompress(stored[place : place + step]))
        except zlib.error:
            if step == 1:
                break
            step = max(step >> 4, 1)
            continue
        member = trial
        place += step
    return b"".join(parts)


def _next_whole_member(stored: bytes, place: int, inflated: bytes) -> int:
    """Where the next member starts that inflates whole, or the end.

    Gzip keeps what it cannot squeeze, such as other gzip, as it is: a member that
    lies inside the damaged one is part of what was `inflated` of it already.
    """
    while (place := stored.find(_GZIP_DEFLATE, place)) >= 0:
        _, end = _inflate_one(stored, place)
        if end is not None and stored[place:end] not in inflated:
            return place
        place += 1
    return len(stored)


def record_bounds(data: bytes) -> NDArray[np.int64]:
    r"""Cut inflated bytes into pieces at newlines and between `}` and `{`.

    Args:
        data: One object's bytes, inflated, any separator or none.

    Returns:
        Offsets, shape (pieces + 1,): piece i is `data[bounds[i]:bounds[i + 1]]`.
        In undamaged bytes each piece is one record with the white space around
        it; a brace pair inside a string, or a record over several lines, makes
        pieces that fail the form check and are joined again by `resync`.

    >>> record_bounds(b'{"id": 1}{"id": 2}\n{"id": 3}').tolist()
    [0, 9, 19, 28]
    >>> record_bounds(b" ").tolist()
    [0]
    """
    start = len(_BOM) if data.startswith(_BOM) else 0
    view = np.frombuffer(data, np.uint8)
    cuts = [np.array([start], np.int64)]
    joined = b"}{" in data
    for low in range(start, len(data), _PAGE):
        page = view[low : low + _PAGE]
        found = np.flatnonzero(page == _LINE_END)
        found += low + 1
        if joined:
            closing = np.flatnonzero(page == _CLOSE)
            closing += low + 1
            closing = closing[closing < len(data) - 1]
            closing = closing[view[closing] == _OPEN]
            closing = closing[_MAY_OPEN[view[closing + 1]]]
            found = np.sort(np.concatenate([found, closing]))
        cuts.append(found)
    bounds = np.concatenate(cuts)
    if bounds[-1] != len(data):
        bounds = np.append(bounds, len(data))
    return _without_blank_pieces(data, view, bounds)


def _without_blank_pieces(
    data: bytes, view: NDArray[np.uint8], bounds: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Join pieces that are only a line's end to the piece behind them."""
    lengths = np.diff(bounds)
    first = view[bounds[:-1]] if lengths.size else lengths
    blank = ((lengths == 1) & (first == _LINE_END)) | ((lengths == 2) & (first == 13))
    if blank.any():
        bounds = np.delete(bounds, np.flatnonzero(blank) + 1)
        if bounds[-1] != len(data):
            bounds = np.append(bounds, len(data))
    if bounds.size > 1 and not data[bounds[-2] :].strip():
        bounds = bounds[:-1]  # white space at the end belongs to no record
    return bounds
