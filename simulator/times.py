"""Times as files write them → microseconds since 1970, to sort and to cut by."""

import datetime as dt
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

UNKNOWN = -1

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
# A time outside names no hour that an object could have been delivered in.
_EARLIEST, _LATEST = dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})(:\d{2})?")


def microseconds(text: str | None) -> int:
    """One time in microseconds, or `UNKNOWN`; without a zone it is UTC.

    >>> microseconds("2019-10-01 00:00:01 UTC") == microseconds("1569888001")
    True
    >>> microseconds("yesterday"), microseconds("1969-12-31 23:59:59")
    (-1, -1)
    """
    if text is None:
        return UNKNOWN
    text = text.strip()
    if text.isascii() and text.isdecimal() and len(text) in (10, 13):
        seconds = int(text) / (1 if len(text) == 10 else 1000)
        at = _EPOCH + dt.timedelta(seconds=seconds)
    else:
        try:
            at = dt.datetime.fromisoformat(text.removesuffix("UTC").rstrip())
        except ValueError:
            return UNKNOWN
    if not _EARLIEST <= at.replace(tzinfo=None) < _LATEST:
        return UNKNOWN
    return (at.replace(tzinfo=at.tzinfo or dt.UTC) - _EPOCH) // _MICROSECOND


def year_first(text: str) -> str:
    """Month/day/year, as spreadsheets write it, with the year first; else as it is.

    >>> year_first("12/1/2010 8:26"), year_first("2010-12-01 08:26:00")
    ('2010-12-01 08:26:00', '2010-12-01 08:26:00')
    """
    match = _MONTH_FIRST.fullmatch(text.strip())
    if match is None:
        return text
    month, day, year, hour, minute, second = match.groups()
    return f"{year}-{month:0>2}-{day:0>2} {hour:0>2}:{minute}{second or ':00'}"


def column_microseconds(column: pa.Array) -> NDArray[np.int64]:
    """`microseconds` of each text, worked out once per different text."""
    encoded = column.dictionary_encode()
    table = [microseconds(text) for text in encoded.dictionary.to_pylist()]
    positions = encoded.indices.fill_null(len(table)).to_numpy(zero_copy_only=False)
    times: NDArray[np.int64] = np.array([*table, UNKNOWN], np.int64)[positions]
    return times


def column_year_first(column: pa.Array) -> pa.Array:
    """`year_first` of each text, worked out once per different text."""
    if not pc.any(pc.match_substring(column, "/")).as_py():
        return column
    encoded = column.dictionary_encode()
    table = [year_first(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(table, pa.string()).take(encoded.indices)
