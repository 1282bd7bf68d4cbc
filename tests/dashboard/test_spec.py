"""A mistake in what is to be shown is told where it is, with what there is instead."""

import hashlib
import json
import subprocess
import sys
from dataclasses import replace

import pytest
import yaml
from made import PROJECT

from bi.metrics import Metric, Total
from dashboard.datasets import compiled_datasets, read_dataset
from dashboard.render import _in_html
from dashboard.spec import read_spec
from loaders.errors import ConfigError, WarehouseError
from loaders.settings import read_settings
from loaders.warehouse import NotBuiltError
from loaders.warehouse.duckdb import DuckDBWarehouse
from loaders.warehouse.reading import open_reader

_SUM = Total("net_amount", "fct_orders", "order_date", ("net_amount",), False, ())
_PART = replace(_SUM, filters=(("country", "FR"),))
METRICS = {
    "revenue": Metric("revenue", "Revenue", "", "money", False, _SUM, None),
    "part": Metric("part", "Part", "", "percent", False, _PART, _SUM),
}
TILE = {"title": "Sales", "chart": "line", "dataset": "sales", "by": "date"}


@pytest.fixture
def told(tmp_path):
    """Writes a dashboard of one tile and reads it."""

    def read(**tile):
        (tmp_path / "pages").mkdir(exist_ok=True)
        datasets = {
            "sales": {
                "mart": "fct_orders",
                "columns": ["date", "net_amount", "country"],
            }
        }
        dashboard = {"title": "Shop", "pages": ["one"], "datasets": datasets}
        page = {"title": "One", "intro": "One.", "tiles": [{**TILE, **tile}]}
        (tmp_path / "dashboard.yml").write_text(yaml.safe_dump(dashboard))
        (tmp_path / "pages/one.yml").write_text(yaml.safe_dump(page))
        return read_spec(tmp_path, METRICS).pages[0]["tiles"][0]

    return read


def test_a_metric_is_a_sum_of_columns(told):
    (value,) = told(values=["revenue"])["values"]
    assert (value["above"], value["below"]) == ("net_amount", None)
    assert (value["label"], value["format"]) == ("Revenue", "money")


@pytest.mark.parametrize(
    ("tile", "error"),
    [
        ({"values": ["profit"]}, "names no metric: profit"),
        ({"dataset": "stock", "values": []}, "names no dataset: stock"),
        ({"chart": "pie", "values": []}, "names no chart: pie"),
        ({"by": "week", "values": []}, "names no column: week"),
        ({"only": {"region": "x"}, "values": []}, "names no column: region"),
        ({"colour": "red", "values": []}, "names no key: colour"),
        ({"values": [{"total": "cost", "label": "Cost"}]}, "names no column: cost"),
        ({"values": [{"sentence": "{cost:money}", "label": "C"}]}, "no column: cost"),
        ({"values": [{"sentence": "{date:euro}", "label": "D"}]}, "no format: euro"),
        (
            {"values": [{"total": "net_amount", "label": "N", "format": "euro"}]},
            "names no format: euro",
        ),
    ],
)
def test_a_name_that_is_not_there_is_told(told, tile, error):
    with pytest.raises(ConfigError, match="one: Sales") as raised:
        told(**tile)
    assert error in str(raised.value)
    assert raised.value.hint.startswith("there is ")


@pytest.mark.parametrize(
    ("tile", "error"),
    [
        ({"values": [{"total": "net_amount"}]}, "a value of tile .* lacks label"),
        ({"chart": "heat", "values": []}, "lacks rows and columns"),
        ({"chart": "scatter"}, "lacks x and y and label and group"),
        ({"values": 5}, "cannot be read"),
        ({"values": [{"ratio": ["net_amount"], "label": "R"}]}, "cannot be read"),
        ({"values": ["part"]}, "divides sums of different rows"),
    ],
)
def test_what_is_missing_or_of_another_kind_is_told(told, tile, error):
    with pytest.raises(ConfigError, match=error):
        told(**tile)


def test_an_empty_file_is_told(tmp_path):
    (tmp_path / "dashboard.yml").write_text("")
    with pytest.raises(ConfigError, match="lacks title and pages and datasets"):
        read_spec(tmp_path, METRICS)


def test_a_page_that_is_not_there_is_told(tmp_path):
    (tmp_path / "dashboard.yml").write_text("title: x\ndatasets: {}\npages: [two]\n")
    with pytest.raises(ConfigError, match=r"two\.yml` cannot be read"):
        read_spec(tmp_path, METRICS)


@pytest.mark.parametrize("nodes", [{}, {"a": {"compiled_code": None}}])
def test_a_dataset_that_is_not_compiled_is_told(nodes):
    for node in nodes.values():
        node |= {"resource_type": "analysis", "name": "sales"}
    with pytest.raises(ConfigError, match="`sales` has not been compiled") as raised:
        compiled_datasets({"nodes": nodes}, ["sales"])
    assert "dbt compile" in raised.value.hint


def test_no_value_ends_the_script():
    text = _in_html({"brand": "</script><b>\u2028"})
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text) == {"brand": "</script><b>\u2028"}


@pytest.fixture
def warehouse(tmp_path):
    path = tmp_path / "some shop.duckdb"
    made = DuckDBWarehouse(path)
    made.prepare()
    made.close()
    return read_settings({"FOOTFALL_DUCKDB_PATH": str(path)})


def test_a_warehouse_is_read_under_the_name_that_is_asked_for(warehouse):
    reader = open_reader("local", warehouse, 'the "shop"')
    found = reader.query('select count(*) from "the ""shop""".landing.objects')
    reader.close()
    assert found == [(0,)]


def test_a_reader_changes_nothing(warehouse):
    reader = open_reader("local", warehouse, "shop")
    with pytest.raises(Exception, match="read-only"):
        reader.query("create table shop.landing.more (a integer)")
    reader.close()


def test_marts_that_are_not_built_are_told(warehouse):
    reader = open_reader("local", warehouse, "shop")
    with pytest.raises(NotBuiltError) as raised:
        reader.query("select 1 from marts.fct_orders")
    reader.close()
    assert raised.value.hint == "run dbt build first"


def test_a_warehouse_in_use_is_told(warehouse):
    code = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(warehouse.duckdb_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    with pytest.raises(WarehouseError, match="in use"):
        open_reader("local", warehouse, "shop")
    holder.communicate(b"\n")


def test_a_missing_warehouse_is_told(tmp_path):
    settings = read_settings({"FOOTFALL_DUCKDB_PATH": str(tmp_path / "none.duckdb")})
    with pytest.raises(ConfigError, match="no warehouse at"):
        open_reader("local", settings, "shop")
    assert not (tmp_path / "none.duckdb").exists()


def test_values_are_columns_of_numbers_and_texts(warehouse):
    class Rows:
        def query(self, sql, values=()):
            return [("b", None, 1.5), ("a", 2, None), ("b", 1, 2)]

    class Compiled:
        sql, database, marts = "select", "shop", ("fct_orders",)

    found = read_dataset(Rows(), Compiled(), ["x", "y", "z"], "fct_orders")
    assert found["count"] == 3
    assert found["columns"] == {
        "x": {"type": "text", "texts": ["a", "b"], "values": [0, 1, 1]},
        "y": {"type": "number", "values": [2, 1, None]},
        "z": {"type": "number", "values": [None, 2, 1.5]},
    }


def test_echarts_is_what_was_published():
    folder = PROJECT / "dashboard/vendor"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
