"""Arrow columns → one JSON object per row, without a Python object per value.

Text stays text, a number stays a number, and a null (or a number that JSON cannot
say) is left out.
"""

import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import ConfigError

_MUST_BE_ESCAPED = r'[\x00-\x1f"\\]'


def json_lines(names: list[str], columns: list[pa.Array], end: str) -> pa.Array:
    r"""The rows as JSON texts, each followed by `end`, as `large_binary`.

    >>> columns = [pa.array(["a", None]), pa.array([1.5, float("nan")])]
    >>> json_lines(["brand", "price"], columns, "\n").to_pylist()
    [b'{"brand":"a","price":1.5}\n', b'{}\n']
    """
    members = [
        pc.fill_null(
            pc.binary_join_element_wise(f",{json.dumps(name)}:", value, ""), ""
        )
        for name, value in zip(names, map(_json_values, columns), strict=True)
    ]
    joined = pc.binary_join_element_wise(*members, "")
    lines = pc.binary_join_element_wise("{", _without_first(joined), "}" + end, "")
    return lines.cast(pa.large_binary())


def as_text(column: pa.Array) -> pa.Array:
    """Times and dates as text, the zone being UTC; other columns as they are.

    >>> as_text(pa.array([0], pa.timestamp("us"))).to_pylist()
    ['1970-01-01 00:00:00']
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        text = pc.strftime(column.cast(pa.timestamp(kind.unit)), "%Y-%m-%d %H:%M:%S")
        return pc.replace_substring_regex(text, r"\.0+$", "")
    if pa.types.is_date(kind) or pa.types.is_large_string(kind):
        return column.cast(pa.string())
    return column


def _json_values(column: pa.Array) -> pa.Array:
    column = as_text(column)
    kind = column.type
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    if pa.types.is_string(kind):
        return pc.binary_join_element_wise('"', _escaped(column), '"', "")
    if pa.types.is_floating(kind):
        finite = pc.if_else(pc.is_finite(column), column, pa.scalar(None, kind))
        return finite.cast(pa.string())
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return column.cast(pa.string())
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "true", "false")
    raise ConfigError(
        f"a column of type {kind} cannot be replayed",
        "keep text, numbers, booleans, dates and timestamps; remove the others",
    )


def _escaped(column: pa.Array) -> pa.Array:
    unsafe = pc.match_substring_regex(column, _MUST_BE_ESCAPED)
    if not pc.any(unsafe).as_py():
        return column
    texts: list[Any] = column.filter(unsafe).to_pylist()
    escaped = [json.dumps(text, ensure_ascii=False)[1:-1] for text in texts]
    return pc.replace_with_mask(
        column, pc.fill_null(unsafe, False), pa.array(escaped, pa.string())
    )


def _without_first(members: pa.Array) -> pa.Array:
    """The members without the comma that the first of them begins with."""
    return pc.binary_replace_slice(members, 0, 1, "")
