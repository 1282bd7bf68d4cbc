"""Frequent pairs by mlxtend's FP-growth, on the same products as the marts pair.

Products in too few baskets are left out first, which its caller is free to do and which
spares it columns: the frame is sparse, a column a product. Run as
`python -m benchmarks.pairs_by_mlxtend NUMBERS OUTPUT MIN_ITEM MIN_PAIR`.
"""

import sys

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import fpgrowth
from scipy.sparse import csc_matrix


def main() -> None:
    """Write every pair with its count; tell how many there are."""
    numbers, output = sys.argv[1:3]
    min_item, min_pair = (int(told) for told in sys.argv[3:])
    lines = pd.read_parquet(numbers)
    basket, product = lines["basket"].to_numpy(), lines["product"].to_numpy()
    baskets = int(basket.max()) + 1
    kept = np.flatnonzero(np.bincount(product) >= min_item)
    column = np.full(int(product.max()) + 1, -1)
    column[kept] = np.arange(kept.size)
    column = column[product]
    held = column >= 0
    ones = np.ones(int(held.sum()), dtype=bool)
    matrix = csc_matrix((ones, (basket[held], column[held])), (baskets, kept.size))
    frame = pd.DataFrame.sparse.from_spmatrix(matrix)
    found = fpgrowth(frame, min_support=(min_pair - 0.5) / baskets, max_len=2)
    pairs = found[found["itemsets"].map(len) == 2]
    members = np.array([sorted(pair) for pair in pairs["itemsets"]])
    pd.DataFrame(
        {
            "a": kept[members[:, 0]],
            "b": kept[members[:, 1]],
            "orders": (pairs["support"] * baskets).round().astype("int64").to_numpy(),
        }
    ).to_parquet(output)
    print(len(pairs))


if __name__ == "__main__":
    main()
