"""A mart → Tableau's description of a data source, a `.tds` file.

It names fields as people read them, tells what each means, and holds the metrics that
are of its mart. One mart is one data source: rows of two marts have nothing in common
that a join could use without counting something twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from bi.artifacts import Column, Mart
from bi.columns import Kind, Use, caption_of, type_of, use_of
from bi.metrics import Metric
from bi.tableau.formulas import formula_of

_VERSION = "18.1"  # of the document's form: every Tableau since 2018.1 reads it
_TYPES = {
    Kind.TEXT: "string",
    Kind.WHOLE: "integer",
    Kind.DECIMAL: "real",
    Kind.DOUBLE: "real",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "datetime",
}
_FORMATS = {
    "money": "n#,##0.00;-#,##0.00",
    "count": "n#,##0;-#,##0",
    "percent": "p0.0%",
}
_NAMELESS = (Kind.TEXT, Kind.BOOLEAN)  # values without an order


@dataclass(frozen=True)
class Connection:
    """Where the rows are.

    Attributes:
        name: Of the connection, unique in its file.
        schema: Of the relation.
        relation: The relation.
        attributes: What this kind of connection needs; never a user or a password.
    """

    name: str
    schema: str
    relation: str
    attributes: dict[str, str]


def extract_connection(mart: Mart, path: str) -> Connection:
    """The way to an extract.

    Args:
        mart: Whose rows it has.
        path: Inside the `.tdsx` file.
    """
    told = {"class": "hyper", "dbname": path, "authentication": "auth-none"}
    return Connection(f"hyper.{mart.name}", "Extract", "Extract", told)


def redshift_connection(mart: Mart, host: str, port: int, database: str) -> Connection:
    """The way to Redshift; Tableau asks for the user and the password."""
    told = {
        "class": "redshift",
        "server": host,
        "port": str(port),
        "dbname": database,
        "authentication": "Username Password",
        "sslmode": "require",
    }
    return Connection(f"redshift.{mart.name}", "marts", mart.name, told)


def data_source(
    mart: Mart, metrics: Iterable[Metric], connection: Connection
) -> ElementTree.Element:
    """A `<datasource>`.

    Args:
        mart: What is read.
        metrics: All that there are; those of other marts are left out.
        connection: Where its rows are.
    """
    root = ElementTree.Element(
        "datasource",
        {
            "formatted-name": f"federated.{mart.name}",
            "caption": caption_of(mart.name),
            "inline": "true",
            "version": _VERSION,
        },
    )
    federated = ElementTree.SubElement(root, "connection", {"class": "federated"})
    named = ElementTree.SubElement(
        ElementTree.SubElement(federated, "named-connections"),
        "named-connection",
        {"caption": caption_of(mart.name), "name": connection.name},
    )
    attributes = {**connection.attributes, "schema": connection.schema}
    ElementTree.SubElement(named, "connection", attributes)
    ElementTree.SubElement(
        federated,
        "relation",
        {
            "connection": connection.name,
            "name": connection.relation,
            "table": f"[{connection.schema}].[{connection.relation}]",
            "type": "table",
        },
    )
    ElementTree.SubElement(root, "aliases", {"enabled": "yes"})
    measured = [one for one in metrics if one.numerator.mart == mart.name]
    taken = {metric.label.lower() for metric in measured}
    for column in mart.columns:
        _describe(_field(root, column, taken), column.description)
    for metric in measured:
        _describe(_calculated(root, metric), metric.description)
    return root


def write(root: ElementTree.Element) -> bytes:
    """A `.tds` file."""
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _field(
    root: ElementTree.Element, column: Column, taken: set[str]
) -> ElementTree.Element:
    kind, use = type_of(column).kind, use_of(column)
    caption = caption_of(column.name)
    told = {
        "name": f"[{column.name}]",
        # two fields of one caption cannot be told apart
        "caption": f"{caption} of a row" if caption.lower() in taken else caption,
        "datatype": _TYPES[kind],
        "role": "dimension" if use is Use.GROUP else "measure",
        "type": "quantitative",
    }
    if use is Use.GROUP:
        told["type"] = "nominal" if kind in _NAMELESS else "ordinal"
    else:
        told["aggregation"] = "Sum" if use is Use.SUM else "Avg"
    return ElementTree.SubElement(root, "column", told)


def _calculated(root: ElementTree.Element, metric: Metric) -> ElementTree.Element:
    field = ElementTree.SubElement(
        root,
        "column",
        {
            "name": f"[metric_{metric.name}]",
            "caption": metric.label,
            "datatype": "real",
            "role": "measure",
            "type": "quantitative",
            "default-format": _FORMATS[metric.format],
        },
    )
    ElementTree.SubElement(
        field, "calculation", {"class": "tableau", "formula": formula_of(metric)}
    )
    return field


def _describe(field: ElementTree.Element, description: str) -> None:
    text = ElementTree.SubElement(
        ElementTree.SubElement(field, "desc"), "formatted-text"
    )
    ElementTree.SubElement(text, "run").text = description
