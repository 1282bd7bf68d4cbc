"""Pieces of bytes → landed records and rejected ones, judged by one SQL text.

DuckDB parses for every target. A first look finds the pieces that are not JSON
and the keys that occur; Python reads those few again (`resync`). Then one insert
lands the rest, except rows that SQL cannot be sure of (a number as an id, a
literal such as nan that JSON does not have): Python judges those (`exact`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contracts import Contract
from loaders.exact import ReadRecord
from loaders.pieces import Pieces
from loaders.warehouse import ReadObject
from loaders.warehouse.equal_records import (
    REPEATED_PIECES,
    number_equal_records,
    ordinals,
)
from loaders.warehouse.landing_sql import (
    Select,
    landing_columns,
    select_odd,
    select_records,
)

_ARROW_ROWS = 20_000  # of one Arrow batch: small enough to share among threads
# Objects smaller than this are joined before DuckDB sees them: it takes a batch of
# 1,000 rows no faster than one of 20,000.
_CHUNK_BYTES = 4 << 20

_FIRST_LOOK = """
    with keyed as (select row_number, piece, {keys} as keys from pieces)
    select
        any_value(keys) as keys,
        case when count(keys) = 0 then list(row_number) end as invalid,
        bool_or(contains(piece, '\\u0000')) as escapes
    from keyed
    group by hash(keys), keys is null
"""
# json_keys fails at a piece that is not JSON; try(json_keys(…)) is 6 times slower as
# soon as one piece in a vector does, json_valid costs 0.2 s a million (DuckDB 2.0).
_KEYS_OF_SOUND = "json_keys(piece)"
_KEYS_OF_ANY = "json_keys(case when json_valid(piece) then piece end)"


class FormCheck:
    """Judges one batch of objects and inserts its good records into a table."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        contract: Contract,
        table: str,
        lineage: dict[str, Any],
    ) -> None:
        """Keep where to judge.

        Args:
            connection: A DuckDB connection, inside a transaction.
            contract: The records' kind.
            table: The table to insert into, qualified; a name of our own.
            lineage: `load_id`, `load_sequence` and `landed_at` of the rows.
        """
        self._connection = connection
        self._contract = contract
        self._table = table
        self._lineage = lineage

    def land(self, objects: Sequence[ReadObject]) -> list[Pieces]:
        """Insert the good records of some objects.

        Args:
            objects: Each of another key and hash.

        Returns:
            The pieces of each object, with what was rejected of them.
        """
        batch = [Pieces(one.data, one.bounds, one.damage) for one in objects]
        offsets = np.cumsum([0, *(one.is_whole.size for one in batch)])
        texts = _texts(objects)
        select = self._look(texts, batch, offsets)
        whole = sum(int(one.is_whole.sum()) for one in batch)
        table, most = _table(texts, batch), 1
        if select.numbers_twins:
            table, most = self._with_ordinals(table, batch, offsets)
        with _Registered(self._connection, table):
            if self._insert(select, objects) < whole:
                odd = self._connection.execute(select_odd(select)).fetchall()
                rows = np.sort(np.array([row for (row,) in odd], np.int64))
                for one, indices in zip(batch, _split(rows, offsets), strict=True):
                    one.read_odd(indices.tolist())
        repaired = _repaired_table(batch, self._contract)
        if repaired.num_rows:
            with _Registered(self._connection, repaired):
                self._insert(replace(select, sure=True, numbers_twins=False), objects)
        number_equal_records(
            self._connection,
            self._table,
            self._contract.id_field,
            self._lineage["load_sequence"],
            most,
        )
        return batch

    def _look(
        self,
        texts: pa.ChunkedArray,
        batch: Sequence[Pieces],
        offsets: NDArray[np.int64],
    ) -> Select:
        """Read broken pieces again; learn what the SQL has to look for."""
        rows = self._first_look(texts)
        invalid = [row for _, places, *_ in rows for row in places or []]
        split = _split(np.sort(np.array(invalid, np.int64)), offsets)
        for one, indices in zip(batch, split, strict=True):
            one.read_again(indices, self._belongs)
        key_lists = [keys for keys, *_ in rows if keys is not None]
        key_lists += [keys for one in batch for keys in one.keys_found()]
        id_field = self._contract.id_field
        return replace(
            Select.of(self._contract, key_lists),
            may_nest=any(one.may_nest() for one in batch),
            may_escape=any(row[2] for row in rows),
            numbers_twins=any(id_field not in keys for keys in key_lists),
        )

    def _with_ordinals(
        self, table: pa.Table, batch: Sequence[Pieces], offsets: NDArray[np.int64]
    ) -> tuple[pa.Table, int]:
        """The table of pieces with `ordinal`, and the largest one."""
        with _Registered(self._connection, table):
            found = self._connection.execute(REPEATED_PIECES).fetchnumpy()
        rows = np.asarray(found["row_number"], np.int64)
        numbers = ordinals(batch, _split(rows, offsets))
        most = int(numbers.max(initial=1))
        return table.append_column("ordinal", _number_array(numbers)), most

    def _first_look(self, texts: pa.ChunkedArray) -> list[tuple[Any, ...]]:
        """One row for each list of keys, and one for what is not JSON."""
        table = _with_numbers(texts, row_number=np.arange(len(texts)))
        # a connection of its own: an error would end the batch's transaction
        with self._connection.cursor() as looking, _Registered(looking, table):
            try:
                look = _FIRST_LOOK.format(keys=_KEYS_OF_SOUND)
                return list(looking.execute(look).fetchall())
            except (duckdb.InvalidInputException, UnicodeDecodeError):  # of its message
                look = _FIRST_LOOK.format(keys=_KEYS_OF_ANY)
                return list(looking.execute(look).fetchall())

    def _belongs(self, record: ReadRecord) -> bool:
        return not record.keys().isdisjoint(self._contract.fields)

    def _insert(self, select: Select, objects: Sequence[ReadObject]) -> int:
        """Land what is registered as `pieces`; how many rows landed."""
        columns = ", ".join(landing_columns(self._contract))
        found = self._connection.execute(
            f"insert into {self._table} ({columns}) {select_records(select)}",
            {
                **self._lineage,
                "object_keys": [one.stored.object_key for one in objects],
                "object_hashes": [one.object_hash for one in objects],
                "deliveries": [one.delivered_at for one in objects],
            },
        ).fetchall()
        return int(found[0][0])


