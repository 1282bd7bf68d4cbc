"""What is bought together, by the basket marts and by mlxtend, over the same baskets.

Each runs in a process of its own, in turns; both must find the same pairs in the same
number of orders, or there are no figures. Ours reads the order lines of a warehouse and
ends in the marts with all measures and the best partners; mlxtend reads plain numbers
and ends in pairs and counts. Making the baskets counts for neither. Medians go to
`results/pairs-<baskets>.json`.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb
import yaml

from benchmarks.baskets import NUMBERS, PRODUCTS, WAREHOUSE
from benchmarks.histories import DBT, environment_of
from benchmarks.pairs_by_footfall import MODELS
from benchmarks.processes import Run, need, need_median
from benchmarks.record import Cell, record

OURS = "footfall"
# The aim of 1 GB is one of memory: what a build may take is a setting.
TIGHT = "900MB"
IN_LITTLE = f"{OURS}, FOOTFALL_DUCKDB_MEMORY={TIGHT}"
THEIRS = "mlxtend, fpgrowth"
PAIRS = "pairs.parquet"
PROJECT = Path(__file__).parents[1] / "dbt_project.yml"
DIFFERENCES = """
    with
    ours as (
        select
            cast(substring(product_a_id, 2) as bigint) as a,
            cast(substring(product_b_id, 2) as bigint) as b,
            pair_orders
        from marts.rpt_basket_pairs
    ),
    theirs as (select a, b, orders from read_parquet(?))
    select count(*) from (
        (from ours except all from theirs) union all (from theirs except all from ours)
    )
"""


def module(name: str, *arguments: str) -> list[str]:
    """A module of ours as a process."""
    return [sys.executable, "-m", f"benchmarks.{name}", *arguments]


def compared(folder: Path) -> None:
    """The end of this benchmark where a pair or its count differs."""
    with duckdb.connect(str(folder / WAREHOUSE)) as connection:
        found = connection.execute(DIFFERENCES, [str(folder / PAIRS)]).fetchall()
    if found[0][0]:
        sys.exit(f"error: {found[0][0]} pairs differ from mlxtend's")


def measured(folder: Path, rounds: int) -> dict[str, Run]:
    """Medians of each contender over the baskets in a folder."""
    warehouse = folder / WAREHOUSE
    environment = environment_of(warehouse)
    compile_ = [DBT, "compile", "--no-populate-cache", "--no-introspect"]
    need([*compile_, "--select", *MODELS], environment)
    told = yaml.safe_load(PROJECT.read_text("utf-8"))["vars"]
    least = (str(told["min_item_orders"]), str(told["min_pair_orders"]))
    ours = module("pairs_by_footfall", str(warehouse), environment["DBT_TARGET_PATH"])
    written = (str(folder / NUMBERS), str(folder / PAIRS))
    theirs = module("pairs_by_mlxtend", *written, *least)
    runs: dict[str, list[Run]] = {OURS: [], IN_LITTLE: [], THEIRS: []}
    for _ in range(rounds):
        runs[THEIRS].append(need(theirs, tells_rows=True))
        for name, limit in ((OURS, {}), (IN_LITTLE, {"FOOTFALL_DUCKDB_MEMORY": TIGHT})):
            runs[name].append(need(ours, limit, tells_rows=True))
            compared(folder)
    return {name: need_median(done) for name, done in runs.items()}


def main() -> None:
    """Make the baskets, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--baskets", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as made:
        folder = Path(made)
        make = module("baskets", str(asked.baskets), made)
        lines = need(make, tells_rows=True).rows
        runs = measured(folder, asked.rounds)
    rows: list[dict[str, Cell]] = [
        {
            "contender": name,
            "products": PRODUCTS,
            "lines": lines,
            "pairs": run.rows,
            "cpu_seconds": round(run.cpu, 2),
            "wall_seconds": round(run.wall, 2),
            "memory_mb": round(run.memory),
        }
        for name, run in runs.items()
    ]
    record("pairs", asked.baskets, asked.rounds, rows, packages=("mlxtend",))
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
