"""`dashboard.yml` and its pages → what the page's script draws, every name checked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bi.metrics import Metric
from loaders.errors import ConfigError

CHARTS = (
    *("headlines", "line", "columns", "bars", "steps", "heat", "scatter"),
    *("table", "rows"),  # sums by member; rows as they are
)
FORMATS = ("money", "count", "percent", "number", "seconds", "date", "moment", "text")
_TILE = (
    *("title", "chart", "dataset", "groups", "values", "about", "wide"),
    *(
        "by",
        "by_label",
        "rows",
        "columns",
        "series",
        "steps",
        "x",
        "y",
        "label",
        "group",
    ),
    *("compare", "choose", "choose_value", "only", "sort", "descending", "limit"),
)
_VALUE = ("total", "ratio", "per", "label", "format", "sentence", "stack")
_PLACE = re.compile(r"\{(\w+):(\w+)\}")


@dataclass(frozen=True)
class Spec:
    """What is shown.

    Attributes:
        title: Of the whole.
        datasets: The columns of each, in order.
        marts: The one that each is explained by.
        pages: As the script reads them: names of metrics are sums by now.
    """

    title: str
    datasets: Mapping[str, tuple[str, ...]]
    marts: Mapping[str, str]
    pages: Sequence[Mapping[str, Any]]


def read_spec(folder: Path, metrics: Mapping[str, Metric]) -> Spec:
    """Read what to show, and check every name in it.

    Args:
        folder: That of `dashboard.yml`.
        metrics: Those that values may name.

    Raises:
        ConfigError: A file cannot be read, or names what is not there.
    """
    told = _read(folder / "dashboard.yml")
    datasets = {name: tuple(one["columns"]) for name, one in told["datasets"].items()}
    marts = {name: one["mart"] for name, one in told["datasets"].items()}
    pages = []
    for name in told["pages"]:
        page = _read(folder / "pages" / f"{name}.yml")
        tiles = [
            _Tile(f"{name}: {tile.get('title')}", tile, datasets, metrics).checked()
            for tile in page["tiles"]
        ]
        for number, tile in enumerate(tiles):
            tile["id"] = f"{name}-{number + 1}"
        pages.append({**page, "name": name, "tiles": tiles})
    return Spec(told["title"], datasets, marts, pages)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ConfigError(
            f"`{path}` cannot be read: {error}", "see docs/guides/dashboard.md"
        ) from error
    return dict(found)


class _Tile:
    """One tile, as its file tells it."""

    def __init__(
        self,
        place: str,
        told: Mapping[str, Any],
        datasets: Mapping[str, tuple[str, ...]],
        metrics: Mapping[str, Metric],
    ) -> None:
        self._place = place
        self._told = dict(told)
        self._datasets = datasets
        self._metrics = metrics

    def checked(self) -> dict[str, Any]:
        """The tile with its metrics made sums, once each of its names is known."""
        tile = self._told
        self._known("key", tile, _TILE)
        self._known("chart", [tile.get("chart")], CHARTS)
        groups = tile.get("groups", [tile])
        tile["groups"] = [
            {
                "dataset": group["dataset"],
                "values": [
                    self._value(value, group["dataset"])
                    for value in group.get("values", [])
                ],
            }
            for group in groups
            if self._known("dataset", [group.get("dataset")], self._datasets)
        ]
        first = tile["groups"][0]
        tile["dataset"], tile["values"] = first["dataset"], first["values"]
        for part in ("x", "y"):
            if part in tile:
                tile[part] = self._value(tile[part], tile["dataset"])
        self._names(tile)
        return tile

    def _names(self, tile: Mapping[str, Any]) -> None:
        columns = self._columns(tile["dataset"])
        named = [
            tile[part]
            for part in ("rows", "columns", "label", "group", "sort")
            if part in tile
        ]
        named += [*tile.get("choose", {}), *tile.get("only", {})]
        named += [
            one for step in tile.get("steps", []) for one in step["totals"] if one
        ]
        self._known("column", named, columns)
        by = tile.get("by")
        if by is not None and not ("member" in columns and by in ("category", "brand")):
            self._known("column", [by], columns)

    def _value(self, value: str | Mapping[str, Any], dataset: str) -> dict[str, Any]:
        """One figure: what is added up, what that is divided by, how it is written."""
        columns = self._columns(dataset)
        if isinstance(value, str):
            self._known("metric", [value], self._metrics)
            return self._metric(self._metrics[value], columns)
        self._known("key", value, _VALUE)
        sentence = value.get("sentence", "")
        above, below = value.get("ratio", [value.get("total"), value.get("per")])
        places = _PLACE.findall(sentence)
        named = [one for one in (above, below) if one is not None]
        self._known("column", [*named, *(column for column, _ in places)], columns)
        formats = [value.get("format", "text"), *(written for _, written in places)]
        self._known("format", formats, FORMATS)
        return {
            "label": value["label"],
            "format": formats[0],
            "above": above,
            "below": below,
            "is_per": "per" in value,
            "sentence": " ".join(sentence.split()),
            "stack": value.get("stack", "all"),
        }

    def _metric(self, metric: Metric, columns: Sequence[str]) -> dict[str, Any]:
        below = metric.denominator
        totals = [metric.numerator, *([below] if below else [])]
        self._known("column", [total.measure for total in totals], columns)
        return {
            "metric": metric.name,
            "label": metric.label,
            "about": metric.description,
            "format": metric.format,
            "above": metric.numerator.measure,
            "below": below.measure if below else None,
            "is_per": False,
            "is_better_lower": metric.is_better_lower,
            # one of `hold` is what the choice of a category or brand replaces
            "only": {
                column: value
                for column, value in metric.numerator.filters
                if column in columns and column != "hold"
            },
        }

    def _columns(self, dataset: str) -> tuple[str, ...]:
        return self._datasets[dataset]

    def _known(self, what: str, names: Iterable[Any], known: Iterable[str]) -> bool:
        for name in names:
            if name not in known:
                self._refuse(what, str(name), known)
        return True

    def _refuse(self, what: str, name: str, known: Iterable[str]) -> NoReturn:
        raise ConfigError(
            f"tile `{self._place}` names no {what}: {name}",
            f"there is {', '.join(sorted(known))}",
        )
