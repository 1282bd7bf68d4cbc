"""`dashboard.yml` and its pages → what the page's script draws, every name checked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bi.metrics import Metric
from loaders.errors import ConfigError

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
_NEEDED = {
    "line": ("by", "values"),
    "columns": ("by", "values"),
    "bars": ("by", "values"),
    "table": ("by", "values"),
    "rows": ("values",),
    "heat": ("rows", "columns", "values"),
    "scatter": ("x", "y", "label", "group"),
    "steps": ("steps", "series"),
    "headlines": ("groups",),
}
_VALUE = ("total", "ratio", "per", "label", "format", "sentence", "stack")
_HINT = "see docs/guides/dashboard.md"
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
    told = _read(folder / "dashboard.yml", "title", "pages", "datasets")
    datasets, marts = {}, {}
    for name, one in told["datasets"].items():
        _need(f"dataset `{name}`", one, "mart", "columns")
        datasets[name], marts[name] = tuple(one["columns"]), one["mart"]
    pages = []
    for name in told["pages"]:
        page = _read(folder / "pages" / f"{name}.yml", "title", "intro", "tiles")
        tiles = [_tile(name, tile, datasets, metrics) for tile in page["tiles"]]
        for number, tile in enumerate(tiles):
            tile["id"] = f"{name}-{number + 1}"
        pages.append({**page, "name": name, "tiles": tiles})
    return Spec(told["title"], datasets, marts, pages)


def _read(path: Path, *needed: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ConfigError(f"`{path}` cannot be read: {error}", _HINT) from error
    _need(f"`{path}`", found, *needed)
    return dict(found)


def _need(what: str, told: object, *needed: str) -> None:
    """Refuse what is no mapping with some keys."""
    missing = [key for key in needed if not isinstance(told, dict) or key not in told]
    if missing:
        raise ConfigError(f"{what} lacks {' and '.join(missing)}", _HINT)


def _tile(
    page: str,
    told: Mapping[str, Any],
    datasets: Mapping[str, tuple[str, ...]],
    metrics: Mapping[str, Metric],
) -> dict[str, Any]:
    _need(f"a tile of page `{page}`", told, "title", "chart")
    place = f"{page}: {told['title']}"
    try:
        return _Tile(place, told, datasets, metrics).checked()
    except (AttributeError, TypeError, ValueError) as error:
        raise ConfigError(f"tile `{place}` cannot be read: {error}", _HINT) from error


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
        self._known("chart", [tile["chart"]], _NEEDED)
        _need(f"tile `{self._place}`", tile, *_NEEDED[tile["chart"]])
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
        _need(f"a value of tile `{self._place}`", value, "label")
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
        rows, *others = (self._rows(total.filters, columns) for total in totals)
        if any(other != rows for other in others):
            raise ConfigError(
                f"tile `{self._place}`: {metric.name} divides sums of different rows",
                "give its dataset a column for each of the two sums",
            )
        return {
            "metric": metric.name,
            "label": metric.label,
            "about": metric.description,
            "format": metric.format,
            "above": metric.numerator.measure,
            "below": below.measure if below else None,
            "is_per": False,
            "is_better_lower": metric.is_better_lower,
            "only": rows,
        }

    def _rows(
        self, filters: Iterable[tuple[str, str]], columns: Sequence[str]
    ) -> dict[str, str]:
        """Which rows a metric is of; `hold` is what a chosen category replaces."""
        return {
            column: value
            for column, value in filters
            if column in columns and column != "hold"
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
