"""SQL text of the landing: from pieces of bytes to the columns of a landing table.

Names in the text come from the contracts and from this module alone; keys that a
producer made up enter as quoted literals.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contracts import Contract
from loaders.warehouse.equal_records import DERIVED_MARK, numbered_id

LINEAGE = {
    "object_key": "varchar(1024)",
    "object_hash": "varchar(64)",
    "record_number": "bigint",
    "load_id": "varchar(64)",
    "load_sequence": "bigint",
    "delivered_at": "timestamp",
    "landed_at": "timestamp",
}
"""Where a landed row comes from: column → type."""

# One struct field a made-up key is five times faster than looking each row's own
# keys up; past this many the struct itself costs more.
_MOST_STRUCT_KEYS = 100

# Literals that DuckDB's JSON has and JSON has not, as languages print them. The regular
# expression that finds them would cost half of the parsing (DuckDB 2.0).
_CONSTANT_HINTS = ("nan", "NaN", "NAN", "inf", "Inf", "INF")

_JUNK_FILE = Path(__file__).parents[2] / "seeds" / "junk_values.csv"


@dataclass(frozen=True)
class Select:
    """What the records of a batch need of the SQL.

    Attributes:
        contract: Their kind.
        present: The contract's fields that occur. A field of the struct costs 40 ms
            a million rows, whether records have it or not (DuckDB 2.0).
        unknown: Keys that the contract does not know, in bytewise order.
        repeats_keys: Some record has a key twice.
        may_nest: Some record holds an object or array inside.
        may_escape: Some record holds a backslash.
        sure: Python has judged these records already.
        numbers_twins: `pieces` has `ordinal`, see `equal_records`.
    """

    contract: Contract
    present: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    repeats_keys: bool = False
    may_nest: bool = True
    may_escape: bool = True
    sure: bool = False
    numbers_twins: bool = False

    @property
    def fits_struct(self) -> bool:
        """Whether unknown keys can be fields of the struct beside the known.

        Names of struct fields are told apart without case, keys of JSON with it;
        Python and DuckDB escape unprintable ones in different ways.
        """
        names = [name.lower() for name in (*self.contract.fields, *self.unknown)]
        few = len(self.unknown) <= _MOST_STRUCT_KEYS
        told = all(name and name.isprintable() for name in names)
        return few and told and len(set(names)) == len(names)

    @classmethod
    def of(cls, contract: Contract, key_lists: Iterable[Sequence[str]]) -> "Select":
        """Read the batch's lists of keys."""
        lists = list(key_lists)
        keys = {key for one in lists for key in one}
        return cls(
            contract=contract,
            present=tuple(name for name in contract.fields if name in keys)
            or (contract.id_field,),
            unknown=tuple(sorted(keys - set(contract.fields))),
            repeats_keys=any(len(set(one)) < len(one) for one in lists),
        )


def landing_columns(contract: Contract) -> dict[str, str]:
    """The columns of a kind's landing table → their types."""
    delivered = dict.fromkeys((*contract.fields, "extra"), "varchar(65535)")
    return {**delivered, **LINEAGE}


def select_records(select: Select) -> str:
    """A query over the table `pieces` that gives landing rows.

    `pieces` has `piece`, `is_whole` (1 or 0), `record_number` and `object_number`, a
    place from 1 in the lists `$object_keys`, `$object_hashes` and `$deliveries`;
    `$load_id`, `$load_sequence` and `$landed_at` are bound, too. Rows that are odd are
    left out.
    """
    contract = select.contract
    kept = "" if select.sure else f"where not ({odd_condition(select)})"
    values = ", ".join(
        [
            f"{_own_id(select)} as {contract.id_field}",
            *(_field(select, name) for name in contract.fields[1:]),
            "extra",
            "$object_keys[object_number], $object_hashes[object_number], record_number",
            "$load_id, $load_sequence",
            "cast($deliveries as timestamp[])[object_number], $landed_at",
        ]
    )
    return f"""
        with parsed as (
            select *, {_parsed(select)} as record from pieces where is_whole = 1
        ),
        kept as (select * from parsed {kept}),
        told as (select *, {_extra(select)} as extra from kept)
        select {values} from told
    """  # noqa: S608


def select_odd(select: Select) -> str:
    """A query over `pieces` that gives the rows `select_records` leaves out."""
    return f"""
        with parsed as (
            select *, {_parsed(select)} as record from pieces where is_whole = 1
        )
        select row_number from parsed where {odd_condition(select)}
    """  # noqa: S608


