"""The files in `results/`, read back: what tables and charts are drawn from."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.record import RESULTS

Row = dict[str, Any]


@dataclass(frozen=True)
class Measured:
    """One file: what was measured, on how many events, with what, and the figures."""

    name: str
    events: int
    stamp: Row
    rows: list[Row]

    def stamped(self) -> str:
        """The command that measures it again, and where and with what it ran."""
        stamp = self.stamp
        versions = ", ".join(
            f"{name} {version}" for name, version in stamp["versions"].items()
        )
        told = [
            f"{stamp['cores']} cores ({stamp['machine']})",
            f"Python {stamp['python']}, {versions}",
            f"commit {stamp['commit']}",
            stamp["measured_on"],
            "one round" if stamp["rounds"] == 1 else f"medians of {stamp['rounds']}",
        ]
        return f"`{stamp['command']}`: {'; '.join(told)}."


def read(name: str, folder: Path = RESULTS) -> list[Measured]:
    """Every file of a benchmark, the smallest number of events first."""
    found = []
    for path in folder.glob(f"{name}-*.json"):
        if re.fullmatch(rf"{name}-\d+", path.stem):
            told = json.loads(path.read_text("utf-8"))
            stamp = told["stamp"]
            found.append(Measured(name, stamp["events"], stamp, told["rows"]))
    return sorted(found, key=lambda one: one.events)


def size(events: int) -> str:
    """A number of events, short where it is round.

    >>> size(50_000_000), size(250_000)
    ('50 M', '250,000')
    """
    if events >= 1_000_000 and events % 100_000 == 0:
        return f"{events / 1e6:g} M"
    return f"{events:,}"


def table(head: str, lines: list[list[str]], right: int = 1) -> list[str]:
    """Markdown: columns of a head parted by |, numbers to the right from `right` on."""
    columns = [name.strip() for name in head.split("|")]
    rule = ["---" if number < right else "---:" for number in range(len(columns))]
    return [
        f"| {' | '.join(columns)} |",
        f"|{'|'.join(rule)}|",
        *(f"| {' | '.join(line)} |" for line in lines),
    ]


def told(figure: float | None, digits: int = 1, unit: str = "") -> str:
    """A figure for a cell; a dash where there is none."""
    return "–" if figure is None else f"{figure:,.{digits}f}{unit}"


def times(figure: float, of: float, digits: int = 2) -> str:
    """How many times another figure it is."""
    return told(figure / of, digits, " ×") if of else "–"
