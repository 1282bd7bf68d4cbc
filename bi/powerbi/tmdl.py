"""Marts, metrics and relationships → the text that Power BI keeps of a model.

TMDL is a tree by tabs: objects with a name, properties with a colon, expressions with
an equals sign, descriptions above in three slashes.
"""

from collections.abc import Iterable

from bi.artifacts import Column, Mart
from bi.columns import Kind, Type, Use, type_of, use_of
from bi.metrics import Metric
from bi.powerbi.dax import expression_of
from bi.powerbi.relationships import Relationship

_CURRENCY_SCALE = 4  # a fixed decimal of Power BI has as many places, and is exact
_TYPES = {
    Kind.TEXT: ("string", "type text"),
    Kind.WHOLE: ("int64", "Int64.Type"),
    Kind.DECIMAL: ("decimal", "Currency.Type"),
    Kind.DOUBLE: ("double", "type number"),
    Kind.BOOLEAN: ("boolean", "type logical"),
    Kind.DATE: ("dateTime", "type date"),
    Kind.MOMENT: ("dateTime", "type datetime"),
}
_SHOWN = {
    Kind.WHOLE: "0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:nn:ss",
}
_FORMATS = {"money": "#,##0.00", "count": "#,##0", "percent": "0.0%"}


def table(mart: Mart, metrics: Iterable[Metric], calendar_key: str = "") -> str:
    """One file of `tables/`.

    Args:
        mart: What it reads.
        metrics: All that there are; those of other marts are left out.
        calendar_key: The date of a row, if dates of other tables lead to this one.
    """
    lines = [*_told(mart.description.split("\n\n")[0]), f"table {mart.name}"]
    if calendar_key:
        lines.append("\tdataCategory: Time")
    blocks = [_measure(one) for one in metrics if one.numerator.mart == mart.name]
    for column in mart.columns:
        blocks.append(_column(column, is_key=column.name == calendar_key))
    for block in [*blocks, _partition(mart)]:
        lines += ["", *(f"\t{line}" if line else "" for line in block)]
    return "\n".join(lines) + "\n"


def relations(found: Iterable[Relationship]) -> str:
    """The file `relationships.tmdl`."""
    blocks = []
    for one in found:
        lines = [f"relationship {one.name}"]
        if not one.is_of_one:
            lines.append("\ttoCardinality: many")
        lines += [
            f"\tfromColumn: {one.table}.{one.column}",
            f"\ttoColumn: {one.dimension}.{one.key}",
        ]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def model(marts: Iterable[Mart]) -> str:
    """The file `model.tmdl`."""
    lines = [
        "model Model",
        "\tculture: en-US",
        "\tdefaultPowerBIDataSourceVersion: powerBI_V3",
        "\tsourceQueryCulture: en-US",
        "",
        "annotation __PBI_TimeIntelligenceEnabled = 0",
        "",
        *(f"ref table {mart.name}" for mart in marts),
    ]
    return "\n".join(lines) + "\n"


def parameters(*, reads_redshift: bool, folder: str, server: str, database: str) -> str:
    """The file `expressions.tmdl`: what a user changes under Transform data."""
    source = "Redshift" if reads_redshift else "Parquet"
    told = (
        ("RowsFrom", source, "Where rows come from, Parquet or Redshift."),
        ("Folder", folder, "The folder with the Parquet files, on this computer."),
        ("Server", server, "Redshift's host and port."),
        ("Database", database, "Redshift's database."),
    )
    lines = []
    for name, value, description in told:
        kind = 'IsParameterQuery=true, Type="Text", IsParameterQueryRequired=true'
        if name == "RowsFrom":
            kind += ', List={"Parquet", "Redshift"}, DefaultValue="Parquet"'
        text = value.replace('"', '""')
        lines += [
            f"/// {description}",
            f'expression {name} = "{text}" meta [{kind}]',
            "",
            "\tannotation PBI_ResultType = Text",
            "",
        ]
    return "\n".join(lines)


def _told(description: str) -> list[str]:
    return [f"/// {' '.join(description.split())}"] if description else []


def _measure(metric: Metric) -> list[str]:
    label = metric.label.replace("'", "''")
    return [
        *_told(metric.description),
        f"measure '{label}' = {expression_of(metric)}",
        f"\tformatString: {_FORMATS[metric.format]}",
    ]


def _type(told: Type) -> tuple[str, str]:
    if told.kind is Kind.DECIMAL and told.scale > _CURRENCY_SCALE:
        return _TYPES[Kind.DOUBLE]
    return _TYPES[told.kind]


def _column(column: Column, *, is_key: bool) -> list[str]:
    told = type_of(column)
    lines = [
        *_told(column.description),
        f"column {column.name}",
        f"\tdataType: {_type(told)[0]}",
    ]
    if is_key:
        lines.append("\tisKey")
    if told.kind in _SHOWN:
        lines.append(f"\tformatString: {_SHOWN[told.kind]}")
    summed = "sum" if use_of(column) is Use.SUM else "none"
    lines += [f"\tsummarizeBy: {summed}", f"\tsourceColumn: {column.name}"]
    if told.kind is Kind.DATE:
        lines += ["", "\tannotation UnderlyingDateTimeDataType = Date"]
    return lines


def _partition(mart: Mart) -> list[str]:
    names = ", ".join(f'"{column.name}"' for column in mart.columns)
    types = ", ".join(
        f'{{"{column.name}", {_type(type_of(column))[1]}}}' for column in mart.columns
    )
    return [
        f"partition {mart.name} = m",
        "\tmode: import",
        "\tsource =",
        "\t\t\tlet",
        '\t\t\t    Rows = if RowsFrom = "Redshift"',
        '\t\t\t        then AmazonRedshift.Database(Server, Database){[Name="marts"]}'
        f'[Data]{{[Name="{mart.name}"]}}[Data]',
        "\t\t\t        else Parquet.Document("
        f'File.Contents(Folder & "\\{mart.name}.parquet")),',
        f"\t\t\t    Chosen = Table.SelectColumns(Rows, {{{names}}}),",
        f"\t\t\t    Typed = Table.TransformColumnTypes(Chosen, {{{types}}})",
        "\t\t\tin",
        "\t\t\t    Typed",
    ]
