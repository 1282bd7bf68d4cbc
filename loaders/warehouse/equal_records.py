"""Equal records of one object → ids of their own.

A record without a producer's id gets one of its content, so the second and later
equal ones of an object need a number. To update rows that were just inserted makes
DuckDB write the whole batch into its log (2.0: 390 MB and 0.8 s a million). So
records alike byte by byte are numbered before the insert, and the update is left to
those that say the same in other bytes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import duckdb
import numpy as np
from numpy.typing import NDArray

from loaders.pieces import Pieces

DERIVED_MARK = "~"
"""First character of an id that the loader derived: tells it from a producer's."""

REPEATED_PIECES = """
    with hashed as (
        select row_number, hash(piece, object_number) as piece_hash from pieces
    )
    select row_number
    from hashed
    where piece_hash in (
        select piece_hash from hashed group by piece_hash having count(*) > 1
    )
    order by row_number
"""
"""Rows of `pieces` that have a twin in their object, by hash."""


def numbered_id(id_text: str, ordinal: str) -> str:
    """SQL of the id that an equal record gets; the first one keeps its own."""
    return f"'{DERIVED_MARK}' || md5({id_text} || ':' || {ordinal})"


def ordinals(
    batch: Sequence[Pieces], repeated: Iterable[NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Each piece's number among the equal ones of its object, from 1.

    Args:
        batch: The objects' pieces.
        repeated: Of each object, indices of pieces that may have a twin, ascending.

    Returns:
        Shape (pieces of all objects,).
    """
    numbers = [np.ones(one.is_whole.size, np.int64) for one in batch]
    for pieces, rows, told in zip(batch, repeated, numbers, strict=True):
        seen: Counter[bytes] = Counter()
        for row in rows.tolist():
            content = pieces.data[pieces.bounds[row] : pieces.bounds[row + 1]].strip()
            seen[content] += 1
            told[row] = seen[content]
    return np.concatenate(numbers)


def number_equal_records(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    id_field: str,
    load_sequence: int,
    most: int,
) -> None:
    """Give the second and later equal records of one object ids of their own.

    Args:
        connection: A DuckDB connection, inside the batch's transaction.
        table: Where the batch has landed.
        id_field: Its column of ids.
        load_sequence: The batch's.
        most: The largest number that was given before the insert.
    """
    values = {"load_sequence": load_sequence}
    repeated = _repeated(table, id_field)
    if connection.execute(f"{repeated} limit 1", values).fetchall():
        update = _update(table, id_field, repeated)
        connection.execute(update, values | {"most": most}).fetchall()


def _repeated(table: str, id_field: str) -> str:
    return f"""
        select hash({id_field}, object_key, object_hash) as id_hash
        from {table}
        where load_sequence = $load_sequence
            and starts_with({id_field}, '{DERIVED_MARK}')
        group by id_hash
        having count(*) > 1
    """  # noqa: S608


def _update(table: str, id_field: str, repeated: str) -> str:
    """Twins in other bytes may have numbers already, so all equal ones get new ones."""
    return f"""
        with repeated as ({repeated}),
        repeated_ids as (
            select distinct {id_field} as first_id, object_key, object_hash
            from {table}
            where load_sequence = $load_sequence
                and hash({id_field}, object_key, object_hash)
                in (select id_hash from repeated)
        ),
        later_ids as (
            select *, {numbered_id("first_id", "unnest(range(2, $most + 1))")} as own_id
            from repeated_ids
        ),
        first_ids as (
            select *, first_id as own_id
            from repeated_ids
            anti join later_ids
            on repeated_ids.first_id = later_ids.own_id
                and repeated_ids.object_key = later_ids.object_key
                and repeated_ids.object_hash = later_ids.object_hash
        ),
        equal_ids as (
            from first_ids
            union all by name
            select later_ids.* from later_ids
            semi join first_ids using (first_id, object_key, object_hash)
        ),
        numbered as (
            select first_id, object_key, object_hash, record_number,
                row_number() over (
                    partition by first_id, object_key, object_hash
                    order by record_number
                ) as ordinal
            from {table} as landed
            join equal_ids using (object_key, object_hash)
            where landed.load_sequence = $load_sequence
                and landed.{id_field} = equal_ids.own_id
        )
        update {table} as landed
        set {id_field} = {numbered_id("first_id", "ordinal")}
        from numbered
        where landed.load_sequence = $load_sequence
            and landed.object_key = numbered.object_key
            and landed.object_hash = numbered.object_hash
            and landed.record_number = numbered.record_number
            and ordinal > 1
    """  # noqa: S608