def odd_condition(select: Select) -> str:
    """True where only Python can tell what a record says, or that it is none.

    CASE, because OR evaluates each of its parts for every row (DuckDB 2.0).
    """
    fields = [f"record.{name}" for name in select.present]
    odd = ["record is null", f"coalesce({', '.join(fields)}) is null"]
    hints = " or ".join(f"contains(piece, '{hint}')" for hint in _CONSTANT_HINTS)
    odd.append(
        f"case when {hints} then regexp_matches("
        r"piece, '(?i)[:,\[]\s*-?(nan|inf(inity)?)\s*[,}\]]') else false end"
    )
    if select.repeats_keys:
        odd.append("len(json_keys(piece)) > len(list_distinct(json_keys(piece)))")
    if select.may_nest:
        odd += [f"starts_with({field}, '{sign}')" for field in fields for sign in "[{"]
        odd.append(r"regexp_matches(piece, ',\s*[}\]]')")
    if select.may_escape:
        odd.append(r"contains(piece, '\u0000')")
    ids = [
        f"record.{name}" for name in select.contract.id_fields if name in select.present
    ]
    # A double prints as at most 24 characters; text stands in quotes in the piece.
    suspects = " or ".join(
        f"(strlen({name}) <= 24 and (contains({name}, '.') or contains({name}, 'e')))"
        for name in ids
    )
    numbers = " or ".join(
        f"(strlen({name}) <= 24 and try_cast({name} as double) is not null"
        f" and (contains({name}, '.') or contains({name}, 'e'))"
        f" and not contains(piece, '\"' || {name} || '\"'))"
        for name in ids
    )
    return f"""case
        when {" or ".join(odd)} then true
        when {suspects or "false"} then coalesce({numbers or "false"}, false)
        else false
    end"""


def _field(select: Select, name: str) -> str:
    return f"record.{name}" if name in select.present else "null"


def _parsed(select: Select) -> str:
    """The piece as a struct.

    random() keeps the optimizer from parsing once for the filter and again, for each
    column, for the result (DuckDB 2.0: 80 times slower).
    """
    shape = dict.fromkeys(select.present, "VARCHAR")
    if select.fits_struct:
        shape |= dict.fromkeys(select.unknown, "JSON")
    told = _literal(json.dumps(shape, ensure_ascii=False))
    return f"from_json(case when is_whole = 1 and random() >= 0 then piece end, {told})"


def _extra(select: Select) -> str:
    """The keys that the contract does not know, sorted, without nulls, as JSON."""
    if not select.unknown:
        return "cast(null as varchar)"
    if select.fits_struct:
        pairs = ", ".join(
            f"{_literal(json.dumps(key, ensure_ascii=False) + ':')}"
            f" || record[{_literal(key)}]"
            for key in select.unknown
        )
        inside = f"concat_ws(',', {pairs})"
    else:
        known = ", ".join(map(_literal, select.contract.fields))
        inside = f"""array_to_string(list_filter(list_transform(
            list_sort(list_filter(
                json_keys(piece), lambda key: not list_contains([{known}], key)
            )),
            lambda key: to_json(key) || ':' || nullif(cast(json_extract(
                piece, '/' || replace(replace(key, '~', '~0'), '/', '~1')
            ) as varchar), 'null')
        ), lambda pair: pair is not null), ',')"""
    return f"'{{' || nullif({inside}, '') || '}}'"


def _own_id(select: Select) -> str:
    """The producer's id, else one derived from everything that was delivered.

    NUL separates the fields and marks a null: no landed value holds one.
    """
    contract = select.contract
    delivered = [_field(select, name) for name in contract.fields[1:]] + ["extra"]
    told = ", ".join(f"coalesce({value}, chr(0) || 'n')" for value in delivered)
    derived = f"'{DERIVED_MARK}' || md5(concat_ws(chr(0), {told}))"
    if select.numbers_twins:
        twin = numbered_id(derived, "ordinal")
        derived = f"case when ordinal = 1 then {derived} else {twin} end"
    if contract.id_field not in select.present:
        return derived
    own = f"record.{contract.id_field}"
    exact, prefixes = junk_values()
    literals = ", ".join(map(_literal, exact))
    starts = " or ".join(
        f"starts_with(trim({own}), {_literal(prefix)})" for prefix in prefixes
    )
    begins = " or ".join(f"starts_with({own}, {_literal(one)})" for one in prefixes)
    longest = max(map(len, exact))
    # Nearly all ids take the first branch. trim costs a tenth of the whole insert
    # (DuckDB 2.0), the first character tells as well that there is nothing to trim.
    return f"""case
        when strlen({own}) > {longest} and ord({own}) between 33 and 126
            and not ({begins})
            then {own}
        when {own} is null or trim({own}) in ({literals}) or {starts} then {derived}
        else {own}
    end"""


@cache
def junk_values() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Literals that stand for nothing: those told whole, and those by their start."""
    with _JUNK_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    exact = {row["value"] for row in rows if row["is_prefix"] == "false"} | {""}
    prefixes = {row["value"] for row in rows if row["is_prefix"] == "true"}
    return tuple(sorted(exact)), tuple(sorted(prefixes))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
