"""What is recommended beside a cart, and what is said where nothing can be."""

import json

import duckdb
import pytest
from click.testing import CliRunner

from loaders.cli import main

TOGETHER = [
    ("invoice", "tea", "cup", 0.5),
    ("invoice", "tea", "pot", 0.3),
    ("invoice", "milk", "cup", 0.6),
    ("invoice", "milk", "jug", 0.3),
    ("invoice", "milk", "tea", 0.9),
]
FREQUENT = [("invoice", "bag", 90), ("invoice", "cup", 80), ("invoice", "egg", 80)]


@pytest.fixture
def built(landed):
    """The two marts that are asked, by hand."""
    fill(landed, TOGETHER, FREQUENT)
    return landed


def fill(path, together, frequent):
    with duckdb.connect(str(path)) as connection:
        for statement in (
            "create schema if not exists marts",
            "create or replace table marts.rpt_bought_together (channel varchar,"
            " product_id varchar, partner_product_id varchar,"
            " shrunk_confidence double)",
            "create or replace table marts.rpt_frequent_items (channel varchar,"
            " product_id varchar, order_count bigint)",
        ):
            connection.execute(statement).fetchall()
        for row in together:
            connection.execute(
                "insert into marts.rpt_bought_together values (?, ?, ?, ?)", row
            ).fetchall()
        for row in frequent:
            connection.execute(
                "insert into marts.rpt_frequent_items values (?, ?, ?)", row
            ).fetchall()


def run(*arguments):
    return CliRunner().invoke(main, ["recommend", *arguments])


def rows(*arguments):
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return [
        (one["product_id"], one["score"], one["because_of"])
        for one in json.loads(done.output)
    ]


def test_one_product_of_the_cart_explains_each_answer(built):
    assert rows("--items", "tea, milk", "--count", "3") == [
        ("cup", 0.6, "milk"),
        ("jug", 0.3, "milk"),
        ("pot", 0.3, "tea"),
    ]


def test_what_sells_most_follows_and_nothing_comes_twice(built):
    assert rows("--items", "tea,cup,tea", "--count", "4") == [
        ("pot", 0.3, "tea"),
        ("bag", None, None),
        ("egg", None, None),
    ]


def test_an_unknown_product_and_an_empty_cart_get_what_sells_most(built):
    popular = [("bag", None, None), ("cup", None, None)]
    assert rows("--items", "x' or 'a' = 'a", "--count", "2") == popular
    assert rows("--items", ",", "--count", "2") == popular


def test_it_prints_a_table(built):
    assert run("--items", "tea", "--count", "3").output == (
        "product_id\tscore\tbecause_of\ncup\t0.5000\ttea\npot\t0.3000\ttea\nbag\t\t\n"
    )


def test_two_channels_must_be_chosen_from(built):
    fill(built, TOGETHER, [*FREQUENT, ("clickstream", "hat", 1)])
    done = run("--items", "tea")
    assert done.exit_code == 2
    assert "clickstream and invoice" in done.output
    assert "--channel" in done.output
    found = rows("--items", "tea", "--channel", "clickstream")
    assert found == [("hat", None, None)]


def test_nothing_built_or_sold_is_told(landed):
    done = run("--items", "tea")
    assert done.exit_code == 2
    assert "run dbt build first" in done.output
    fill(landed, [], [])
    for choice in ([], ["--channel", "invoice"]):
        done = run("--items", "tea", *choice)
        assert done.exit_code == 2
        assert "basket_window_days" in done.output
