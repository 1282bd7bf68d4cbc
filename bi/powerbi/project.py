"""Everything of a project → files that Power BI Desktop opens as one."""

import json
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bi.artifacts import Artifacts, Mart
from bi.powerbi import tmdl
from bi.powerbi.relationships import relationships
from loaders.errors import ConfigError
from loaders.settings import RedshiftAddress

_NAME = "Footfall"
_SCHEMAS = "https://developer.microsoft.com/json-schemas/fabric"
_PAGE = "shop"
_CALENDAR, _CALENDAR_KEY = "dim_dates", "calendar_date"


@dataclass(frozen=True)
class Project:
    """What was written."""

    folder: str
    tables: int
    relationships: int
    measures: int
    seconds: float


@dataclass(frozen=True)
class Source:
    """Where the model finds its rows, until somebody changes its parameters.

    Attributes:
        reads_redshift: Whether it asks Redshift, and not Parquet files.
        folder: The Parquet files, as the computer with Power BI names the folder.
        address: Redshift's.
    """

    reads_redshift: bool
    folder: str
    address: RedshiftAddress


def write_project(
    artifacts: Artifacts, marts: Iterable[Mart], source: Source, folder: Path
) -> Project:
    """Write `Footfall.pbip` with its model and an empty report.

    Args:
        artifacts: What dbt says.
        marts: What becomes a table.
        source: Where rows are.
        folder: Where the project goes. A model of an earlier run is replaced, a report
            stays: people draw in it.

    Raises:
        ConfigError: The folder cannot be written.
    """
    started = time.perf_counter()
    wanted = list(marts)
    metrics = list(artifacts.metrics.values())
    found = relationships(artifacts, wanted)
    address = source.address
    definition = {
        "database.tmdl": "database\n\tcompatibilityLevel: 1601\n",
        "model.tmdl": tmdl.model(wanted),
        "relationships.tmdl": tmdl.relations(found),
        "expressions.tmdl": tmdl.parameters(
            reads_redshift=source.reads_redshift,
            folder=source.folder,
            server=f"{address.host}:{address.port}",
            database=address.database,
        ),
        **{
            f"tables/{mart.name}.tmdl": tmdl.table(
                mart, metrics, _CALENDAR_KEY if mart.name == _CALENDAR else ""
            )
            for mart in wanted
        },
    }
    model, report = folder / f"{_NAME}.SemanticModel", folder / f"{_NAME}.Report"
    try:
        if (model / "definition").is_dir():
            shutil.rmtree(model / "definition")  # tables that are not written any more
        for name, text in definition.items():
            _put(model / "definition" / name, text)
        for name, content in _MODEL.items():
            _put(model / name, _as_json(content))
        if not report.is_dir():
            for name, content in _REPORT.items():
                _put(report / name, _as_json(content))
        _put(folder / f"{_NAME}.pbip", _as_json(_SHORTCUT))
    except OSError as error:
        raise ConfigError(
            f"cannot write to `{folder}`: {error.strerror or error}",
            "give --output a folder that this user may write, on a disk with room",
        ) from error
    names = {mart.name for mart in wanted}
    return Project(
        folder=str(folder),
        tables=len(wanted),
        relationships=len(found),
        measures=sum(one.numerator.mart in names for one in metrics),
        seconds=round(time.perf_counter() - started, 3),
    )


def _schema(path: str) -> str:
    return f"{_SCHEMAS}/{path}/schema.json"


_SHORTCUT = {
    "$schema": _schema("pbip/pbipProperties/1.0.0"),
    "version": "1.0",
    "artifacts": [{"report": {"path": f"{_NAME}.Report"}}],
    "settings": {"enableAutoRecovery": True},
}
_MODEL = {
    "definition.pbism": {
        "$schema": _schema("item/semanticModel/definitionProperties/1.0.0"),
        "version": "4.0",
        "settings": {},
    },
}
_REPORT: dict[str, dict[str, Any]] = {
    "definition.pbir": {
        "$schema": _schema("item/report/definitionProperties/1.0.0"),
        "version": "4.0",
        "datasetReference": {"byPath": {"path": f"../{_NAME}.SemanticModel"}},
    },
    "definition/version.json": {
        "$schema": _schema("item/report/definition/versionMetadata/1.0.0"),
        "version": "1.0.0",
    },
    "definition/report.json": {
        "$schema": _schema("item/report/definition/report/1.0.0"),
        "layoutOptimization": "None",
        "themeCollection": {},
    },
    "definition/pages/pages.json": {
        "$schema": _schema("item/report/definition/pagesMetadata/1.0.0"),
        "pageOrder": [_PAGE],
        "activePageName": _PAGE,
    },
    f"definition/pages/{_PAGE}/page.json": {
        "$schema": _schema("item/report/definition/page/1.0.0"),
        "name": _PAGE,
        "displayName": "Shop",
        "displayOption": "FitToPage",
        "width": 1280,
        "height": 720,
    },
}


def _as_json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2) + "\n"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
