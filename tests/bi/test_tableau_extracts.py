"""Extracts hold what the marts hold, read back by Hyper itself."""

import datetime
import os
import re
import zipfile
from decimal import Decimal

import duckdb
import pytest
from warehouse import run
from xsd import as_workbook, schema

from bi.choice import choose
from bi.columns import Kind, type_of

hyper = pytest.importorskip("tableauhyperapi", reason="make tableau installs Hyper")

SOME = ("fct_events", "fct_sessions", "ops_load_ledger")


@pytest.fixture(scope="module")
def server():
    with hyper.HyperProcess(
        hyper.Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU,
        parameters={"log_config": ""},
    ) as process:
        yield process


@pytest.fixture
def read(server, tmp_path):
    """The only row of a query of a packaged data source's extract."""

    def row(package, select):
        with zipfile.ZipFile(package) as archive:
            (name,) = [one for one in archive.namelist() if one.endswith(".hyper")]
            archive.extract(name, tmp_path)
        with hyper.Connection(server.endpoint, tmp_path / name) as connection:
            sql = f'select {select} from "Extract"."Extract"'
            (found,) = connection.execute_list_query(sql)
        return [plain(value) for value in found]

    return row


def plain(value):
    """A value of Hyper as DuckDB has it."""
    if isinstance(value, hyper.Timestamp):
        return value.to_datetime()
    if isinstance(value, hyper.Date):
        return datetime.date(value.year, value.month, value.day)
    return value


@pytest.fixture(scope="module")
def packages(built, target, tmp_path_factory):
    """The folder with a data source for each mart, facts too."""
    folder = tmp_path_factory.mktemp("tableau")
    told = ("--output", folder, "--artifacts", target, "--source", built.published)
    before = {path.name for path in os.scandir()}
    for more in ((), [part for name in SOME for part in ("--mart", name)]):
        done = run("bi", "tableau", *told, *more)
        assert done.exit_code == 0, done.output
    assert {path.name for path in os.scandir()} == before, "a log file, for one"
    assert {path.suffix for path in folder.iterdir()} == {".tdsx"}
    return folder


def summary(mart) -> str:
    """What must be equal, of all columns; exact but for doubles."""
    parts = ["count(*)"]
    for column in mart.columns:
        name = f'"{column.name}"'
        parts.append(f"count({name})")
        match type_of(column).kind:
            case Kind.BOOLEAN:
                parts.append(f"sum(case when {name} then 1 end)")
            case Kind.TEXT:
                parts += [f"min({name})", f"count(distinct {name})"]
            case Kind.DATE | Kind.MOMENT:
                parts += [f"min({name})", f"max({name})"]
            case _:
                parts.append(f"sum({name})")
    return ", ".join(parts)


def test_rows_sums_and_times_are_those_of_the_marts(packages, built, artifacts, read):
    for mart in choose(artifacts) + choose(artifacts, SOME):
        (expected,) = built.query(f"select {summary(mart)} from marts.{mart.name}")
        found = read(packages / f"{mart.name}.tdsx", summary(mart))
        for name, one, other in zip(
            summary(mart).split(", "), found, expected, strict=True
        ):
            if isinstance(other, float):
                assert one == pytest.approx(other, rel=1e-9), (mart.name, name)
            else:
                assert one == other, (mart.name, name)


def test_a_package_holds_its_description_and_its_extract(packages, tmp_path):
    rules = schema(tmp_path)
    for path in packages.iterdir():
        with zipfile.ZipFile(path) as archive:
            inside = f"Data/Extracts/{path.stem}.hyper"
            assert archive.namelist() == [f"{path.stem}.tds", inside]
            tds = archive.read(f"{path.stem}.tds")
        assert rules.validate(as_workbook(tds)), (path.name, rules.error_log)
        assert f'dbname="{inside}"'.encode() in tds


@pytest.fixture
def one_order(tmp_path, artifacts):
    """Publish `fct_orders` with rows of a test."""

    def published(*amounts):
        mart = artifacts.marts["fct_orders"]
        values = ", ".join(
            f"cast({'x.amount' if one.name == 'net_amount' else 'null'}"
            f' as {one.data_type}) as "{one.name}"'
            for one in mart.columns
        )
        rows = ", ".join(f"({amount})" for amount in amounts)
        folder = tmp_path / "published"
        folder.mkdir()
        duckdb.sql(
            f"copy (select {values} from (values {rows}) as x(amount))"
            f" to '{folder}/fct_orders.parquet' (format parquet)"
        )
        return folder

    return published


def extract(target, source, output):
    told = ("--artifacts", target, "--source", source, "--mart", "fct_orders")
    return run("bi", "tableau", "--output", output, *told)


def test_cents_are_exact(one_order, target, tmp_path, read):
    # as doubles these are off by cents: 2**53 hundredths of a cent are passed
    source = one_order("99999999999999.9999", "-0.0001", "0.01", "0.01")
    done = extract(target, source, tmp_path / "out")
    assert done.exit_code == 0, done.output
    package = tmp_path / "out" / "fct_orders.tdsx"
    assert read(package, "sum(net_amount)") == [Decimal("100000000000000.0198")]


def test_a_figure_with_too_many_digits_is_refused(one_order, target, tmp_path):
    done = extract(target, one_order("100000000000000"), tmp_path / "out")
    assert done.exit_code == 1
    assert re.search(r"error: `fct_orders` has a decimal of more than 18", done.stderr)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_of_another_version_is_refused(target, tmp_path):
    duckdb.sql(f"copy (select 1 as x) to '{tmp_path}/fct_orders.parquet'")
    done = extract(target, tmp_path, tmp_path / "out")
    assert done.exit_code == 1
    assert "footfall publish again" in done.stderr


def test_hyper_is_told_to_send_nothing(one_order, target, tmp_path, monkeypatch):
    told = []

    def spied(telemetry, **named):
        told.append((telemetry, named))
        return hyper.HyperProcess(telemetry, **named)

    monkeypatch.setattr("bi.tableau.extract.HyperProcess", spied)
    assert extract(target, one_order("1"), tmp_path / "out").exit_code == 0
    ((telemetry, named),) = told
    assert telemetry == hyper.Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU
    assert named == {"parameters": {"log_config": ""}}


def test_a_second_run_replaces_the_first(one_order, target, tmp_path, read):
    source = one_order("1", "2")
    for amount in ("1", "5"):
        duckdb.sql(
            f"copy (select * replace ({amount}::decimal(38,4) as net_amount)"
            f" from '{source}/fct_orders.parquet')"
            f" to '{tmp_path}/fct_orders.parquet'"
        )
        assert extract(target, tmp_path, tmp_path / "out").exit_code == 0
    package = tmp_path / "out" / "fct_orders.tdsx"
    assert read(package, "sum(net_amount)") == [Decimal(10)]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["fct_orders.tdsx"]
