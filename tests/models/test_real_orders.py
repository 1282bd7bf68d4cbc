"""Orders of real shops: the sums that their publisher's rows have, by pandas."""

from decimal import Decimal

import pandas as pd
import pytest
from real_shops import INVOICES, NEEDS_REAL, REAL

pytestmark = [pytest.mark.slow, NEEDS_REAL]


@pytest.fixture(scope="module")
def invoice_lines() -> pd.DataFrame:
    """The published rows, with the amount of each."""
    lines = pd.read_parquet(REAL / INVOICES["uci"][0])
    lines["amount"] = [
        int(quantity) * Decimal(repr(price))
        for quantity, price in zip(lines["Quantity"], lines["UnitPrice"], strict=True)
    ]
    return lines


def test_invoices_have_the_sums_of_their_publisher(real_shop, invoice_lines):
    found = real_shop("uci").shop.query(
        "select count(*) as orders, sum(line_count) as lines,"
        " sum(gross_amount) as gross, sum(refund_amount) as refunds,"
        " sum(net_amount) as net from marts.fct_orders"
    )
    amounts = invoice_lines["amount"]
    assert found == [
        {
            "orders": invoice_lines["InvoiceNo"].nunique(),
            "lines": len(invoice_lines),
            "gross": sum(amounts[amounts > 0]),
            "refunds": -sum(amounts[amounts < 0]),
            "net": sum(amounts),
        }
    ]


def test_customers_have_the_sums_of_their_publisher(real_shop, invoice_lines):
    found = real_shop("uci").shop.query(
        "select customer_id, net_amount, cancellation_count from marts.dim_customers"
    )
    known = invoice_lines.dropna(subset="CustomerID")
    cancelled = known[known["InvoiceNo"].str.startswith("C")]
    cancellations = cancelled.groupby("CustomerID")["InvoiceNo"].nunique()
    assert {row["customer_id"]: row["net_amount"] for row in found} == {
        customer: sum(amounts)
        for customer, amounts in known.groupby("CustomerID")["amount"]
    }
    assert {
        row["customer_id"]: row["cancellation_count"]
        for row in found
        if row["cancellation_count"]
    } == cancellations.to_dict()


def test_a_cancellation_takes_back_the_latest_sale_before_it(real_shop, invoice_lines):
    found = real_shop("uci").shop.query(
        "select cancelled.source_order_id as cancellation, cancelled.product_id,"
        " cancelled.ordered_at, sales.ordered_at as sold_at"
        " from marts.fct_order_lines as cancelled"
        " left join marts.fct_order_lines as sales"
        " on cancelled.matched_line_id = sales.line_id"
        " where cancelled.is_cancellation and cancelled.customer_id is not null"
    )
    is_sale = ~invoice_lines["InvoiceNo"].str.startswith("C") & (
        invoice_lines["Quantity"] > 0
    )
    named = invoice_lines["CustomerID"].notna()
    columns = ["CustomerID", "StockCode", "InvoiceDate"]
    cancelled = invoice_lines[
        invoice_lines["InvoiceNo"].str.startswith("C") & named
    ].sort_values("InvoiceDate", kind="stable")
    sales = (
        invoice_lines.loc[is_sale & named, columns]
        .assign(sold_at=invoice_lines["InvoiceDate"])
        .sort_values("InvoiceDate", kind="stable")
    )
    expected = pd.merge_asof(
        cancelled,
        sales,
        on="InvoiceDate",
        by=["CustomerID", "StockCode"],
        allow_exact_matches=False,
    )
    assert sorted(
        (row["cancellation"], row["product_id"], str(row["sold_at"])) for row in found
    ) == sorted(
        (
            row.InvoiceNo,
            row.StockCode,
            "None" if pd.isna(row.sold_at) else str(row.sold_at),
        )
        for row in expected.itertuples()
    )


def test_google_orders_have_the_stated_lines_and_revenue(real_shop):
    found = real_shop("google").shop.query(
        "select count(*) as lines, sum(net_amount) as revenue"
        " from marts.fct_order_lines"
    )
    assert found == [{"lines": 6_919, "revenue": Decimal("271953.52")}]
