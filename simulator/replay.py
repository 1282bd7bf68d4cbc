"""Files of real rows → the objects that Firehose would have made of them.

Rows that are equal in every field stay in one object, since an id derived from a
record's content numbers equal records within their object. So the rows are brought
into the order of time, and objects end only where the time changes; a second with
very many rows makes a large object. Memory holds a few blocks and one object.
"""

import datetime as dt
import hashlib
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulator.json_lines import as_text, json_lines
from simulator.layouts import Layout
from simulator.objects import fresh_directory, object_key, write_object
from simulator.tables import Batch, read_batches
from simulator.times import UNKNOWN, column_microseconds, column_year_first

_SORT_MEMORY = "1GB"
_SORTED_ROWS = 65_536
_EPOCH = dt.datetime(1970, 1, 1)


@dataclass(frozen=True)
class Lines:
    """Records ready to be written, and the microsecond that each belongs to."""

    times: NDArray[np.int64]
    records: pa.Array  # large_binary

    def slice(self, first: int, stop: int) -> "Lines":
        """The lines `first` to `stop`."""
        return Lines(
            self.times[first:stop], self.records.slice(first, max(stop - first, 0))
        )


@dataclass
class Facts:
    """What was found on the way."""

    files: int
    rows: int = 0
    damaged_rows: int = 0
    unknown_times: int = 0
    objects: int = 0
    sorted: str = "no"
    last_time: int = field(default=0, repr=False)  # carried over unknown times


def replay(
    files: Sequence[Path],
    layout: Layout,
    output: Path,
    *,
    object_records: int,
    separator: str,
) -> dict[str, int | str]:
    """Write the rows of all files, as one stream, into a new directory.

    Returns:
        Counts by name, as they are shown to the user.

    Raises:
        ConfigError: A file cannot be replayed; nothing was written.
    """
    facts = Facts(files=len(files))
    with fresh_directory(output) as root:
        lines = _lines(files, layout, separator, facts)
        if not _is_in_order(files, layout):
            facts.sorted = "yes"
            lines = _in_order(lines, root.parent)
        for each in _cut(lines, object_records):
            _write(root, layout.stream, each)
            facts.objects += 1
    return {
        "files": facts.files,
        "rows": facts.rows,
        "damaged_rows": facts.damaged_rows,
        "unknown_times": facts.unknown_times,
        "sorted": facts.sorted,
        "objects": facts.objects,
    }


def _is_in_order(files: Sequence[Path], layout: Layout) -> bool:
    """Whether no row is earlier than one before it; reads the times alone."""
    facts = Facts(files=len(files))
    for path in files:
        for batch in read_batches(path, layout, only=layout.time_field):
            before = facts.last_time
            times = _times(batch, layout, facts)
            if np.any(np.diff(times, prepend=before) < 0):
                return False
    return True


def _lines(
    files: Sequence[Path], layout: Layout, separator: str, facts: Facts
) -> Iterator[Lines]:
    for path in files:
        for batch in read_batches(path, layout):
            before = facts.last_time
            times = _times(batch, layout, facts)
            columns = [
                column_year_first(as_text(column))
                if name == layout.time_field
                and pa.types.is_string(as_text(column).type)
                else column
                for name, column in zip(batch.fields, batch.columns, strict=True)
            ]
            records = json_lines(batch.fields, columns, separator)
            facts.rows += batch.rows
            facts.damaged_rows += len(batch.damaged)
            damaged = [line + separator.encode() for line in batch.damaged]
            yield _interleaved(Lines(times, records), damaged, before)


def _times(batch: Batch, layout: Layout, facts: Facts) -> NDArray[np.int64]:
    """When each row happened; a row with an unknown time goes with the one before."""
    texts = as_text(batch.columns[batch.fields.index(layout.time_field)])
    times = column_microseconds(column_year_first(texts.cast(pa.string())))
    is_known = times != UNKNOWN
    facts.unknown_times += int((~is_known).sum())
    known = np.concatenate([[facts.last_time], times])
    source = np.maximum.accumulate(np.where(is_known, np.arange(1, known.size), 0))
    filled: NDArray[np.int64] = known[source]
    if filled.size:
        facts.last_time = int(filled[-1])
    return filled


def _interleaved(lines: Lines, damaged: list[bytes], before: int) -> Lines:
    """Put each damaged line after a row, so that no two of them touch.

    More damaged lines than rows follow each other at the end.
    """
    if not damaged:
        return lines
    rows = lines.times.size
    after = np.minimum(np.arange(len(damaged)), max(rows - 1, 0))
    when = lines.times[after] if rows else np.full(len(damaged), before)
    place = np.concatenate([np.arange(rows), after + 0.5])
    order = np.argsort(place, kind="stable")
    records = pa.concat_arrays([lines.records, pa.array(damaged, pa.large_binary())])
    return Lines(np.concatenate([lines.times, when])[order], records.take(order))


def _in_order(lines: Iterable[Lines], folder: Path) -> Iterator[Lines]:
    """The same lines by time, those of one time as they came; spills to disk."""
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix=".replay-") as place,
        duckdb.connect(str(Path(place) / "lines.duckdb")) as connection,
    ):
        connection.execute(f"set memory_limit = '{_SORT_MEMORY}'")
        connection.execute(
            "create table lines (happened bigint, position bigint, record blob)"
        )
        position = 0
        for each in lines:
            size = each.times.size
            batch = pa.table(
                {
                    "happened": each.times,
                    "position": np.arange(position, position + size),
                    "record": each.records,
                }
            )
            connection.register("batch", batch)
            connection.execute("insert into lines select * from batch")
            connection.unregister("batch")
            position += size
        result = connection.sql(
            "select happened, record from lines order by happened, position"
        )
        for rows in result.to_arrow_reader(_SORTED_ROWS):
            times = rows.column("happened").to_numpy()
            yield Lines(times, rows.column("record").cast(pa.large_binary()))


def _cut(lines: Iterable[Lines], object_records: int) -> Iterator[Lines]:
    """Objects of at least that many records, ending where the time changes."""
    waiting: list[Lines] = []
    size = 0
    for each in lines:
        waiting.append(each)
        size += each.times.size
        if size < object_records:
            continue
        whole = _joined(waiting)
        first = 0
        while whole.times.size - first >= object_records:
            last = whole.times[first + object_records - 1]
            stop = int(np.searchsorted(whole.times, last, side="right"))
            if stop == whole.times.size:
                break
            yield whole.slice(first, stop)
            first = stop
        waiting = [whole.slice(first, whole.times.size)]
        size = whole.times.size - first
    if size:
        yield _joined(waiting)


def _joined(parts: list[Lines]) -> Lines:
    return Lines(
        np.concatenate([each.times for each in parts]),
        pa.concat_arrays([each.records for each in parts]),
    )


def _write(root: Path, stream: str, lines: Lines) -> None:
    """One object, delivered at the second of its last row, or in the one after."""
    body = _body(lines.records)
    seconds = -(-int(lines.times[-1]) // 1_000_000)
    at = _EPOCH + dt.timedelta(seconds=seconds)
    digest = hashlib.sha256(body).digest()
    key = object_key(stream, at, at, str(uuid.UUID(bytes=digest[:16])))
    write_object(root, key, body, is_gzip=True)


def _body(records: pa.Array) -> bytes:
    _, offsets, data = records.buffers()
    bounds = np.frombuffer(offsets, np.int64)
    first, last = bounds[records.offset], bounds[records.offset + len(records)]
    return bytes(memoryview(data)[first:last])
