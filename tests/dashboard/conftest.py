"""Shops that are built once, and a browser to open their pages with."""

import pytest
from debian import CHROMIUM, has_chromium
from made import Page, Tab, make_empty_shop, make_shop, page_of
from once import made_once
from playwright.sync_api import sync_playwright

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)


@pytest.fixture(scope="session")
def shop(tmp_path_factory) -> Page:
    """A simulated shop of some weeks."""
    copy = tmp_path_factory.getbasetemp() / "drawn-shop"
    return page_of(made_once("drawn-shop", make_shop, copy))


@pytest.fixture(scope="session")
def empty_shop(tmp_path_factory) -> Page:
    """A shop into which nothing has landed."""
    copy = tmp_path_factory.getbasetemp() / "drawn-empty-shop"
    return page_of(made_once("drawn-empty-shop", make_empty_shop, copy))


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
