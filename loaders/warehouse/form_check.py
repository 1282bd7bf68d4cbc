"""Pieces of bytes → landed records and rejected ones, judged by one SQL text.

DuckDB parses for every target. A first look finds the pieces that are not JSON
and the keys that occur; Python reads those few again (`resync`). Then one insert
lands the rest, except rows that SQL cannot be sure of (a number as an id, a
literal such as nan that JSON does not have): Python judges those (`exact`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contracts import Contract
from loaders.exact import ReadRecord
from loaders.pieces import Pieces
from loaders.warehouse import ReadObject
from loaders.warehouse.landing_sql import (
    Select,
    landing_columns,
    number_equal_records,
    select_odd,
    select_records,
)

_ARROW_ROWS = 20_000  # of one Arrow batch: small enough to share among threads

# json_valid before json_keys: try(json_keys(…)) is 6 times slower as soon as one
# piece in a vector fails (DuckDB 2.0).
_FIRST_LOOK = """
    with keyed as (
        select
            row_number,
            piece,
            json_keys(case when json_valid(piece) then piece end) as keys
        from pieces
    )
    select
        any_value(keys) as keys,
        case when count(keys) = 0 then list(row_number) end as invalid,
        bool_or(
            (
                contains(piece, 'nan') or contains(piece, 'NaN')
                or contains(piece, 'NAN') or contains(piece, 'inf')
                or contains(piece, 'Inf') or contains(piece, 'INF')
            ) and regexp_matches(piece, '(?i)[:,[\\s-](nan|inf)')
        ) as constants,
        bool_or(contains(piece, '\\u0000')) as escapes
    from keyed
    group by hash(keys), keys is null
"""


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
        select = self._look(objects, batch, offsets)
        whole = sum(int(one.is_whole.sum()) for one in batch)
        with _Registered(self._connection, _table(objects, batch)):
            if self._insert(select) < whole:
                odd = self._connection.execute(select_odd(select)).fetchall()
                rows = np.sort(np.array([row for (row,) in odd], np.int64))
                for one, indices in zip(batch, _split(rows, offsets), strict=True):
                    one.read_odd(indices.tolist())
        repaired = _repaired_table(objects, batch, self._contract)
        if repaired.num_rows:
            with _Registered(self._connection, repaired):
                self._insert(replace(select, sure=True))
        self._connection.execute(
            number_equal_records(self._table, self._contract.id_field),
            {"load_sequence": self._lineage["load_sequence"]},
        ).fetchall()
        return batch

    def _look(
        self,
        objects: Sequence[ReadObject],
        batch: Sequence[Pieces],
        offsets: NDArray[np.int64],
    ) -> Select:
        """Read broken pieces again; learn what the SQL has to look for."""
        with _Registered(self._connection, _table(objects, batch)):
            rows = self._connection.execute(_FIRST_LOOK).fetchall()
        invalid = [row for _, places, *_ in rows for row in places or []]
        split = _split(np.sort(np.array(invalid, np.int64)), offsets)
        for one, indices in zip(batch, split, strict=True):
            one.read_again(indices, self._belongs)
        key_lists = [keys for keys, *_ in rows if keys is not None]
        key_lists += [keys for one in batch for keys in one.keys_found()]
        return replace(
            Select.of(self._contract, key_lists),
            may_nest=any(one.may_nest() for one in batch),
            may_hold_constants=any(row[2] for row in rows),
            may_escape=any(row[3] for row in rows),
        )

    def _belongs(self, record: ReadRecord) -> bool:
        return not record.keys().isdisjoint(self._contract.fields)

    def _insert(self, select: Select) -> int:
        """Land what is registered as `pieces`; how many rows landed."""
        columns = ", ".join(landing_columns(self._contract))
        found = self._connection.execute(
            f"insert into {self._table} ({columns}) {select_records(select)}",
            self._lineage,
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


def _table(objects: Sequence[ReadObject], batch: Sequence[Pieces]) -> pa.Table:
    """Every piece of a batch, its bytes not copied."""
    tables = []
    row_number = 0
    for number, one in enumerate(batch):
        count = one.is_whole.size
        piece = pa.Array.from_buffers(
            pa.large_string(), count, [None, pa.py_buffer(one.bounds), pa.py_buffer(one.data)]
        )
        tables.append(
            pa.table(
                {
                    "piece": piece,
                    "row_number": np.arange(row_number, row_number + count),
                    "record_number": one.numbers,
                    "is_whole": one.is_whole,
                    **_lineage(objects, np.full(count, number, np.int32)),
                }
            )
        )
        row_number += count
    slices = [
        part
        for table in tables
        for part in table.to_batches(max_chunksize=_ARROW_ROWS)
    ]
    return pa.Table.from_batches(slices, tables[0].schema)


def _repaired_table(
    objects: Sequence[ReadObject], batch: Sequence[Pieces], contract: Contract
) -> pa.Table:
    """The records that were read again and are good."""
    rows = [
        (text, number, record_number)
        for number, one in enumerate(batch)
        for record_number, text in one.repaired(contract)
    ]
    texts, numbers, record_numbers = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "piece": pa.array(texts, pa.large_string()),
            "record_number": pa.array(record_numbers, pa.int64()),
            "is_whole": np.ones(len(rows), bool),
            **_lineage(objects, np.array(numbers, np.int32)),
        }
    )


def _lineage(
    objects: Sequence[ReadObject], numbers: NDArray[np.int32]
) -> dict[str, pa.DictionaryArray]:
    """Columns that name the object of each row, stored once an object."""
    values: dict[str, list[str] | list[datetime | None]] = {
        "object_key": [one.stored.object_key for one in objects],
        "object_hash": [one.object_hash for one in objects],
        "delivered_at": [one.delivered_at for one in objects],
    }
    types = {"delivered_at": pa.timestamp("us")}
    indices = pa.array(numbers)
    return {
        name: pa.DictionaryArray.from_arrays(
            indices, pa.array(column, types.get(name, pa.string()))
        )
        for name, column in values.items()
    }
