"""Which columns of marts lead to which dimension.

Dimensions lead to no other, so there is one way from a table to each of them. A date
leads to many rows of one. Texts are another matter: Power BI takes `Acme` for `acme`,
the marts do not, so what dbt has tested to be unique may not be so there, and a
relationship that says so would stop the refresh. Those are said to be of many to many,
which no refresh checks.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bi.artifacts import Artifacts, Mart
from bi.columns import Kind, type_of

_CALENDAR = "dim_dates"
_OURS = uuid.UUID("5f0d2f1c-9a3e-4b1e-8a57-3d1f6a0f7c21")  # names stay as they are


@dataclass(frozen=True)
class Relationship:
    """One column that filters another.

    Attributes:
        table: Of the rows that are filtered.
        column: Of that table.
        dimension: Of the rows that filter.
        key: Of the dimension; unique by a test of dbt.
        is_of_one: Whether Power BI may hold the key to be unique.
    """

    table: str
    column: str
    dimension: str
    key: str
    is_of_one: bool

    @property
    def name(self) -> str:
        """The same in every run."""
        told = f"{self.table}.{self.column}>{self.dimension}.{self.key}"
        return str(uuid.uuid5(_OURS, told))


def relationships(artifacts: Artifacts, marts: Iterable[Mart]) -> list[Relationship]:
    """Every relationship between the marts that are written.

    Args:
        artifacts: What dbt says, its tests among it.
        marts: What is written.
    """
    written = {mart.name: mart for mart in marts}
    keys = {
        dimension: key
        for dimension, key in _keys(artifacts.raw).items()
        if dimension in written
    }
    found = []
    for mart in written.values():
        if mart.name.startswith("dim_"):
            continue
        names = {column.name for column in mart.columns}
        for dimension, key in sorted(keys.items()):
            column = _date_of(artifacts, mart) if dimension == _CALENDAR else key
            if column in names:
                of_one = dimension == _CALENDAR
                found.append(Relationship(mart.name, column, dimension, key, of_one))
    return found


def _keys(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The column of each dimension that dbt tests to be unique."""
    return {
        name: key
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (name := str(node.get("attached_node")).split(".")[-1]).startswith("dim_")
        for key in node["test_metadata"]["kwargs"].get("keys", [])
        if "," not in key
    }


def _date_of(artifacts: Artifacts, mart: Mart) -> str:
    """The date that a row is of: that of its metrics, or the only one; else none."""
    told = {
        metric.numerator.date_column
        for metric in artifacts.metrics.values()
        if metric.numerator.mart == mart.name
    }
    dates = told or {
        column.name for column in mart.columns if type_of(column).kind is Kind.DATE
    }
    return dates.pop() if len(dates) == 1 else ""
