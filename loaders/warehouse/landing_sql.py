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

DERIVED_MARK = "~"
"""First character of an id that the loader derived: tells it from a producer's."""

# One struct field a made-up key is five times faster than looking each row's own
# keys up; past this many the struct itself costs more.
_MOST_STRUCT_KEYS = 100

_JUNK_FILE = Path(__file__).parents[2] / "seeds" / "junk_values.csv"


@dataclass(frozen=True)
class Select:
    """What the records of a batch need of the SQL.

    Attributes:
        contract: Their kind.
        unknown: Keys that the contract does not know, in bytewise order.
        repeats_keys: Some record has a key twice.
        may_nest: Some record holds an object or array inside.
        may_escape: Some record holds a backslash.
        may_hold_constants: Some record holds nan or inf as text or literal.
        sure: Python has judged these records already.
    """

    contract: Contract
    unknown: tuple[str, ...] = ()
    repeats_keys: bool = False
    may_nest: bool = True
    may_escape: bool = True
    may_hold_constants: bool = True
    sure: bool = False

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
            unknown=tuple(sorted(keys - set(contract.fields))),
            repeats_keys=any(len(set(one)) < len(one) for one in lists),
        )


def landing_columns(contract: Contract) -> dict[str, str]:
    """The columns of a kind's landing table → their types."""
    delivered = dict.fromkeys((*contract.fields, "extra"), "varchar(65535)")
    return {**delivered, **LINEAGE}


def select_records(select: Select) -> str:
    """A query over the table `pieces` that gives landing rows.

    `pieces` has `piece`, `is_whole` and the lineage of each piece; `$load_id`,
    `$load_sequence` and `$landed_at` are bound. Rows that are odd are left out.
    """
    contract = select.contract
    # unnest keeps the optimizer from parsing once for the filter and again, for
    # each column, for the result (DuckDB 2.0: 80 times slower)
    kept = (
        "unnest([record])"
        if select.sure
        else f"unnest(case when {odd_condition(select)} then [] else [record] end)"
    )
    values = ", ".join(
        [
            f"{_own_id(contract)} as {contract.id_field}",
            *(f"record.{name}" for name in contract.fields[1:]),
            "extra",
            "object_key, object_hash, record_number",
            "$load_id, $load_sequence, delivered_at, $landed_at",
        ]
    )
    return f"""
        with parsed as (
            select *, {_parsed(select)} as record from pieces where is_whole
        ),
        kept as (select * exclude (record), {kept} as record from parsed),
        told as (select *, {_extra(select)} as extra from kept)
        select {values} from told
    """  # noqa: S608


def select_odd(select: Select) -> str:
    """A query over `pieces` that gives the rows `select_records` leaves out."""
    return f"""
        with parsed as (
            select *, {_parsed(select)} as record from pieces where is_whole
        )
        select row_number from parsed where {odd_condition(select)}
    """  # noqa: S608


def odd_condition(select: Select) -> str:
    """True where only Python can tell what a record says, or that it is none."""
    contract = select.contract
    fields = [f"record.{name}" for name in contract.fields]
    odd = ["record is null", f"coalesce({', '.join(fields)}) is null"]
    if select.repeats_keys:
        odd.append("len(json_keys(piece)) > len(list_distinct(json_keys(piece)))")
    if select.may_hold_constants:
        literal = r"(?i)[:,\[]\s*-?(nan|inf(inity)?)\s*[,}\]]"
        odd.append(f"regexp_matches(piece, '{literal}')")
    if select.may_nest:
        odd += [f"starts_with({field}, '{sign}')" for field in fields for sign in "[{"]
        odd.append(r"regexp_matches(piece, ',\s*[}\]]')")
    if select.may_escape:
        odd.append(r"contains(piece, '\u0000')")
    ids = [f"record.{name}" for name in contract.id_fields]
    every_id = f"concat_ws(' ', {', '.join(ids)})"
    # A double prints as at most 24 characters; text stands in quotes in the piece.
    numbers = " or ".join(
        f"((contains({name}, '.') or contains({name}, 'e+')) and strlen({name}) <= 24"
        f" and not contains(piece, '\"' || {name} || '\"')"
        f" and try_cast({name} as double) is not null)"
        for name in ids
    )
    return f"""case
        when {" or ".join(odd)} then true
        when contains({every_id}, '.') or contains({every_id}, 'e+')
            then coalesce({numbers}, false)
        else false
    end"""


def _parsed(select: Select) -> str:
    shape = dict.fromkeys(select.contract.fields, "VARCHAR")
    if select.fits_struct:
        shape |= dict.fromkeys(select.unknown, "JSON")
    told = _literal(json.dumps(shape, ensure_ascii=False))
    return f"from_json(case when is_whole then piece end, {told})"


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


def _own_id(contract: Contract) -> str:
    """The producer's id, else one derived from everything that was delivered.

    NUL separates the fields and marks a null: no landed value holds one.
    """
    own = f"record.{contract.id_field}"
    exact, prefixes = junk_values()
    literals = ", ".join(map(_literal, exact))
    starts = " or ".join(
        f"starts_with(trim({own}), {_literal(prefix)})" for prefix in prefixes
    )
    holds = " or ".join(f"contains({own}, {_literal(prefix)})" for prefix in prefixes)
    longest = max(map(len, exact))
    delivered = [f"record.{name}" for name in contract.fields[1:]] + ["extra"]
    told = ", ".join(f"coalesce({value}, chr(0) || 'n')" for value in delivered)
    derived = f"'{DERIVED_MARK}' || md5(concat_ws(chr(0), {told}))"
    return f"""case
        when {own} is null then {derived}
        when strlen({own}) > {longest} and ltrim({own}) = {own} and not ({holds})
            then {own}
        when trim({own}) in ({literals}) or {starts} then {derived}
        else {own}
    end"""


def number_equal_records(table: str, id_field: str) -> str:
    """Give the second and later equal records of one object ids of their own."""
    return f"""
        with repeated as (
            select hash({id_field}, object_key, object_hash) as repeated_hash
            from {table}
            where load_sequence = $load_sequence
                and starts_with({id_field}, '{DERIVED_MARK}')
            group by repeated_hash
            having count(*) > 1
        ),
        numbered as (
            select {id_field} as old_id, object_key, object_hash, record_number,
                row_number() over (
                    partition by {id_field}, object_key, object_hash
                    order by record_number
                ) as ordinal
            from {table}
            where load_sequence = $load_sequence
                and hash({id_field}, object_key, object_hash)
                in (select repeated_hash from repeated)
        )
        update {table} as landed
        set {id_field} = '{DERIVED_MARK}' || md5(old_id || ':' || ordinal)
        from numbered
        where landed.load_sequence = $load_sequence
            and landed.object_key = numbered.object_key
            and landed.object_hash = numbered.object_hash
            and landed.record_number = numbered.record_number
            and ordinal > 1
    """  # noqa: S608


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
