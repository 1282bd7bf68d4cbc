"""Compiled selects over marts → columns of values, as the page's script reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from loaders.errors import ConfigError
from loaders.warehouse.reading import Reader

_HINT = "run dbt compile --select path:dashboard/datasets"


@dataclass(frozen=True)
class Compiled:
    """One select, as dbt compiled it.

    Attributes:
        sql: Its text.
        database: That its relations are in.
        marts: The marts that it reads.
    """

    sql: str
    database: str
    marts: tuple[str, ...]


def compiled_datasets(
    manifest: Mapping[str, Any], names: Sequence[str]
) -> dict[str, Compiled]:
    """The selects of `dashboard/datasets/`, out of dbt's manifest.

    Args:
        manifest: Written by `dbt compile`.
        names: Those that are needed.

    Raises:
        ConfigError: One is not there, or has not been compiled.
    """
    nodes = {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "analysis"
    }
    found = {}
    for name in names:
        node = nodes.get(name)
        if node is None or not node.get("compiled_code"):
            raise ConfigError(f"dataset `{name}` has not been compiled", _HINT)
        read = [manifest["nodes"].get(one) for one in node["depends_on"]["nodes"]]
        found[name] = Compiled(
            node["compiled_code"],
            node["database"],
            tuple(one["name"] for one in read if one and one["schema"] == "marts"),
        )
    return found


def read_dataset(
    reader: Reader, compiled: Compiled, columns: Sequence[str], mart: str
) -> dict[str, Any]:
    """The rows of a dataset, column by column.

    Texts are places in a list of the different ones, dates are days since 1970, and
    amounts are numbers of as many digits as a double tells apart.

    Args:
        reader: A warehouse whose marts are built.
        compiled: The select.
        columns: Its columns, in order.
        mart: The one of its marts that explains it.

    Raises:
        ConfigError: It does not read that mart.
    """
    if mart not in compiled.marts:
        raise ConfigError(
            f"no dataset explained by {mart} reads it",
            f"dashboard.yml may name {', '.join(compiled.marts)}",
        )
    named = ", ".join(columns)
    rows = reader.query(f"select {named} from ({compiled.sql}) as dataset")  # noqa: S608
    # equal rows in an equal order: the file is then the same for the same marts
    rows = sorted(rows, key=lambda row: tuple(map(_sortable, row)))
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    return {
        "mart": mart,
        "count": len(rows),
        "columns": {
            name: _encoded(one) for name, one in zip(columns, values, strict=True)
        },
    }


def _sortable(value: object) -> tuple[bool, Any]:
    return value is None, "" if value is None else value


def _encoded(values: Sequence[object]) -> dict[str, Any]:
    known = next((value for value in values if value is not None), None)
    if isinstance(known, str):
        texts = sorted({str(value) for value in values if value is not None})
        places = {text: place for place, text in enumerate(texts)}
        return {
            "type": "text",
            "texts": texts,
            "values": [None if one is None else places[str(one)] for one in values],
        }
    kind = "date" if _is_date(known) else "number"
    return {"type": kind, "values": [_number(value) for value in values]}


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _number(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.toordinal() - date(1970, 1, 1).toordinal()
    if isinstance(value, Decimal):
        number = float(value)
        return int(number) if number.is_integer() else number
    return value
