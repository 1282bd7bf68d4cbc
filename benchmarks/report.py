"""Draws the tables and charts of docs/concepts/performance.md from `results/`.

What lies between `<!-- table: NAME -->` and `<!-- end -->` in the page, and the table
of README.md, is this script's; all other words are ours. Charts need matplotlib, of the
dependency group `charts`; `--tables` draws the tables alone.
"""

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import hour_tables, tables
from benchmarks.measured import read
from benchmarks.targets import targets

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "concepts" / "performance.md"
README = ROOT / "README.md"
FIGURES = PAGE.with_suffix("")
NOTHING = ["Not measured on this version."]
TABLES: Mapping[str, Callable[[], list[str]]] = {
    "targets": targets,
    "load": tables.load,
    "peers": tables.peers,
    "scaling": tables.scaling,
    "one bot": tables.one_bot,
    "models": tables.models,
    "hour": hour_tables.hour,
    "hour classes": hour_tables.hour_classes,
    "hour models": hour_tables.hour_models,
    "hours": tables.hours,
    "arrival": tables.arrival,
    "pairs": tables.pairs,
    "dashboard": tables.dashboard,
}
# A chart above its table → what it shows, for who cannot see it.
CHARTS = {
    "load": "CPU seconds of the floor and of footfall load, by shape of the objects",
    "peers": "Wall seconds of every contender on clean objects",
    "scaling": "CPU seconds, memory and file size against the number of events",
    "models": "CPU seconds of the dearest models, as multiples of one scan",
    "hour": "CPU seconds of one hour, by length of the history",
    "hours": "CPU seconds of each of many hours, and bytes an event",
}
# Sections that are left out where there is nothing to tell.
HEADINGS = {
    "peers": """## Peers

The same job by other tools: from objects to sessions, an ordered funnel and abandoned
carts. Every one must give the answers of a reference that is worked out record by
record: the outcome says who does, who stops, and who is wrong without a word. On
damaged objects each has its own defaults.
""",
    "one bot": """### One bot among them

The same shops, with one user in them who never stops: a single session from the first
day to the last.
""",
}


def drawn(name: str) -> str:
    """What stands between a table's marks: its chart, its lines."""
    lines = TABLES[name]()
    if lines:
        heading = f"{HEADINGS[name]}\n".splitlines() if name in HEADINGS else []
        lines = [*heading, *_chart(name), *lines]
    elif name not in HEADINGS:
        lines = NOTHING
    return "\n\n".join(["", "\n".join(lines), ""]) if lines else "\n"


def _chart(name: str) -> list[str]:
    if name not in CHARTS:
        return []
    return [f"![{CHARTS[name]}]({FIGURES.name}/{name}.svg)", ""]


def page(text: str) -> str:
    """The page with its tables as `results/` has them."""
    return re.sub(
        r"(<!-- table: ([\w ]+) -->).*?(<!-- end -->)",
        lambda found: found[1] + drawn(found[2]) + found[3],
        text,
        flags=re.DOTALL,
    )


def readme(text: str) -> str:
    """README.md with its table."""
    table = "\n".join(tables.readme())
    found = re.compile(r"(<!-- benchmark -->\n).*?(<!-- /benchmark -->)", re.DOTALL)
    return found.sub(lambda match: f"{match[1]}{table}\n{match[2]}", text)


def charts() -> list[str]:
    """The charts that there are results for."""
    return [name for name in CHARTS if read(name)]


def main() -> None:
    """Write page, README.md and charts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--tables", action="store_true", help="leave charts as they are"
    )
    asked = parser.parse_args()
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
    README.write_text(readme(README.read_text("utf-8")), "utf-8")
    if asked.tables:
        return
    try:
        from benchmarks.charts import draw
    except ImportError as error:
        sys.exit(f"error: {error}\n\nhint: make performance installs what charts need")
    FIGURES.mkdir(exist_ok=True)
    for path in FIGURES.glob("*.svg"):
        if path.stem not in charts():
            path.unlink()
    for name in charts():
        draw(name, FIGURES / f"{name}.svg")


if __name__ == "__main__":
    main()
