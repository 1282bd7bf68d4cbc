"""The metrics of `models/metrics/` → what each tool adds up and divides.

A metric is one sum, or one sum divided by another. A sum is of columns of one mart,
over the rows in which some columns have given values. So little is enough for SQL, DAX,
Tableau and QuickSight to say the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from loaders.errors import ConfigError

_FILTER = re.compile(
    r"\{\{\s*Dimension\('\w+?__(?P<column>\w+)'\)\s*\}\}\s*=\s*'(?P<value>[^']*)'"
)
_COLUMN = re.compile(r"[a-z]\w*")
_HINT = "models/metrics/ has sums of columns, filtered on equal values, and ratios"


@dataclass(frozen=True)
class Total:
    """One sum over the rows of a mart.

    Attributes:
        measure: Its name in the semantic model.
        mart: The relation that is read.
        date_column: The date that a row is of.
        columns: What is added up; none where rows are counted.
        is_boolean: Whether rows are counted in which the only column is true.
        filters: Columns and the value that they have in the rows that count.
    """

    measure: str
    mart: str
    date_column: str
    columns: tuple[str, ...]
    is_boolean: bool
    filters: tuple[tuple[str, str], ...]

    @property
    def sql(self) -> str:
        """The aggregate in SQL, without its filters."""
        if self.is_boolean:
            return f"sum(case when {self.columns[0]} then 1 else 0 end)"
        return f"sum({' + '.join(self.columns)})" if self.columns else "count(*)"


@dataclass(frozen=True)
class Metric:
    """One figure with a name.

    Attributes:
        name: Its name in `models/metrics/`.
        label: As people read it.
        description: What it means, in a sentence or two.
        format: `money`, `count` or `percent`.
        is_better_lower: Whether less of it is good.
        numerator: What is added up.
        denominator: What that is divided by; None for a plain sum.
    """

    name: str
    label: str
    description: str
    format: str
    is_better_lower: bool
    numerator: Total
    denominator: Total | None

    @property
    def sql(self) -> str:
        """A select of the figure over all rows of its mart.

        The quotient is of doubles, and null where there is nothing to divide by.
        """
        above = _select(self.numerator)
        if self.denominator is None:
            return above
        quotient = (
            f"cast(({above}) as double precision)"
            f" / nullif(({_select(self.denominator)}), 0)"
        )
        return f"select {quotient}"


def read_metrics(manifest: Mapping[str, Any]) -> dict[str, Metric]:
    """Every metric of a manifest.

    Args:
        manifest: As dbt wrote it.

    Raises:
        ConfigError: A metric is of a kind that not every tool can say.
    """
    measures = {
        measure["name"]: (model, measure)
        for model in manifest["semantic_models"].values()
        for measure in model["measures"]
    }
    nodes = {node["name"]: node for node in manifest["metrics"].values()}
    return {name: _metric(nodes, name, measures) for name in sorted(nodes)}


def _metric(nodes: Mapping[str, Any], name: str, measures: Mapping[str, Any]) -> Metric:
    node = nodes[name]
    kinds = node["type_params"]
    if node["type"] == "simple":
        numerator, denominator = _total(node, measures), None
    elif node["type"] == "ratio":
        numerator, denominator = (
            _total(nodes[kinds[part]["name"]], measures)
            for part in ("numerator", "denominator")
        )
    else:
        raise ConfigError(f"metric `{name}` is of type {node['type']}", _HINT)
    told = node["config"]["meta"]
    return Metric(
        name=name,
        label=node["label"],
        description=" ".join(node["description"].split()),
        format=told["format"],
        is_better_lower=told.get("better") == "down",
        numerator=numerator,
        denominator=denominator,
    )


def _total(node: Mapping[str, Any], measures: Mapping[str, Any]) -> Total:
    model, measure = measures[node["type_params"]["measure"]["name"]]
    text = " and ".join(
        one["where_sql_template"]
        for one in (node["filter"] or {"where_filters": []})["where_filters"]
    )
    expression = measure["expr"] or measure["name"]
    columns = tuple(_COLUMN.findall(expression))
    is_sum = " + ".join(columns) == expression or expression == "1"
    if (
        _FILTER.sub("", text).replace("and", "").strip()
        or not is_sum
        or measure["agg"] not in ("sum", "sum_boolean")
    ):
        raise ConfigError(f"metric `{node['name']}` is no sum of columns", _HINT)
    return Total(
        measure=measure["name"],
        mart=model["node_relation"]["alias"],
        date_column=model["defaults"]["agg_time_dimension"],
        columns=columns,
        is_boolean=measure["agg"] == "sum_boolean",
        filters=tuple((one["column"], one["value"]) for one in _FILTER.finditer(text)),
    )


def _select(total: Total) -> str:
    where = " and ".join(f"{column} = '{value}'" for column, value in total.filters)
    text = f"select {total.sql} from marts.{total.mart}"  # noqa: S608 - dbt's names
    return f"{text} where {where}" if where else text
