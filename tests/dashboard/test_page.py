"""The page asks for nothing, fits a phone, can be used by keyboard and heard."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
AXE = (Path(__file__).parents[1] / "fixtures/axe/axe.min.js").read_text("utf-8")
PAGES = (
    *("overview", "funnel", "carts", "promote", "brands", "customers", "operations"),
)
PHONE = {"viewport": {"width": 360, "height": 740}}
# The browser's own policy would keep axe-core out, too.
LOOKS = [
    pytest.param({"color_scheme": "light", "bypass_csp": True}, "shop", id="light"),
    pytest.param({"color_scheme": "dark", "bypass_csp": True}, "shop", id="dark"),
    pytest.param({**PHONE, "bypass_csp": True}, "empty_shop", id="phone"),
]


@pytest.fixture(params=["shop", "empty_shop"])
def made(request):
    return request.getfixturevalue(request.param)


def test_nothing_is_asked_for_and_nothing_fails(made, tab):
    tab.open(made.address)
    for name in PAGES:
        tab.go(name)
        tab.page.click("#theme")
        for details in tab.page.query_selector_all("summary"):
            details.click()
        assert tab.page.inner_text("h1")
    assert {address.split("#")[0] for address in tab.asked} == {made.address}
    assert tab.told == []


@pytest.mark.parametrize("tab", [PHONE], indirect=True)
def test_a_phone_is_wide_enough(made, tab):
    tab.open(made.address)
    for name in PAGES:
        tab.go(name)
        for details in tab.page.query_selector_all("summary"):
            details.click()
        wide = tab.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["viewport"]["width"], name


@pytest.mark.parametrize(("tab", "which"), LOOKS, indirect=["tab"])
def test_nobody_is_shut_out(request, tab, which):
    """axe-core finds nothing serious."""
    tab.open(request.getfixturevalue(which).address)
    tab.page.evaluate(AXE)
    for name in PAGES:
        tab.go(name)
        for details in tab.page.query_selector_all("details > summary"):
            details.click()
        found = tab.page.evaluate("axe.run()")
        serious = [
            (one["id"], one["nodes"][0]["html"][:200])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], name
        assert found["passes"]


def test_an_empty_shop_says_so(empty_shop, tab):
    tab.open(empty_shop.address)
    assert "footfall load" in tab.page.inner_text(".banner")
    for name in PAGES:
        tab.go(name)
        assert "NaN" not in tab.page.inner_text("body")
        assert "undefined" not in tab.page.inner_text("body")
        assert "Infinity" not in tab.page.inner_text("body")


def test_a_keyboard_is_enough(shop, tab):
    tab.open(shop.address)
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.className") == "skip"
    for _ in range(2):
        tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("#funnel-1")
    assert tab.page.inner_text("h1") == "Funnel"
    assert tab.page.evaluate("document.activeElement.id") == "main"
    tab.page.focus("#category")
    tab.page.keyboard.press("ArrowDown")
    assert tab.page.input_value("#category") != ""
    tab.page.focus("#funnel-3 summary")
    tab.page.keyboard.press("Enter")
    assert tab.page.wait_for_selector("#funnel-3 table")


def test_figures_stand_beside_every_chart(shop, tab):
    tab.open(shop.address)
    for name in PAGES:
        tab.go(name)
        for tile in tab.page.query_selector_all(".tile"):
            if not tile.query_selector(".chart"):
                continue
            tile.query_selector("summary").click()
            assert tile.wait_for_selector("tbody tr")
            assert tile.query_selector(".chart").get_attribute("aria-label")


def test_every_tile_says_what_it_means_and_how_fresh_it_is(shop, tab):
    tab.open(shop.address)
    for name in PAGES:
        tab.go(name)
        for tile in tab.page.query_selector_all(".tile"):
            assert "complete to" in tile.query_selector(".source").inner_text()
            meaning = tile.query_selector("details:last-of-type")
            meaning.query_selector("summary").click()
            assert "One row" in meaning.inner_text()


def test_paper_is_light_and_has_no_filters(shop, tab):
    tab.open(shop.address)
    tab.page.click("#theme")
    tab.page.emulate_media(media="print")
    tab.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    look = "getComputedStyle(document.documentElement).getPropertyValue('--scheme')"
    assert tab.page.evaluate(look).strip() == "light"
    assert not tab.page.is_visible("#filters")
    tab.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.page.evaluate(look).strip() == "dark"
