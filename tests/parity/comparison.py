"""Two warehouses, every relation and every row: what differs.

Rows are compared as multisets: a row that occurs twice on one side must occur twice on
the other, and the order of rows means nothing. Doubles are equal to 1e-9 of their
size, since sums depend on the order of their parts; all else is equal or it is not.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Protocol

Row = tuple[object, ...]

TECHNICAL = frozenset(
    {
        "landed_at",
        "load_id",
        "load_sequence",
        "built_at",
        "scored_at",
        "first_landed_at",
        "last_landed_at",
    }
)
"""Columns that tell when and by which load a row came: no two loads agree on them."""

_DOUBLE_TOLERANCE = 1e-9  # of the larger one
_SHOWN = 5  # rows of one relation; thousands would hide the other relations


class Tables(Protocol):
    """One warehouse, or what is remembered of it."""

    name: str

    def relations(self) -> Mapping[str, Mapping[str, str]]:
        """`schema.relation` → its columns in order → their types."""

    def rows(self, relation: str, columns: Sequence[str]) -> list[Row]:
        """Every row of a relation."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same.

    Attributes:
        relation: `schema.relation`.
        what: One line.
        key: The columns that tell the row, and their values; empty for no row.
        rows: Per warehouse the whole row, or None where it has no such row.
    """

    relation: str
    what: str
    key: Mapping[str, object] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, object] | None] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"{self.relation}: {self.what}"]
        if self.key:
            lines.append(f"    key       {_told(self.key)}")
        for name, row in self.rows.items():
            lines.append(
                f"    {name:<9} {'no such row' if row is None else _told(row)}"
            )
        return "\n".join(lines)


@dataclass(frozen=True)
class Comparison:
    """What was compared, and what differs.

    Attributes:
        row_counts: Relations on both sides → rows of the first.
        differences: Every one that is shown; none means that all is equal.
    """

    row_counts: Mapping[str, int]
    differences: Sequence[Difference]

    def __str__(self) -> str:
        return "\n".join(map(str, self.differences))


def compare(
    first: Tables,
    second: Tables,
    *,
    keys: Mapping[str, Sequence[str]] | None = None,
    mismatch: Callable[[str, str, str, str], str | None] = lambda *_: None,
    exempt: Collection[str] = (),
) -> Comparison:
    """Compare every relation that either side has.

    Args:
        first: One warehouse.
        second: The other.
        keys: Relations → the columns that tell their rows, to name what differs; the
            first column where a relation is not in it.
        mismatch: Relation, column, and the types of both sides → why they are not the
            same type, or None.
        exempt: Relations that are left out.
    """
    sides = first.relations(), second.relations()
    counts, differences = {}, []
    for relation in sorted({*sides[0], *sides[1]} - set(exempt)):
        if relation not in sides[0] or relation not in sides[1]:
            there = first.name if relation in sides[0] else second.name
            differences.append(Difference(relation, f"only in {there}"))
            continue
        shapes = sides[0][relation], sides[1][relation]
        differences += _shape_differences(relation, shapes, (first, second), mismatch)
        shared = [
            name for name in shapes[0] if name in shapes[1] and name not in TECHNICAL
        ]
        told_by = (keys or {}).get(relation, ())
        key = [name for name in told_by if name in shared] or shared[:1]
        rows = first.rows(relation, shared), second.rows(relation, shared)
        counts[relation] = len(rows[0])
        names = first.name, second.name
        differences += _row_differences(relation, shared, key, names, rows)
    return Comparison(counts, differences)


def _shape_differences(
    relation: str,
    shapes: tuple[Mapping[str, str], Mapping[str, str]],
    sides: tuple[Tables, Tables],
    mismatch: Callable[[str, str, str, str], str | None],
) -> Iterator[Difference]:
    """Columns of one side, and columns of two types."""
    for name in [*shapes[0], *(name for name in shapes[1] if name not in shapes[0])]:
        if name not in shapes[0] or name not in shapes[1]:
            there = sides[0].name if name in shapes[0] else sides[1].name
            yield Difference(relation, f"column {name} only in {there}")
        elif why := mismatch(relation, name, shapes[0][name], shapes[1][name]):
            yield Difference(relation, f"column {name}: {why}")


def _row_differences(
    relation: str,
    columns: Sequence[str],
    key: Sequence[str],
    names: tuple[str, str],
    rows: tuple[Sequence[Row], Sequence[Row]],
) -> Iterator[Difference]:
    """Rows of one side without an equal on the other, paired by their key."""
    left, right = _without_equals(*rows)
    if not left and not right:
        return
    places = [columns.index(name) for name in key]
    pairs = list(_paired(left, right, places))
    for one, other in pairs[:_SHOWN]:
        present = one if one is not None else other
        assert present is not None
        if one is None or other is None:
            what = f"a row only in {names[0] if other is None else names[1]}"
        else:
            unlike = [
                name
                for name, *values in zip(columns, one, other, strict=True)
                if not _is_equal(*values)
            ]
            what = f"a row differs in {', '.join(unlike)}"
        yield Difference(
            relation,
            what,
            {name: present[place] for name, place in zip(key, places, strict=True)},
            {
                name: None if row is None else dict(zip(columns, row, strict=True))
                for name, row in zip(names, (one, other), strict=True)
            },
        )
    if len(pairs) > _SHOWN:
        yield Difference(relation, f"{len(pairs) - _SHOWN:,} more rows differ")


def _without_equals(
    left: Sequence[Row], right: Sequence[Row]
) -> tuple[list[Row], list[Row]]:
    """What stays when equal rows are struck off in pairs."""
    counts = Counter(left), Counter(right)
    ones = list((counts[0] - counts[1]).elements())
    others = list((counts[1] - counts[0]).elements())
    # Only doubles make rows equal that are not the same: look for a row's equal among
    # those that agree in all columns without one.
    doubles = {
        place
        for row in (*ones, *others)
        for place, value in enumerate(row)
        if isinstance(value, float)
    }
    candidates = defaultdict(list)
    for row in others:
        candidates[_but(row, doubles)].append(row)
    unlike = []
    for row in ones:
        near = candidates[_but(row, doubles)]
        equal = next((one for one in near if all(map(_is_equal, row, one))), None)
        if equal is None:
            unlike.append(row)
        else:
            near.remove(equal)
    return unlike, [row for rows in candidates.values() for row in rows]


def _but(row: Row, places: Collection[int]) -> Row:
    return tuple(value for place, value in enumerate(row) if place not in places)


def _is_equal(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return math.isclose(one, other, rel_tol=_DOUBLE_TOLERANCE, abs_tol=0)
    return one == other


def _paired(
    left: Sequence[Row], right: Sequence[Row], places: Sequence[int]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of the same key beside each other; in the order of the keys."""
    by_key: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((left, right)):
        for row in rows:
            by_key[repr([row[place] for place in places])][side].append(row)
    for _, (ones, others) in sorted(by_key.items()):
        yield from zip_longest(sorted(ones, key=repr), sorted(others, key=repr))


def _told(row: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in row.items())
