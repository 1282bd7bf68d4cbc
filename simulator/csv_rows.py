"""Bytes of a CSV file → its rows, a block at a time, and the lines that are none.

Nothing is lost: a line with the wrong number of fields, or with a quote that never
ends, is handed on as it is. Fields stay text, an empty one is null. A line that is
not UTF-8 is read as Latin-1, which is what spreadsheets of that age wrote.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

_BLOCK_BYTES = 8 << 20
# A row is a record, and a record over 1,000 KiB is set aside anyway: a quoted field
# that runs on for longer is a stray quote.
_LONGEST_ROW_BYTES = 1 << 20
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class CsvRows:
    """The rows of one block.

    Attributes:
        table: Text columns.
        damaged: The lines that are no rows, without their line ends.
    """

    table: pa.Table
    damaged: list[bytes]


def read_header(stream: BinaryIO) -> list[str]:
    r"""The names in the first line, which is taken from the stream.

    >>> import io
    >>> read_header(io.BytesIO(b"\xef\xbb\xbfevent_time,price\r\n1,2"))
    ['event_time', 'price']
    """
    line = stream.readline(_LONGEST_ROW_BYTES).removeprefix(_MARK)
    return next(csv.reader([_as_utf8(line).decode().rstrip("\r\n")]), [])


def read_rows(
    stream: BinaryIO, names: list[str], wanted: list[str]
) -> Iterator[CsvRows]:
    """The rows after the header.

    Args:
        stream: Positioned after the header.
        names: The names of all columns.
        wanted: The columns to give, a selection of `names`.
    """
    rest = b""
    while block := stream.read(_BLOCK_BYTES):
        rest += block
        end = _last_row_end(rest)
        if end:
            yield _parsed(_as_utf8(rest[:end]), names, wanted)
        rest = rest[end:]
    if rest:
        yield _parsed(_as_utf8(rest), names, wanted)


def _last_row_end(block: bytes) -> int:
    r"""Where the last complete row ends; a newline within quotes ends none.

    >>> _last_row_end(b'1,"a\nb"\n2,"c\n')
    8
    """
    end = block.rfind(b"\n") + 1
    if b'"' in block:
        codes = np.frombuffer(block, np.uint8)
        newlines, quotes = np.flatnonzero(codes == 10), np.flatnonzero(codes == 34)
        outside = newlines[np.searchsorted(quotes, newlines) % 2 == 0]
        outside_end = int(outside[-1]) + 1 if outside.size else 0
        if len(block) - outside_end <= _LONGEST_ROW_BYTES:
            return outside_end
    return end if end or len(block) <= _LONGEST_ROW_BYTES else len(block)


def _as_utf8(block: bytes) -> bytes:
    if _is_utf8(block):
        return block
    return b"\n".join(
        line if _is_utf8(line) else line.decode("latin-1").encode()
        for line in block.split(b"\n")
    )


def _is_utf8(block: bytes) -> bool:
    if block.isascii():
        return True
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def _parsed(block: bytes, names: list[str], wanted: list[str]) -> CsvRows:
    """Parse a block as a whole, and only what cannot be in smaller pieces."""
    damaged: list[bytes] = []

    def set_aside(row: arrow_csv.InvalidRow) -> str:
        damaged.append(row.text.encode())
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(block),
            read_options=arrow_csv.ReadOptions(
                column_names=names, use_threads=False, block_size=len(block) + 1
            ),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=True, invalid_row_handler=set_aside
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=wanted,
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:
        return _parsed_in_halves(block, names, wanted)
    rows = [CsvRows(table, [line for line in damaged if b"\n" not in line])]
    # a stray quote made one row of several lines: each gets its own chance
    rows += [
        _parsed(line + b"\n", names, wanted)
        for lines in damaged
        if b"\n" in lines
        for line in lines.splitlines()
        if line
    ]
    return _joined(rows)


def _parsed_in_halves(block: bytes, names: list[str], wanted: list[str]) -> CsvRows:
    lines = block.splitlines(keepends=True)
    if len(lines) == 1:
        nothing = pa.table({name: pa.array([], pa.string()) for name in wanted})
        return CsvRows(nothing, [block.rstrip(b"\r\n")])
    middle = len(lines) // 2
    halves = (b"".join(lines[:middle]), b"".join(lines[middle:]))
    return _joined([_parsed(half, names, wanted) for half in halves])


def _joined(rows: list[CsvRows]) -> CsvRows:
    return CsvRows(
        pa.concat_tables([each.table for each in rows]),
        [line for each in rows for line in each.damaged],
    )
