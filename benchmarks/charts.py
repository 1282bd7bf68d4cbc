"""What was measured → charts, the same bytes for the same figures."""

from collections.abc import Callable, Mapping
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, NullLocator

from benchmarks.hour_tables import across
from benchmarks.measured import read, size
from benchmarks.models import NAMED_FLOOR

mpl.use("svg")
mpl.rcParams.update(
    {
        "svg.hashsalt": "footfall",  # ids of elements are else drawn by chance
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "grid.color": "#dddddd",
    }
)
FLOOR, OURS, OTHER, FOURTH = "#9aa5b1", "#1f6f8b", "#d98e32", "#6b4c9a"
SHOWN_MODELS = 20
WIDTH = 8.0


def draw(name: str, path: Path) -> None:
    """One chart into its file."""
    figure = DRAWN[name]()
    figure.savefig(
        path, metadata={"Date": None, "Creator": None}, facecolor="white", dpi=72
    )
    plt.close(figure)
    # no line ends in spaces
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", "utf-8")


def _one(height: float) -> tuple[Figure, Axes]:
    figure, axes = plt.subplots(figsize=(WIDTH, height), layout="constrained")
    return figure, axes


def _bars(axes: Axes, names: list[str], values: list[float], color: str) -> None:
    """Bars from top to bottom, each with its figure."""
    bars = axes.barh(range(len(names)), values, color=color)
    axes.bar_label(bars, fmt="{:,.1f}", padding=3)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.1, y=0.02)


def load() -> Figure:
    """Floor and footfall side by side, at the largest size."""
    found = read("load")[-1]
    figure, axes = _one(1 + 0.6 * len(found.rows))
    for shift, name, color, column in (
        (-0.2, "read_json, checks nothing", FLOOR, "floor_cpu_seconds"),
        (0.2, "footfall load", OURS, "cpu_seconds"),
    ):
        places = [number + shift for number in range(len(found.rows))]
        values = [row[column] or 0 for row in found.rows]
        bars = axes.barh(places, values, height=0.38, color=color, label=name)
        labels = [f"{value:,.1f}" if value else "fails" for value in values]
        axes.bar_label(bars, labels=labels, padding=3)
    axes.set_yticks(range(len(found.rows)), [row["shape"] for row in found.rows])
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("CPU seconds")
    axes.set_title(f"Load of {size(found.events)} events")
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def peers() -> Figure:
    """Wall seconds on clean objects, the fastest first."""
    found = read("peers")[-1]
    rows = [row for row in found.rows if row["shape"] == "clean"]
    rows = sorted((row for row in rows if row["wall_seconds"]), key=_wall)
    figure, axes = _one(1 + 0.35 * len(rows))
    names = [row["contender"] for row in rows]
    _bars(axes, names, [_wall(row) for row in rows], OTHER)
    for bar, name in zip(axes.patches, names, strict=True):
        bar.set_facecolor(OURS if name.startswith("footfall") else OTHER)
    axes.set_xlabel("wall seconds")
    axes.set_title(f"{size(found.events)} clean events to sessions, funnel and carts")
    return figure


def _wall(row: dict[str, float]) -> float:
    return row["wall_seconds"]


def scaling() -> Figure:
    """Each figure against the number of events, both in logarithms."""
    rows = read("scaling")[-1].rows
    figure, panels = plt.subplots(1, 3, figsize=(WIDTH, 3.2), layout="constrained")
    for axes, column, unit in zip(
        panels,
        ("cpu_seconds", "memory_mb", "file_mb"),
        ("CPU, seconds", "peak memory, MB", "file afterwards, MB"),
        strict=True,
    ):
        for step, color in (("floor", FLOOR), ("load", OURS), ("build", OTHER)):
            line = [row for row in rows if row["step"] == step]
            events = [row["events"] / 1e6 for row in line]
            values = [row[column] for row in line]
            axes.loglog(events, values, marker="o", color=color, label=step)
        axes.set_xticks(sorted({row["events"] / 1e6 for row in rows}))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter("{x:,g}")
            axis.set_minor_formatter(NullFormatter())
        axes.xaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.set_xlabel("events, millions")
        axes.set_title(unit)
    panels[0].legend(frameon=False)
    return figure


def models() -> Figure:
    """The dearest models at the largest size."""
    found = read("models")[-1]
    floor = next(row for row in found.rows if row["model"] == NAMED_FLOOR)
    rows = [row for row in found.rows if row is not floor]
    rows = sorted(rows, key=lambda row: -row["cpu_seconds"])[:SHOWN_MODELS]
    figure, axes = _one(1 + 0.28 * len(rows))
    values = [row["cpu_seconds"] / floor["cpu_seconds"] for row in rows]
    _bars(axes, [row["model"] for row in rows], values, OURS)
    axes.set_xlabel("CPU, as a multiple of one scan that groups events by session")
    axes.set_title(f"The dearest models, {size(found.events)} events")
    return figure


def hour() -> Figure:
    """What an hour is made of, a bar for each history."""
    found = read("hour")[-1]
    rows = found.rows
    histories = list(dict.fromkeys(row["history"] for row in rows))
    spent = {
        part: [row["cpu_seconds"] for row in across(rows, part)[0]]
        for part in ("load", "build", "build, nothing new")
    }
    both = zip(spent["build"], spent["build, nothing new"], strict=True)
    added = [max(build - idle, 0) for build, idle in both]
    figure, axes = _one(1.2 + 0.5 * len(histories))
    begin = [0.0] * len(histories)
    for name, values, color in (
        ("build with nothing new", spent["build, nothing new"], FLOOR),
        ("load", spent["load"], OTHER),
        ("what new events add to the build", added, OURS),
    ):
        bars = axes.barh(range(len(histories)), values, left=begin, color=color)
        bars.set_label(name)
        begin = [start + value for start, value in zip(begin, values, strict=True)]
    axes.set_yticks(range(len(histories)), [size(one) for one in histories])
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.set_ylabel("events of history")
    axes.set_xlabel("CPU seconds")
    axes.set_title(f"An hour of {found.events:,} new records")
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure


def hours() -> Figure:
    """Each hour's seconds, and the file."""
    rows = read("hours")[-1].rows
    figure, (above, below) = plt.subplots(
        2, 1, figsize=(WIDTH, 4.4), sharex=True, layout="constrained"
    )
    numbers = [row["hour"] for row in rows[1:]]
    for column, color, name in (
        ("build_cpu_seconds", OURS, "build"),
        ("load_cpu_seconds", OTHER, "load"),
    ):
        values = [row[column] for row in rows[1:]]
        above.plot(numbers, values, color=color, label=name)
    above.set_ylim(bottom=0)
    above.set_ylabel("CPU seconds")
    above.set_title("Hours in a row")
    above.legend(frameon=False)
    bytes_each = [row["file_bytes"] / row["events"] for row in rows]
    below.plot([row["hour"] for row in rows], bytes_each, color=FOURTH)
    below.set_ylim(bottom=0)
    below.set_ylabel("bytes an event")
    below.set_xlabel("hour")
    return figure


DRAWN: Mapping[str, Callable[[], Figure]] = {
    "load": load,
    "peers": peers,
    "scaling": scaling,
    "models": models,
    "hour": hour,
    "hours": hours,
}
