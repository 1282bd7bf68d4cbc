"""What is said where customers cannot be scored; nothing lands then."""

import duckdb
from click.testing import CliRunner

from loaders.cli import main


def fill(path, channels, orders=()):
    """The two marts that are read, by hand."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts").fetchall()
        connection.execute(
            "create table marts.dim_customer_value (channel varchar, last_date date)"
        ).fetchall()
        connection.execute(
            "create table marts.fct_orders (channel varchar, customer_id varchar,"
            " order_date date, gross_amount decimal(38, 4), is_purchase boolean,"
            " is_guest boolean)"
        ).fetchall()
        for channel in channels:
            connection.execute(
                "insert into marts.dim_customer_value values (?, '2026-06-30')",
                [channel],
            ).fetchall()
        for order in orders:
            connection.execute(
                "insert into marts.fct_orders values ('invoice', ?, ?, 5, true, false)",
                order,
            ).fetchall()


def refused(*arguments):
    done = CliRunner().invoke(main, ["score", "customers", *arguments])
    assert done.exit_code == 2, done.output
    assert "\n\nhint: " in done.output
    return done.output


def test_nothing_built(landed):
    assert "run dbt build first" in refused()


def test_no_customers(landed):
    fill(landed, [])
    assert "no known customer" in refused()
    assert "no known customer has bought in invoice" in refused("--channel", "invoice")


def test_two_channels(landed):
    fill(landed, ["clickstream", "invoice"])
    assert "choose one with --channel" in refused()


def test_too_few_came_again(landed):
    fill(landed, ["invoice"], [("a", "2026-01-01"), ("a", "2026-02-01")])
    assert "1 customers came again and paid until 2026-04-01" in refused()


def test_nobody_in_the_days_held_out(landed):
    days = ("2026-01-01", "2026-02-01")
    orders = [(f"c{number}", day) for number in range(100) for day in days]
    fill(landed, ["invoice"], orders)
    assert "nobody known before came in the last 90 days" in refused()


def test_no_warehouse(tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTFALL_DUCKDB_PATH", str(tmp_path / "none.duckdb"))
    assert "run footfall load first" in refused()
    assert not (tmp_path / "none.duckdb").exists()
