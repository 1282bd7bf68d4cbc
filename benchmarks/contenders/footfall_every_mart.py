"""Footfall as users run it: load, then build every mart, tests included."""

from pathlib import Path

from benchmarks.contenders.footfall_marts import build, call


def run(objects: Path, work: Path) -> None:
    """Two commands, one after the other."""
    call(work, "footfall", "load", str(objects), "--kind", "event")
    build(work)
