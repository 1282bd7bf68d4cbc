"""What a column of a mart is to a BI tool: a kind, a use, a caption."""

import re
from dataclasses import dataclass
from enum import Enum

from bi.artifacts import Column
from loaders.errors import ConfigError

_DECIMAL = re.compile(r"(?:decimal|numeric)\((\d+),\s*(\d+)\)")
_WITH_LENGTH = re.compile(r"(?:varchar|character varying)(?:\(\d+\))?")
# What may be summed over any rows, by how the project names columns. A balance, a rank
# or a price may not, and neither may what is divided already.
_ADDS_UP = re.compile(
    r".*(_count|_amount|_quantity|_orders|_bytes|visitors)|sessions_.*|quantity"
    r"|occurrences"
)
_DOES_NOT = re.compile(r"(running|expected|average|peak|previous)_.*")


class Kind(Enum):
    """What a column holds, whatever the engine calls it."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"


class Use(Enum):
    """What a tool should do with a column when nobody says."""

    SUM = "sum"
    AVERAGE = "average"
    GROUP = "group"


@dataclass(frozen=True)
class Type:
    """A column's type; `scale` is of decimals alone."""

    kind: Kind
    scale: int = 0


_NAMED = {
    "text": Kind.TEXT,
    "bigint": Kind.WHOLE,
    "integer": Kind.WHOLE,
    "smallint": Kind.WHOLE,
    "double precision": Kind.DOUBLE,
    "double": Kind.DOUBLE,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "timestamp": Kind.MOMENT,
}


def type_of(column: Column) -> Type:
    """The type that a contract of dbt names.

    Args:
        column: A column of a mart.

    Raises:
        ConfigError: No tool was told what this type is.

    >>> type_of(Column("price", "decimal(18,2)", ""))
    Type(kind=<Kind.DECIMAL: 'decimal'>, scale=2)
    """
    told = column.data_type.lower()
    decimal = _DECIMAL.fullmatch(told)
    if decimal:
        return Type(Kind.DECIMAL, int(decimal[2]))
    if _WITH_LENGTH.fullmatch(told):
        return Type(Kind.TEXT)
    if told not in _NAMED:
        raise ConfigError(
            f"column `{column.name}` has a type that no BI tool was told: {told}",
            "add it to bi/columns.py and to each tool's types",
        )
    return Type(_NAMED[told])


def use_of(column: Column) -> Use:
    """Whether a column adds up.

    >>> use_of(Column("order_count", "bigint", ""))
    <Use.SUM: 'sum'>
    >>> use_of(Column("running_net_amount", "decimal(38,4)", ""))
    <Use.AVERAGE: 'average'>
    """
    kind = type_of(column).kind
    if kind is Kind.DOUBLE:  # marts divide to doubles, and add up to nothing else
        return Use.AVERAGE
    if kind not in (Kind.WHOLE, Kind.DECIMAL):
        return Use.GROUP
    if _ADDS_UP.fullmatch(column.name) and not _DOES_NOT.fullmatch(column.name):
        return Use.SUM
    return Use.GROUP if kind is Kind.WHOLE else Use.AVERAGE


def caption_of(name: str) -> str:
    """A name as people read it.

    >>> caption_of("rpt_funnel_daily")
    'Funnel daily'
    >>> caption_of("session_count")
    'Session count'
    """
    words = re.sub(r"^(rpt|fct|dim|ops)_", "", name).replace("_", " ")
    return words[:1].upper() + words[1:]
