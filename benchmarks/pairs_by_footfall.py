"""The basket marts over a warehouse's order lines, as dbt has compiled them.

Run as `python -m benchmarks.pairs_by_footfall WAREHOUSE TARGET`.
"""

import sys
from pathlib import Path

from benchmarks.statement import connected

MODELS = {
    "int_basket_items_selected": "intermediate",
    "rpt_basket_pairs": "marts",
    "rpt_bought_together": "marts",
}


def main() -> None:
    """Make each table anew; tell how many pairs there are."""
    warehouse, target = sys.argv[1:]
    compiled = {path.stem: path for path in Path(target).rglob("compiled/**/*.sql")}
    with connected(warehouse) as connection:
        for name, schema in MODELS.items():
            query = compiled[name].read_text("utf-8")
            connection.execute(f"create or replace table {schema}.{name} as {query}")
        pairs = connection.sql("select count(*) from marts.rpt_basket_pairs")
        print(pairs.fetchall()[0][0])


if __name__ == "__main__":
    main()
