"""Metrics → measures in DAX."""

from bi.metrics import Metric, Total


def expression_of(metric: Metric) -> str:
    """A metric in DAX. A quotient of nothing is blank.

    Filters are kept beside those of the report: where somebody looks at brands alone, a
    metric over all members is blank, not the figure of all.
    """
    above = _sum(metric.numerator)
    if metric.denominator is None:
        return above
    return f"DIVIDE({above}, {_sum(metric.denominator)})"


def _sum(total: Total) -> str:
    table = f"'{total.mart}'"
    columns = [f"{table}[{column}]" for column in total.columns]
    told = [f"{table}[{column}] = {_text(value)}" for column, value in total.filters]
    if total.is_boolean:
        told.append(f"{columns[0]} = TRUE()")
    filters = [f"KEEPFILTERS({one})" for one in told]
    if total.is_boolean or not columns:
        added = f"COUNTROWS({table})"
    elif len(columns) == 1:
        added = f"SUM({columns[0]})"
    else:
        added = f"SUMX({table}, {' + '.join(columns)})"
    return f"CALCULATE({', '.join([added, *filters])})" if filters else added


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
