"""Which marts a tool gets, and what `footfall bi` says of a wrong argument."""

import re
import sys

import pytest
from warehouse import run

from bi.artifacts import Column
from bi.choice import choose
from bi.columns import type_of
from loaders.errors import ConfigError


def test_reports_dimensions_and_what_metrics_read_come_by_themselves(artifacts):
    names = {mart.name for mart in choose(artifacts)}
    assert {"rpt_funnel_daily", "dim_dates", "fct_orders"} <= names
    assert not {"fct_events", "fct_cart_lines", "ops_load_ledger"} & names
    assert {metric.numerator.mart for metric in artifacts.metrics.values()} <= names


def test_any_mart_may_be_named_and_technical_columns_never_come(artifacts):
    (orders,) = choose(artifacts, ["fct_orders"])
    every = [one.name for one in artifacts.marts["fct_orders"].columns]
    assert "load_sequence" in every
    assert "load_sequence" not in {column.name for column in orders.columns}
    assert len(orders.columns) == len(every) - 1
    assert {mart.name for mart in choose(artifacts, artifacts.marts)} == set(
        artifacts.marts
    )


def test_every_type_of_a_mart_is_known(artifacts):
    for mart in artifacts.marts.values():
        for column in mart.columns:
            type_of(column)


def test_an_unknown_type_is_an_error_that_names_the_column():
    with pytest.raises(ConfigError, match=r"`paid` has a type that .* super"):
        type_of(Column("paid", "super", ""))


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        pytest.param(
            ("--mart", "rpt_nothing"),
            "there is no mart `rpt_nothing`",
            "rpt_funnel_daily",
            id="an unknown mart",
        ),
        pytest.param(
            ("--artifacts", "nowhere"),
            "there is no `nowhere/manifest.json`",
            "dbt build or dbt parse",
            id="no manifest",
        ),
    ],
)
def test_a_wrong_argument_is_two_lines(target, tmp_path, arguments, error, hint):
    told = ("--artifacts", target, *arguments)
    done = run("bi", "tableau", "--output", tmp_path / "out", "--redshift", *told)
    assert done.exit_code == 2
    assert re.search(rf"^error: .*{re.escape(error)}", done.stderr)
    assert re.search(rf"^hint: .*{hint}", done.stderr, re.MULTILINE)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_refused(target, tmp_path):
    (tmp_path / "taken").touch()
    wanted = tmp_path / "taken" / "out"
    done = run("bi", "tableau", "--output", wanted, "--artifacts", target, "--redshift")
    assert (done.exit_code, done.stderr[:15]) == (2, "error: cannot w")


def test_extracts_without_hyper_name_the_extra(target, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tableauhyperapi", None)
    monkeypatch.delitem(sys.modules, "bi.tableau.extract", raising=False)
    done = run("bi", "tableau", "--output", tmp_path, "--artifacts", target)
    assert done.exit_code == 2
    assert "footfall[tableau]" in done.stderr


@pytest.mark.parametrize("source", ["elsewhere", None], ids=["named", "left out"])
def test_extracts_need_what_was_published(target, tmp_path, monkeypatch, source):
    pytest.importorskip("tableauhyperapi", reason="make tableau installs Hyper")
    monkeypatch.setenv("FOOTFALL_DUCKDB_PATH", str(tmp_path / "shop.duckdb"))
    told = ("--source", tmp_path / source) if source else ()
    folder = tmp_path / (source or "published/current")  # beside the warehouse
    done = run(
        "bi", "tableau", "--output", tmp_path / "out", *told, "--artifacts", target
    )
    assert done.exit_code == 2
    assert f"`{folder}/dim_brands.parquet`" in done.stderr
    assert "footfall publish" in done.stderr


def test_redshift_and_a_published_folder_exclude_each_other(target, tmp_path):
    told = ("--artifacts", target, "--source", tmp_path, "--redshift")
    done = run("bi", "tableau", "--output", tmp_path / "out", *told)
    assert done.exit_code == 2
    assert "--source" in done.stderr
