"""A damaged stretch of an object → the intact records in it, and what is left.

The form check fails pieces; those of one object that lie side by side are one
run. Here a run is read again, by Python's strict JSON parser, from every place
where a record could begin. What was cut apart is joined, what was glued to damage
is freed, and each stretch that nothing can be made of is one rejected record.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loaders.exact import Judged, ReadRecord, judge

# A record is at most 1,000 KiB (Firehose's own limit), so an unfinished one is
# looked for no further than this.
_WINDOW = 1000 * 1024
_BLANK = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_OPENING = re.compile(rb"\{")
_BRACE = 123
# Most records end within the first look; each further look is 16 times as long.
_FIRST_LOOK = 4096
# A look may cut a literal or an escape, and the parser then names its start.
_LONGEST_TOKEN = 16
_LATIN = "latin-1"  # one character a byte, so that places stay byte offsets


@dataclass(frozen=True)
class Found:
    """One record or one damaged stretch, `data[start:end]`."""

    start: int
    end: int
    judged: Judged


def reread(
    data: bytes, start: int, end: int, belongs: Callable[[ReadRecord], bool]
) -> Iterator[Found]:
    """Read a run of failed pieces again.

    Args:
        data: The object's bytes, inflated.
        start: Where the run starts.
        end: Where it ends; a record that began inside may end behind it.
        belongs: Whether an object that begins amid damage is a record, not
            a value nested in a broken one.

    Yields:
        Records and damaged stretches in the order of their bytes.
    """
    place, damaged_from = start, -1
    while place < end:
        if damaged_from < 0 and data[place] in _BLANK:
            place += 1
            continue
        if damaged_from < 0 and data.startswith(_BOM, place):
            place += len(_BOM)
            continue
        stop = _value_end(data, place, end)
        if stop is not None and damaged_from >= 0:
            found = judge(data[place:stop])
            if not (found.record is not None and belongs(found.record)):
                stop = None
        if stop is not None:
            if damaged_from >= 0:
                yield _damage(data, damaged_from, place)
                damaged_from = -1
            yield Found(place, stop, judge(data[place:stop]))
            place = stop
            continue
        if damaged_from < 0:
            damaged_from = place
        following = _OPENING.search(data, place + 1, end)
        place = following.start() if following else end
    if damaged_from >= 0:
        yield _damage(data, damaged_from, end)


def _damage(data: bytes, start: int, end: int) -> Found:
    stop = start + len(data[start:end].rstrip(_BLANK))
    return Found(start, stop, judge(data[start:stop]))


_decoder = json.JSONDecoder(strict=True)


def _value_end(data: bytes, place: int, end: int) -> int | None:
    """Where the JSON value that begins at `place` ends, or None.

    A scalar or an array counts only where it fills its line: amid damage every
    digit would be one.
    """
    limit = min(len(data), place + _WINDOW)
    reach = min(limit, place + _FIRST_LOOK)
    while True:
        text = data[place:reach].decode(_LATIN)
        try:
            _, length = _decoder.raw_decode(text)
        except json.JSONDecodeError as error:
            cut = error.pos >= len(text) - _LONGEST_TOKEN
            if (cut or error.msg.startswith("Unterminated")) and reach < limit:
                reach = min(limit, place + (reach - place) * 16)
                continue
            return None
        except RecursionError:
            return None
        if data[place] == _BRACE or _fills_its_line(data, place + length, end):
            return place + length
        return None


def _fills_its_line(data: bytes, stop: int, end: int) -> bool:
    return not data[stop : min(end, stop + _FIRST_LOOK)].split(b"\n")[0].strip()