class _Registered:
    """The table `pieces`, as long as a block lasts."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: pa.Table) -> None:
        self._connection = connection
        self._table = table

    def __enter__(self) -> None:
        self._connection.register("pieces", self._table)

    def __exit__(self, *_: object) -> None:
        self._connection.unregister("pieces")


def _split(
    rows: NDArray[np.int64], offsets: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """Sorted row numbers of a batch → piece indices of each of its objects."""
    places = np.searchsorted(rows, offsets)
    return [
        rows[low:high] - offset
        for low, high, offset in zip(places, places[1:], offsets, strict=False)
    ]


def _texts(objects: Sequence[ReadObject]) -> pa.ChunkedArray:
    """The pieces of a batch; the bytes of large objects are not copied."""
    chunks: list[pa.Array] = []
    waiting: list[ReadObject] = []
    size = 0
    for one in objects:
        waiting.append(one)
        size += len(one.data)
        if size >= _CHUNK_BYTES or one is objects[-1]:
            chunks.append(_joined(waiting))
            waiting, size = [], 0
    return pa.chunked_array(chunks, pa.large_string())


def _joined(objects: Sequence[ReadObject]) -> pa.Array:
    """The pieces of neighbouring objects as one array."""
    if len(objects) == 1:
        data, bounds = objects[0].data, objects[0].bounds
    else:
        data = b"".join(
            memoryview(one.data)[one.bounds[0] : one.bounds[-1]] for one in objects
        )
        lengths = np.concatenate([np.diff(one.bounds) for one in objects])
        bounds = np.concatenate([[0], np.cumsum(lengths)])
    return _text_array(data, bounds)


def _text_array(data: bytes, bounds: NDArray[np.int64]) -> pa.Array:
    """Texts as Arrow holds them; pa.array would import pandas, 0.5 s."""
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.large_string(), bounds.size - 1, buffers)


def _number_array(numbers: NDArray[Any]) -> pa.Array:
    kind = pa.from_numpy_dtype(numbers.dtype)
    return pa.Array.from_buffers(kind, numbers.size, [None, pa.py_buffer(numbers)])


def _table(texts: pa.ChunkedArray, batch: Sequence[Pieces]) -> pa.Table:
    """Every piece of a batch, in slices that threads share."""
    counts = [one.is_whole.size for one in batch]
    table = _with_numbers(
        texts,
        row_number=np.arange(sum(counts)),
        record_number=np.concatenate([one.numbers for one in batch]),
        object_number=np.repeat(np.arange(1, len(batch) + 1), counts),
        is_whole=np.concatenate([one.is_whole for one in batch]).view(np.uint8),
    )
    return pa.Table.from_batches(table.to_batches(_ARROW_ROWS), table.schema)


def _repaired_table(batch: Sequence[Pieces], contract: Contract) -> pa.Table:
    """The records that were read again and are good."""
    rows = [
        (text.encode(), object_number, record_number)
        for object_number, one in enumerate(batch, 1)
        for record_number, text in one.repaired(contract)
    ]
    texts = [text for text, _, _ in rows]
    return _with_numbers(
        _text_array(b"".join(texts), np.cumsum([0, *map(len, texts)])),
        record_number=np.array(
            [record_number for _, _, record_number in rows], np.int64
        ),
        object_number=np.array(
            [object_number for _, object_number, _ in rows], np.int64
        ),
        is_whole=np.ones(len(rows), np.uint8),
    )


def _with_numbers(texts: pa.Array, **numbers: NDArray[Any]) -> pa.Table:
    arrays = {name: _number_array(column) for name, column in numbers.items()}
    return pa.table({"piece": texts, **arrays})
