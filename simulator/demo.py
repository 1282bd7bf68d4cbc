"""The whole way at one go: objects → landing → marts → figures and a dashboard.

Runs the same commands as a user would, prints them, and reads the marts at the end.
"""

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

_BIN = Path(sys.executable).parent
_FOLDER = Path("demo")
_LINEAGE = ("--lineage", "static_index.html")  # dbt's own page, beside the dashboard

_FIGURES = """
    select
        sums.record_count as "records delivered",
        sums.landed_count as "  landed",
        sums.rejected_count as "  rejected (not records at all)",
        sums.kept_count as "events kept",
        sums.repeat_count as "  repeated deliveries collapsed",
        sums.quarantined_count as "  quarantined (a value is wrong)",
        (select count(distinct user_id) from marts.fct_sessions) as "visitors",
        sums.session_count as "sessions",
        sums.session_revenue_amount as "revenue",
        sum(funnel.sessions_viewed) as "sessions that viewed",
        sum(funnel.sessions_carted) as "  then put into the cart",
        sum(funnel.sessions_purchased) as "  then purchased",
        sum(funnel.sessions_with_direct_purchase) as "purchased without a cart"
    from marts.ops_reconciliation as sums
    left join marts.rpt_funnel_daily as funnel
        on funnel.scope = 'session' and funnel.hold = 'none'
    group by all
"""


@dataclass(frozen=True)
class DemoShop:
    """One shop of the demo.

    Attributes:
        name: What its column is called.
        database: Its warehouse; one shop per database.
        files: Real events to replay; none to simulate.
    """

    name: str
    database: Path
    files: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """Its dashboard."""
        return f"target/{self.name if self.files else 'dashboard'}.html"


SIMULATED = (DemoShop("simulated", Path("footfall.duckdb")),)
REAL = (
    DemoShop(
        "rees46",
        _FOLDER / "rees46.duckdb",
        ("rees46_multi_20191001_prefix.csv.gz",),
    ),
    DemoShop(
        "google",
        _FOLDER / "google.duckdb",
        ("ga360_201608_events.parquet", "ga360_201609_events.parquet"),
    ),
    DemoShop(
        "electronics",
        _FOLDER / "electronics.duckdb",
        ("rees46_electronics_dups_and_null_sessions.csv.gz",),
    ),
)


def main() -> None:
    """Run the demo of the simulated shop, or of the real ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, metavar="FOLDER", help="replay real shops")
    real: Path | None = parser.parse_args().real
    if real is not None and not real.is_dir():
        sys.exit(
            f"error: no folder `{real}`\n\nhint: make demo REAL=1 REAL_FOLDER=… with "
            "the folder that holds the shops' files"
        )
    shutil.rmtree(_FOLDER, ignore_errors=True)
    shops = REAL if real is not None else SIMULATED
    columns = [_figures(shop, real) for shop in shops]
    print_table([shop.name for shop in shops], columns)
    _say("\nLook at any mart next:\n")
    for shop in shops:
        told = f"FOOTFALL_DUCKDB_PATH={shop.database} " if shop.files else ""
        _say(
            f"  {told}.venv/bin/dbt show --limit 7 --inline"  # noqa: S608
            " \"select * from {{ ref('rpt_funnel_daily') }}"
            " where scope = 'session' and hold = 'none' order by session_date\""
        )
    _say(f"\nOpen in a browser: {', '.join(shop.page for shop in shops)}")


def _figures(shop: DemoShop, real: Path | None) -> dict[str, object]:
    """Make a shop's objects, land them, build its marts and read them."""
    for path in (shop.database, Path(f"{shop.database}.wal")):
        path.unlink(missing_ok=True)
    objects = _FOLDER / shop.name
    _FOLDER.mkdir(exist_ok=True)
    if real is None:
        made = ["simulate", "--events", "200000", "--days", "14", "--seed", "7"]
    else:
        made = ["replay", *(str(real / file) for file in shop.files), "--kind", "event"]
    _run(shop, "footfall", *made, "--output", str(objects))
    _run(shop, "footfall", "load", str(objects), "--kind", "event")
    _run(shop, "dbt", "--quiet", "build")
    _run(shop, "dbt", "--quiet", "docs", "generate", "--static")
    _run(shop, "footfall", "dashboard", "--output", shop.page, *_LINEAGE)
    with duckdb.connect(str(shop.database), read_only=True) as connection:
        found = connection.execute(_FIGURES)
        names = [column[0] for column in found.description]
        return dict(zip(names, found.fetchall()[0], strict=True))


def _run(shop: DemoShop, command: str, *arguments: str) -> None:
    _say(f"$ {command} {' '.join(arguments)}")
    environment = {**os.environ, "FOOTFALL_DUCKDB_PATH": str(shop.database)}
    done = subprocess.run(  # noqa: S603 - our own commands
        [str(_BIN / command), *arguments], env=environment, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


def print_table(names: list[str], columns: list[dict[str, object]]) -> None:
    """Print figures, a column a shop."""
    wide = max(map(len, columns[0])) + 2
    _say("\n" + " " * wide + "".join(f"{name:>16}" for name in names))
    for figure in columns[0]:
        values = [column[figure] for column in columns]
        _say(f"{figure:<{wide}}" + "".join(f"{value:>16,}" for value in values))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
