"""Made-up baskets → order lines, as a table of a warehouse and as plain numbers.

Products are drawn by Zipf's law: a few are in very many baskets, and most in few;
sizes are 1 and more, 4 on the average. The same number of baskets gives the same ones.
Run as `python -m benchmarks.baskets BASKETS FOLDER`.
"""

import sys
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

PRODUCTS = 20_000
FLATTENED = 20  # ranks: the best product is in 6 % of the baskets, not in half of them
MEAN_FURTHER = 3.3
WAREHOUSE = "baskets.duckdb"
NUMBERS = "baskets.parquet"
# What the basket marts read of the models before them.
LINES = """
    create table marts.fct_order_lines as
    select
        'invoice' as channel,
        md5(cast(basket as varchar)) as order_id,
        'p' || lpad(cast(product as varchar), 5, '0') as product_id,
        1 as quantity,
        cast(9.99 as decimal(38, 4)) as gross_amount,
        true as is_product,
        true as is_sale,
        date '2026-01-01' + cast(basket % 365 as integer) as order_date
    from baskets
"""
CHANNELS = """
    create table intermediate.int_channels_watermarked as
    select 'invoice' as channel, date '2027-01-01' as open_date
"""


def baskets(count: int) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """The basket and the product of each line; a product is once in a basket."""
    rng = np.random.default_rng(count)
    weights = 1 / (np.arange(PRODUCTS) + FLATTENED)
    bounds = np.cumsum(weights / weights.sum())
    sizes = 1 + rng.poisson(MEAN_FURTHER, count)
    numbers = np.repeat(np.arange(count, dtype=np.int64), sizes)
    drawn = np.searchsorted(bounds, rng.random(numbers.size))
    lines = np.unique(numbers * PRODUCTS + np.minimum(drawn, PRODUCTS - 1))
    return (lines // PRODUCTS).astype(np.int32), (lines % PRODUCTS).astype(np.int16)


def main() -> None:
    """Write both; tell how many lines there are."""
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    basket, product = baskets(count)
    lines = pa.table({"basket": basket, "product": product})
    pq.write_table(lines, folder / NUMBERS)
    with duckdb.connect(str(folder / WAREHOUSE)) as connection:
        connection.register("baskets", lines)
        for schema in ("marts", "intermediate"):
            connection.execute(f"create schema {schema}")
        connection.execute(LINES)
        connection.execute(CHANNELS)
    print(lines.num_rows)


if __name__ == "__main__":
    main()
