"""Metrics → calculated fields of Tableau."""

from bi.metrics import Metric, Total


def formula_of(metric: Metric) -> str:
    """A metric in Tableau's language.

    A quotient of nothing is null, as in SQL. Whole numbers divide to real ones there.
    """
    above = _sum(metric.numerator)
    if metric.denominator is None:
        return above
    below = _sum(metric.denominator)
    return f"IF {below} != 0 THEN {above} / {below} END"


def _sum(total: Total) -> str:
    added = " + ".join(f"[{column}]" for column in total.columns) or "1"
    told = [f"[{column}] = '{value}'" for column, value in total.filters]
    if total.is_boolean:
        return f"SUM(IF {' AND '.join([*told, added])} THEN 1 ELSE 0 END)"
    if not told:
        return f"SUM({added})"
    return f"SUM(IF {' AND '.join(told)} THEN {added} END)"
