"""What the project says of its relations: their keys and types.

Read from dbt's manifest and the loader, so that a new model needs no line here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.warehouse.redshift.landing_tables import landing_tables

_KEY_TEST = "rows_obey"
_LINEAGE_KEY = ("object_key", "object_hash", "record_number")


@dataclass(frozen=True)
class Declared:
    """Both by `schema.relation`.

    Attributes:
        keys: The columns that tell a row, from `rows_obey`.
        types: Columns and their types, as the project writes them.
        models: The project's models, seeds and snapshots.
    """

    keys: Mapping[str, Sequence[str]]
    types: Mapping[str, Mapping[str, str]]
    models: Sequence[str]


def read_declared(manifest: Path) -> Declared:
    """Read what a parse or a build left in its target folder.

    Args:
        manifest: The file `manifest.json`.
    """
    found = json.loads(manifest.read_text("utf-8"))
    nodes = {**found["nodes"], **found["sources"]}
    names = {
        unique_id: _name(node)
        for unique_id, node in nodes.items()
        if node["resource_type"] in ("model", "seed", "snapshot", "source")
    }
    keys: dict[str, Sequence[str]] = {}
    types: dict[str, Mapping[str, str]] = {}
    for table, columns in landing_tables().items():
        types[f"landing.{table}"] = columns
        keys[f"landing.{table}"] = _LINEAGE_KEY
    for unique_id, name in names.items():
        node = nodes[unique_id]
        written = dict(node.get("config", {}).get("column_types") or {}) | {
            column["name"]: column["data_type"]
            for column in node["columns"].values()
            if column.get("data_type")
        }
        if written:
            types.setdefault(name, written)
    for node in found["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") == _KEY_TEST:
            told = [key.split(", ") for key in test["kwargs"].get("keys", [])]
            if told:
                keys[names[node["depends_on"]["nodes"][0]]] = min(told, key=len)
    models = [
        name
        for unique_id, name in names.items()
        if nodes[unique_id]["resource_type"] != "source"
    ]
    return Declared(keys, types, models)


def _name(node: Mapping[str, Any]) -> str:
    table = node.get("alias") or node.get("identifier") or node["name"]
    return f"{node['schema']}.{table}"
