"""Shops that are built once, and a browser to open their pages with."""

import pytest
from debian import CHROMIUM, has_chromium
from made import Page, Tab, hostile_object, invoice_object, page_of, run
from playwright.sync_api import sync_playwright

from loaders.warehouse.duckdb import DuckDBWarehouse

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)


@pytest.fixture(scope="session")
def shop(tmp_path_factory) -> Page:
    """A simulated shop of some weeks."""
    folder = tmp_path_factory.mktemp("shop")
    objects = folder / "objects"
    told = ("--events", "30000", "--days", "75", "--seed", "11")
    run(folder, "footfall", "simulate", *told, "--output", str(objects))
    hostile_object(objects)
    run(folder, "footfall", "load", str(objects), "--kind", "event")
    invoice_object(folder / "invoices")
    invoices = str(folder / "invoices")
    run(folder, "footfall", "load", invoices, "--kind", "invoice_line")
    run(folder, "dbt", "--quiet", "build", "--resource-type", "model", "seed")
    run(folder, "dbt", "--quiet", "compile", "--select", "path:dashboard/datasets")
    return page_of(folder)


@pytest.fixture(scope="session")
def empty_shop(tmp_path_factory) -> Page:
    """A shop into which nothing has landed."""
    folder = tmp_path_factory.mktemp("empty")
    warehouse = DuckDBWarehouse(folder / "shop.duckdb")
    warehouse.prepare()
    warehouse.close()
    run(folder, "dbt", "--quiet", "build", "--resource-type", "model", "seed")
    run(folder, "dbt", "--quiet", "compile", "--select", "path:dashboard/datasets")
    return page_of(folder)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium."""
    if not has_chromium():
        pytest.skip(f"Chromium is missing in {CHROMIUM}: run make programs")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=list(ARGUMENTS)
        )


@pytest.fixture
def tab(browser, request):
    """A tab; `indirect` parameters are options of its context."""
    options = getattr(request, "param", {})
    context = browser.new_context(
        **{"viewport": {"width": 1360, "height": 900}, "timezone_id": "Asia/Tokyo"}
        | options
    )
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: told.append(f"{one.type}: {one.text}"))
    page.on("pageerror", lambda one: told.append(str(one)))
    yield Tab(page, asked, told)
    context.close()
