"""Metrics → calculated fields of QuickSight.

Booleans are 0 and 1 in a data set of Footfall: QuickSight makes numbers of them anyway.
"""

from bi.metrics import Metric, Total


def expression_of(metric: Metric) -> str:
    """A metric in QuickSight's language. A quotient of nothing is null."""
    above = _sum(metric.numerator)
    if metric.denominator is None:
        return above
    return f"1.0 * {above} / nullIf({_sum(metric.denominator)}, 0)"


def _sum(total: Total) -> str:
    verb, added = "sum", " + ".join(f"{{{column}}}" for column in total.columns)
    if not added:  # every row has its date
        verb, added = "count", f"{{{total.date_column}}}"
    told = [f"{{{column}}} = '{value}'" for column, value in total.filters]
    if not told:
        return f"{verb}({added})"
    return f"{verb}If({added}, {' AND '.join(told)})"
