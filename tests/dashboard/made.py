"""A shop's page, what it was made of, and what a browser shows of it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
from playwright.sync_api import Page as BrowserPage

from bi.artifacts import Artifacts, read_artifacts
from dashboard.datasets import compiled_datasets
from dashboard.render import make_dashboard
from dashboard.spec import Spec, read_spec
from loaders.settings import Settings, read_settings
from loaders.warehouse.duckdb import DuckDBWarehouse

PROJECT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
# A brand that would run a script, were it ever read as markup.
HOSTILE = "</script><img src=x onerror=\"document.title='run'\">"


@dataclass(frozen=True)
class Page:
    """A shop's page and what it was made of."""

    file: Path
    warehouse: Path
    spec: Spec
    artifacts: Artifacts

    @property
    def address(self) -> str:
        return self.file.as_uri()

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of the warehouse, or of a dataset in the words of its select."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def select(self, dataset: str) -> str:
        """The select of a dataset."""
        return compiled_datasets(self.artifacts.raw, [dataset])[dataset].sql


def run(folder: Path, command: str, *arguments: str) -> None:
    environment = {
        **os.environ,
        "FOOTFALL_DUCKDB_PATH": str(folder / "shop.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    subprocess.run(
        [str(BIN / command), *arguments], cwd=PROJECT, env=environment, check=True
    )


def make_shop(folder: Path) -> None:
    """Simulate some weeks, load and build them."""
    objects = folder / "objects"
    told = ("--events", "30000", "--days", "75", "--seed", "11")
    run(folder, "footfall", "simulate", *told, "--output", str(objects))
    hostile_object(objects)
    run(folder, "footfall", "load", str(objects), "--kind", "event")
    invoice_object(folder / "invoices")
    invoices = str(folder / "invoices")
    run(folder, "footfall", "load", invoices, "--kind", "invoice_line")
    build(folder)


def make_empty_shop(folder: Path) -> None:
    warehouse = DuckDBWarehouse(folder / "shop.duckdb")
    warehouse.prepare()
    warehouse.close()
    build(folder)


def build(folder: Path) -> None:
    """Every model, and the text of every dataset."""
    run(folder, "dbt", "--quiet", "build", "--resource-type", "model", "seed")
    run(folder, "dbt", "--quiet", "compile", "--select", "path:dashboard/datasets")


def page_of(folder: Path) -> Page:
    artifacts = read_artifacts(folder / "target")
    spec = read_spec(PROJECT / "dashboard", artifacts.metrics)
    warehouse = folder / "shop.duckdb"
    settings = Settings(warehouse, read_settings({}).firehose_time_zone)
    file = folder / "dashboard.html"
    make_dashboard(spec, artifacts, settings, "local", file)
    return Page(file, warehouse, spec, artifacts)


def invoice_object(objects: Path) -> None:
    """Some invoices, so that the shop has orders of both channels."""
    records = [
        {
            "invoice_no": f"{500 + invoice}",
            "stock_code": f"s{(invoice + line) % 9}",
            "description": f"THING {(invoice + line) % 9}",
            "quantity": line + 1,
            "invoice_date": f"2026-02-{1 + invoice % 25:02} 10:00:00",
            "unit_price": 2.5,
            "customer_id": f"c{invoice % 20}",
            "country": "France",
        }
        for invoice in range(90)
        for line in range(3)
    ]
    folder = objects / "2026/03/31/23"
    folder.mkdir(parents=True)
    text = "".join(map(json.dumps, records))
    (folder / "stream-1-2026-03-31-23-00-00-invoices").write_text(text)


def hostile_object(objects: Path) -> None:
    """Some views and purchases of a brand with a bad name, as one more object."""
    records = [
        {
            "event_id": f"hostile-{number}",
            "event_time": f"2026-02-{day:02} 12:{number % 60:02}:00 UTC",
            "event_type": "purchase" if number % 5 == 4 else "view",
            "product_id": f"h{number % 7}",
            "user_id": f"u{number % 40}",
            "user_session": f"hostile-{number % 40}-{day}",
            "brand": HOSTILE,
            "category_code": "apparel.shoes",
            "price": 12.5,
        }
        for day in range(1, 26)
        for number in range(day * 100, day * 100 + 60)
    ]
    folder = objects / "2026/03/31/23"
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(map(json.dumps, records))
    (folder / "stream-1-2026-03-31-23-00-00-hostile").write_text(text)


@dataclass
class Tab:
    """One page of the browser, and what it did that it must not do."""

    page: BrowserPage
    asked: list[str]
    told: list[str]

    def open(self, address: str, name: str = "overview") -> None:
        self.page.goto(f"{address}#{name}")
        self.page.wait_for_selector(".tile")

    def go(self, name: str) -> None:
        self.page.evaluate("name => { location.hash = name; }", name)
        self.page.wait_for_selector(f"#{name}-1")
