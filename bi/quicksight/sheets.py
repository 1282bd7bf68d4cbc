"""Metrics → what an analysis and a dashboard show: a sheet for each mart.

On each sheet stands a number for every metric, and below, by date, one chart of those
with the same unit.
"""

from collections.abc import Iterable
from typing import Any

from bi.artifacts import Mart
from bi.columns import caption_of
from bi.metrics import Metric
from bi.quicksight.expressions import expression_of
from bi.quicksight.place import Place, dashed, data_set_id

_WIDTH = 36  # columns of QuickSight's grid
_NUMBER = (9, 6)  # columns and rows
_CHART = (18, 12)
_TITLES = {"percent": "Shares by day", "count": "Counts by day", "money": "By day"}
_PLACES = {"percent": 1, "count": 0, "money": 2}


def definition(
    marts: Iterable[Mart], metrics: Iterable[Metric], place: Place
) -> dict[str, Any]:
    """A definition that an analysis and a dashboard share.

    Args:
        marts: What has a data set.
        metrics: Of these marts.
        place: Whose data sets.
    """
    measured = list(metrics)
    found = [
        (mart, [one for one in measured if one.numerator.mart == mart.name])
        for mart in marts
    ]
    shown = [(mart, its) for mart, its in found if its]
    return {
        "DataSetIdentifierDeclarations": [
            {
                "Identifier": mart.name,
                "DataSetArn": place.arn("dataset", data_set_id(mart)),
            }
            for mart, _ in shown
        ],
        "CalculatedFields": [
            {
                "DataSetIdentifier": mart.name,
                "Name": metric.label,
                "Expression": expression_of(metric),
            }
            for mart, its in shown
            for metric in its
        ],
        "Sheets": [_sheet(mart, its) for mart, its in shown],
    }


def _sheet(mart: Mart, metrics: list[Metric]) -> dict[str, Any]:
    numbers = [_number(metric) for metric in metrics]
    charts = [
        _chart(mart, unit, its)
        for unit in _TITLES
        if (its := [metric for metric in metrics if metric.format == unit])
    ]
    placed, below = _grid(numbers, _NUMBER, 0)
    more, _ = _grid(charts, _CHART, below)
    return {
        "SheetId": dashed(mart.name),
        "Name": caption_of(mart.name),
        "Visuals": numbers + charts,
        "Layouts": [{"Configuration": {"GridLayout": {"Elements": placed + more}}}],
    }


def _number(metric: Metric) -> dict[str, Any]:
    name = f"number-{dashed(metric.name)}"
    wells = {"Values": [_value(metric, name)]}
    return {
        "KPIVisual": {
            "VisualId": name,
            "Title": _text(metric.label),
            "Subtitle": _text(metric.description),
            "ChartConfiguration": {"FieldWells": wells},
        }
    }


def _chart(mart: Mart, unit: str, metrics: list[Metric]) -> dict[str, Any]:
    name = f"chart-{dashed(mart.name)}-{unit}"
    dates = {
        "DateDimensionField": {
            "FieldId": f"{name}-date",
            "Column": _column(mart.name, metrics[0].numerator.date_column),
            "DateGranularity": "DAY",
        }
    }
    wells = {
        "Category": [dates],
        "Values": [_value(one, f"{name}-{dashed(one.name)}") for one in metrics],
    }
    return {
        "LineChartVisual": {
            "VisualId": name,
            "Title": _text(_TITLES[unit]),
            "ChartConfiguration": {
                "FieldWells": {"LineChartAggregatedFieldWells": wells},
                "Type": "LINE",
            },
        }
    }


def _value(metric: Metric, field: str) -> dict[str, Any]:
    """A calculated field that is an aggregate already."""
    places = {"DecimalPlaces": _PLACES[metric.format]}
    separated = {"ThousandsSeparator": {"Symbol": "COMMA", "Visibility": "VISIBLE"}}
    kind = "Percentage" if metric.format == "percent" else "Number"
    shown = {"DecimalPlacesConfiguration": places, "SeparatorConfiguration": separated}
    return {
        "NumericalMeasureField": {
            "FieldId": field,
            "Column": _column(metric.numerator.mart, metric.label),
            "FormatConfiguration": {
                "FormatConfiguration": {f"{kind}DisplayFormatConfiguration": shown}
            },
        }
    }


def _column(mart: str, name: str) -> dict[str, str]:
    return {"DataSetIdentifier": mart, "ColumnName": name}


def _text(text: str) -> dict[str, Any]:
    return {"Visibility": "VISIBLE", "FormatText": {"PlainText": text}}


def _grid(
    visuals: list[dict[str, Any]], size: tuple[int, int], top: int
) -> tuple[list[dict[str, Any]], int]:
    """Visuals in rows from the left, and the row below the last of them."""
    columns, rows = size
    in_a_row = _WIDTH // columns
    placed = [
        {
            "ElementId": next(iter(visual.values()))["VisualId"],
            "ElementType": "VISUAL",
            "ColumnIndex": number % in_a_row * columns,
            "ColumnSpan": columns,
            "RowIndex": top + number // in_a_row * rows,
            "RowSpan": rows,
        }
        for number, visual in enumerate(visuals)
    ]
    return placed, top + -(-len(visuals) // in_a_row) * rows
