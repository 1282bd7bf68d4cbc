"""Datasets and a spec → one HTML file that needs nothing beside it."""

import importlib.metadata
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from bi.artifacts import Artifacts
from dashboard.datasets import compiled_datasets, read_dataset
from dashboard.spec import Spec
from loaders.errors import ConfigError
from loaders.settings import Settings
from loaders.warehouse.reading import open_reader

_FOLDER = Path(__file__).parent
_SCRIPTS = (
    *("words.js", "elements.js", "figures.js", "shown.js"),
    *("charts.js", "tiles.js", "page.js"),
)
_ECHARTS = _FOLDER / "vendor" / "echarts.common.min.js"
_PARAGRAPHS = 2  # of a mart's description: what a row is, and its definition
_NOTHING = (
    "There are no figures yet. Land objects with footfall load, run dbt build, and make"
    " this page again."
)


@dataclass(frozen=True)
class Made:
    """What was made.

    Attributes:
        file: Where it is.
        bytes: Its size.
        rows: That it holds, of all datasets.
        seconds: That it took.
    """

    file: str
    bytes: int
    rows: int
    seconds: float


def make_dashboard(
    spec: Spec,
    artifacts: Artifacts,
    settings: Settings,
    target: str,
    output: Path,
    lineage: str | None = None,
) -> Made:
    """Read the marts and write the page.

    The warehouse is open only while it is read, and nothing in it is changed. The file
    is replaced at one moment.

    Args:
        spec: What to show.
        artifacts: Of the project, with its datasets compiled.
        settings: Where `local` is.
        target: `local` or `prod`.
        output: The file to write.
        lineage: Address of dbt's own docs, to link to.

    Raises:
        ConfigError: Nothing is built or compiled, or the file cannot be written.
        WarehouseError: A load or a build has the warehouse open.
    """
    started = time.perf_counter()
    compiled = compiled_datasets(artifacts.raw, list(spec.datasets))
    database = next(iter(compiled.values())).database
    reader = open_reader(target, settings, database)
    try:
        datasets = {
            name: read_dataset(reader, one, spec.datasets[name], spec.marts[name])
            for name, one in compiled.items()
        }
    finally:
        reader.close()
    text = _page(spec, artifacts, datasets, lineage)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        part = output.with_name(output.name + ".part")
        part.write_text(text, "utf-8")
        part.replace(output)
    except OSError as error:
        raise ConfigError(
            f"cannot write `{output}`: {error.strerror}",
            "give --output a file in a folder that this user may write",
        ) from error
    return Made(
        file=str(output),
        bytes=len(text.encode("utf-8")),
        rows=sum(one["count"] for one in datasets.values()),
        seconds=round(time.perf_counter() - started, 3),
    )


def _page(
    spec: Spec,
    artifacts: Artifacts,
    datasets: Mapping[str, Mapping[str, Any]],
    lineage: str | None,
) -> str:
    fresh = {
        name: _first(datasets["freshness"], name) for name in spec.datasets["freshness"]
    }
    marts = set(spec.marts.values())
    payload = {
        "title": spec.title,
        "currency": fresh["currency"],
        "fresh": _freshness(fresh),
        "complete": bool(fresh["complete_count"] or not fresh["date_count"]),
        "nothing": _NOTHING,
        "pages": spec.pages,
        "datasets": datasets,
        "marts": {
            name: _paragraphs(artifacts.marts[name].description)
            for name in sorted(marts)
        },
    }
    script = "\n".join(_read(_FOLDER / "page" / name) for name in _SCRIPTS)
    echarts = _read(_ECHARTS)
    found = re.search(r'\.version="([\d.]+)"', echarts)
    # `StrictUndefined`: a name that the template lacks is told, not left out
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(_read(_FOLDER / "page" / "template.html.j2"))
    return template.render(
        title=spec.title,
        style=_trusted(_read(_FOLDER / "page" / "style.css")),
        payload=_trusted(_in_html(payload)),
        echarts=_trusted(echarts),
        script=_trusted(f'"use strict";\n(() => {{\n{script}\n}})();'),
        echarts_version=found[1] if found else "",
        time_zone=fresh["time_zone"],
        currency=fresh["currency"],
        lineage=lineage,
        made_at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        version=importlib.metadata.version("footfall"),
    )


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _trusted(text: str) -> Markup:
    """Text of ours that is markup, or of which the HTML parser sees no end."""
    return Markup(text)  # noqa: S704 - files of ours, and JSON without a `<`


def _in_html(payload: object) -> str:
    """JSON that no value can end before its end, whatever a brand is called."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _first(dataset: Mapping[str, Any], column: str) -> Any:  # noqa: ANN401 - a cell
    told = dataset["columns"][column]
    value = told["values"][0]
    return told["texts"][value] if told["type"] == "text" else value


def _freshness(fresh: Mapping[str, Any]) -> str:
    moments = {
        "event": fresh["event_at"],
        "delivery": fresh["delivered_at"],
        "landing": fresh["landed_at"],
    }
    told = [f"{what} {moment} UTC" for what, moment in moments.items() if moment]
    return f"Latest {', '.join(told)}." if told else "Nothing has landed."


def _paragraphs(description: str) -> list[str]:
    found = [" ".join(one.split()) for one in description.split("\n\n")]
    return found[:_PARAGRAPHS]
