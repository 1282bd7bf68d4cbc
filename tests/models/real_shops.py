"""Real shops' files, replayed, loaded and built once a session."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from once import made_once
from shop import Shop

REAL = Path(os.environ.get("REAL_FOLDER", Path(__file__).parents[3] / "shared/real"))
FOOTFALL = Path(sys.executable).with_name("footfall")
NEEDS_REAL = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"no real shops' files in {REAL}"
)


@dataclass(frozen=True)
class RealShop:
    """A warehouse made of a publisher's files.

    Attributes:
        shop: The built warehouse.
        records: Records that the load has told.
    """

    shop: Shop
    records: int


FILES = {
    "rees46": ("rees46_multi_20191001_prefix.csv.gz",),
    "electronics": ("rees46_electronics_dups_and_null_sessions.csv.gz",),
    "google": ("ga360_201608_events.parquet", "ga360_201609_events.parquet"),
}
INVOICES = {"uci": ("uci_online_retail_201012_201105.parquet",)}


def built_once(name: str, folder: Path) -> RealShop:
    """A copy of what any process of the run has built."""

    def build(made: Path) -> None:
        records = build_real(name, made).records
        shutil.rmtree(made / "objects")
        (made / "records").write_text(str(records))

    made_once(f"real-{name}", build, folder)
    return RealShop(Shop(folder), int((folder / "records").read_text()))


def build_real(name: str, folder: Path) -> RealShop:
    """Replay, load and build one of FILES or INVOICES in a folder; score customers."""
    kind = "invoice_line" if name in INVOICES else "event"
    paths = [str(REAL / file) for file in (FILES | INVOICES)[name]]
    built = build_files(paths, kind, folder)
    if name in INVOICES:
        _run(built.shop, "score", "customers", "--horizon-days", "60")
        try:
            built.shop.build(
                "--select", "stg_scoring__customer_models+", data_tests=True
            )
        finally:
            built.shop.close()
    return built


def build_files(
    paths: Sequence[str], kind: str, folder: Path, *selection: str
) -> RealShop:
    """Replay, load and build files of a kind in a folder, data tests included."""
    shop = Shop(folder)
    objects = str(folder / "objects")
    _run(shop, "replay", *paths, "--kind", kind, "--output", objects)
    told = _run(shop, "load", objects, "--kind", kind, "--json")
    try:
        shop.build(*selection, data_tests=True)
    finally:
        shop.close()
    return RealShop(shop, int(told.split('"records": ')[1].split(",")[0]))


def _run(shop: Shop, *arguments: str) -> str:
    done = subprocess.run(
        [str(FOOTFALL), *arguments],
        env={**os.environ, "FOOTFALL_DUCKDB_PATH": str(shop.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
