"""Orders and customers equal an oracle in plain Python, row by row."""

import pytest
from histories import many_histories
from oracle.events import Settings, stage
from oracle.invoice_histories import random_invoice_history
from oracle.invoices import stage_lines
from oracle.orders import (
    clickstream_lines,
    customer_rows,
    invoice_order_lines,
    order_line_rows,
    order_rows,
)
from oracle.sessions import build_sessions
from test_oracle_equals_marts import same

CLICKSTREAM = range(30)
INVOICES = range(60)


@pytest.mark.parametrize(
    ("source", "zone"),
    [
        pytest.param("hybrid", "UTC", id="hybrid sessions in UTC"),
        pytest.param("given", "America/New_York", id="given sessions in New York"),
        pytest.param("derived", "Europe/Berlin", id="derived sessions in Berlin"),
    ],
)
def test_marts_of_orders_equal_the_oracle(shop, source, zone):
    settings = Settings(session_source=source, shop_timezone=zone)
    events = many_histories(CLICKSTREAM)
    invoices = many_histories(INVOICES, random_invoice_history, "i")
    sessions = build_sessions(stage(events, settings).events, settings)
    staged = stage_lines(invoices, settings)
    shop.land(events)
    shop.land(invoices, 2, kind="invoice_line")
    shop.build(
        *("--select", "+path:models/marts/orders", "+dim_customers", "+fct_sessions"),
        "stg_firehose__invoice_lines_quarantined",
        variables={"session_source": source, "shop_timezone": zone},
    )

    refused = shop.query(
        "select count(*) as lines from staging.stg_firehose__invoice_lines_quarantined"
    )
    assert refused == [{"lines": len(staged.quarantined)}]
    same(
        shop.query("select * from staging.stg_firehose__invoice_lines"),
        [vars(line) for line in staged.lines],
        by=("line_id",),
    )
    ids = {
        (row["user_id"], row["user_session"], row["started_at"]): row["session_id"]
        for row in shop.query("select * from marts.fct_sessions")
    }
    lines = [
        *clickstream_lines(sessions, ids, settings),
        *invoice_order_lines(staged.lines, settings),
    ]
    orders = order_rows(lines)
    assert {True, False} == {row["is_guest"] for row in orders}
    assert any(line.matched_line_id for line in lines)
    same(
        shop.query("select * from marts.fct_order_lines"),
        order_line_rows(lines),
        by=("channel", "line_id"),
    )
    same(shop.query("select * from marts.fct_orders"), orders, by=("order_id",))
    same(
        shop.query("select * from marts.dim_customers"),
        customer_rows(orders),
        by=("channel", "customer_id"),
    )
    same(
        shop.query("select * from marts.rpt_customer_transactions"),
        [
            {name: row[name] for name in row if name not in ("is_guest", "country")}
            for row in orders
            if not row["is_guest"]
        ],
        by=("order_id",),
    )
