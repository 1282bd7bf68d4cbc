"""dbt's manifest → the marts with their columns, and the metrics over them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bi.metrics import Metric, read_metrics
from loaders.errors import ConfigError

_MANIFEST = Path("manifest.json")
_HINT = "run dbt build or dbt parse first, in the project's folder"


@dataclass(frozen=True)
class Column:
    """One column of a mart.

    Attributes:
        name: Its name.
        data_type: As the contract of the mart says, such as `decimal(38,2)`.
        description: One paragraph.
    """

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Mart:
    """One relation of the schema `marts`.

    Attributes:
        name: Its name.
        area: The folder of its model, such as `orders`.
        description: Markdown; its first paragraph says what a row is.
        columns: In the order of the contract.
    """

    name: str
    area: str
    description: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Artifacts:
    """What dbt says of the project.

    Attributes:
        marts: By name, in the order of their names.
        metrics: By name.
        raw: The manifest as dbt wrote it.
    """

    marts: Mapping[str, Mart]
    metrics: Mapping[str, Metric]
    raw: Mapping[str, Any]


def read_artifacts(folder: Path) -> Artifacts:
    """Read what dbt wrote when it last parsed the project.

    Args:
        folder: dbt's target folder.

    Raises:
        ConfigError: There is no manifest, or it is none.
    """
    path = folder / _MANIFEST
    try:
        manifest = json.loads(path.read_text("utf-8"))
        nodes = manifest["nodes"].values()
    except FileNotFoundError:
        raise ConfigError(f"there is no `{path}`", _HINT) from None
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"`{path}` is no manifest of dbt: {error}", _HINT) from error
    marts = {
        mart.name: mart
        for mart in sorted(
            (_mart(node) for node in nodes if _is_mart(node)), key=lambda one: one.name
        )
    }
    return Artifacts(marts, read_metrics(manifest), manifest)


def _is_mart(node: Mapping[str, Any]) -> bool:
    return bool(node["resource_type"] == "model" and node["schema"] == "marts")


def _mart(node: Mapping[str, Any]) -> Mart:
    return Mart(
        name=node["name"],
        area=node["fqn"][-2],
        description=node["description"].strip(),
        columns=tuple(
            Column(one["name"], one["data_type"], " ".join(one["description"].split()))
            for one in node["columns"].values()
        ),
    )
