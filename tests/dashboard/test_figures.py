"""Every tile shows what SQL says, and filters change what they claim to."""

import math
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from expected import HOLDS, conditions, figures, is_added, quoted
from made import HOSTILE

pytestmark = pytest.mark.slow
EPOCH = date(1970, 1, 1)
CHOICES = {
    "everything": {},
    "ten days": {"from": "2026-01-20", "to": "2026-01-29"},
    "a category": {"category": "computers"},
    "a brand": {"brand": HOSTILE},
    "invoices": {"channel": "invoice"},
    "a brand on some days": {
        "brand": HOSTILE,
        "from": "2026-02-01",
        "to": "2026-02-20",
    },
}


def choose(tab, chosen):
    """Set the filters as a reader does; what is set then, dates too."""
    tab.page.click("#reset")
    for end in ("from", "to"):
        if end in chosen:
            tab.page.fill(f"#{end}", chosen[end])
            tab.page.dispatch_event(f"#{end}", "change")
    for name in ("category", "brand", "channel"):
        if name in chosen:
            tab.page.select_option(f"#{name}", chosen[name], timeout=2000)
    set_ = {end: tab.page.input_value(f"#{end}") for end in ("from", "to")}
    return {"channel": "clickstream", **chosen, **set_}


def shown(tab, tile):
    return tab.page.evaluate("id => footfall.shown(id)", tile["id"])


def plain(value):
    """A value of SQL as the page holds it."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return (value - EPOCH).days
    if isinstance(value, Decimal | float):
        return int(value) if float(value).is_integer() else float(value)
    return value


def same(found, expected):
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return found == expected


def by_sql(page, tile, value, by, chosen, dataset=None, only=()):
    name = dataset or tile["dataset"]
    rows = page.query(
        figures(
            page.select(name),
            page.spec.datasets[name],
            value,
            by,
            chosen,
            {**tile.get("only", {}), **tile.get("choose", {}), **dict(only)},
        )
    )
    return {tuple(map(plain, row[:-1])): plain(row[-1]) for row in rows}


def assert_as_sql(page, tile, found, chosen):
    {
        "headlines": assert_headlines,
        "steps": assert_steps,
        "heat": assert_heat,
        "rows": assert_rows,
        "scatter": assert_rows,
    }.get(tile["chart"], assert_members)(page, tile, found, chosen)


def assert_headlines(page, tile, found, chosen):
    told = [
        (group["dataset"], value)
        for group in tile["groups"]
        for value in group["values"]
    ]
    assert [row["key"] for row in found["rows"]] == [
        value["label"] for _, value in told
    ]
    for row, (dataset, value) in zip(found["rows"], told, strict=True):
        expected = by_sql(page, tile, value, (), chosen, dataset)[()]
        none = 0 if is_added(value) else None
        assert same(row["figures"][0], none if expected is None else expected), value


def assert_steps(page, tile, found, chosen):
    for row, step in zip(found["rows"], tile["steps"], strict=True):
        for figure, total in zip(row["figures"], step["totals"], strict=True):
            value = {"above": total, "format": "count"}
            expected = by_sql(page, tile, value, (), chosen)[()] if total else None
            assert same(figure, expected or (0 if total else None)), (tile, total)


def assert_members(page, tile, found, chosen):
    by = (tile["by"],)
    expected = [by_sql(page, tile, value, by, chosen) for value in tile["values"]]
    for row in found["rows"]:
        for figure, value, of in zip(
            row["figures"], tile["values"], expected, strict=True
        ):
            known = of.get((row["key"],))
            none = 0 if is_added(value) else None
            assert same(figure, none if known is None else known), (tile, row)
    keys = {key for of in expected for (key,) in of}
    if tile["by"] == "local_date":
        days = date.fromisoformat(chosen["to"]) - date.fromisoformat(chosen["from"])
        assert len(found["rows"]) == days.days + 1
        return
    most = 24 if tile["by"] == "hour" else tile.get("limit", 15)
    assert len(found["rows"]) == min(most, len(keys)), tile["id"]
    if len(keys) > most:
        first = sorted((of or 0 for of in expected[0].values()), reverse=True)[:most]
        assert [row["figures"][0] for row in found["rows"]] == pytest.approx(first)


def assert_heat(page, tile, found, chosen):
    value = tile["values"][0]
    expected = by_sql(page, tile, value, (tile["rows"], tile["columns"]), chosen)
    cells = {
        (row["key"], column): figure
        for row in found["rows"]
        for column, figure in zip(found["columns"], row["figures"], strict=True)
    }
    for place in cells.keys() | expected.keys():
        assert same(cells[place], expected.get(place)), (tile["id"], place)


def assert_rows(page, tile, found, chosen):
    columns = page.spec.datasets[tile["dataset"]]
    told = conditions(columns, None, chosen)
    told += [f"{name} = {quoted(one)}" for name, one in tile.get("only", {}).items()]
    named = [value["above"] for value in tile["values"] if value["above"]]
    text = ", ".join(named or [tile["x"]["above"]])
    order = f" order by {tile['sort']}" if "sort" in tile else ""
    order += " desc nulls first" if tile.get("descending") else " nulls last"
    rows = page.query(
        f"select {text} from ({page.select(tile['dataset'])})"
        f" where {' and '.join(told) or 'true'}{order if 'sort' in tile else ''}"
    )
    limit = tile.get("limit", len(rows))
    assert len(found["rows"]) == min(limit, len(rows)), tile["id"]
    if named and len(rows) <= limit:
        places = [at for at, value in enumerate(tile["values"]) if value["above"]]
        seen = [[row["figures"][at] for at in places] for row in found["rows"]]
        expected = [[plain(value) for value in row] for row in rows]
        assert sorted(map(str, seen)) == sorted(map(str, expected)), tile["id"]


@pytest.mark.parametrize("chosen", CHOICES.values(), ids=CHOICES.keys())
def test_every_tile_shows_what_sql_says(shop, tab, chosen):
    tab.open(shop.address)
    for page in shop.spec.pages:
        tab.go(page["name"])
        set_ = choose(tab, chosen)
        for tile in page["tiles"]:
            assert_as_sql(shop, tile, shown(tab, tile), set_)
    assert tab.told == []


@pytest.mark.parametrize("name", ["category", "brand", "channel", "dates"])
def test_a_filter_changes_what_it_claims_to(shop, tab, name):
    tab.open(shop.address)
    chosen = {
        "category": CHOICES["a category"],
        "brand": CHOICES["a brand"],
        "channel": CHOICES["invoices"],
        "dates": CHOICES["ten days"],
    }[name]
    changed, kept = set(), set()
    for page in shop.spec.pages:
        tab.go(page["name"])
        choose(tab, {})
        before = {tile["id"]: shown(tab, tile)["rows"] for tile in page["tiles"]}
        choose(tab, chosen)
        for tile in page["tiles"]:
            columns = shop.spec.datasets[tile["dataset"]]
            other = {"category": "brand", "brand": "category"}.get(name)
            is_held = name in HOLDS and "member" in columns and tile.get("by") != other
            column = "local_date" if name == "dates" else name
            acts = column in columns or is_held
            if not before[tile["id"]]:
                continue
            is_same = shown(tab, tile)["rows"] == before[tile["id"]]
            assert is_same != acts, f"{tile['id']}: {tile['title']}"
            note = tab.page.inner_text(f"#{tile['id']}")
            says = (
                "Of a period of its own"
                if name == "dates"
                else f"Not filtered by {name}"
            )
            if tile["dataset"] != "freshness" and tile["chart"] != "headlines":
                assert (says in note) != acts, tile["id"]
            (changed if acts else kept).add(tile["id"])
    assert len(changed) > 6
    assert len(kept) > 3


def period_of(total, first, last):
    """A metric's sum over the dates of a period."""
    told = [f"{column} = {quoted(value)}" for column, value in total.filters]
    told.append(f"{total.date_column} between '{first}' and '{last}'")
    if total.mart == "fct_orders":
        told.append("channel = 'clickstream'")
    return f"select {total.sql} from marts.{total.mart} where {' and '.join(told)}"


def test_headlines_equal_their_marts(shop, tab):
    """The metrics' own SQL on the marts, not the datasets' selects."""
    tab.open(shop.address)
    seen = set()
    for page in shop.spec.pages:
        tab.go(page["name"])
        tab.page.select_option("#preset", "3")
        first, last = (tab.page.input_value(f"#{end}") for end in ("from", "to"))
        for card in tab.page.query_selector_all(".card"):
            metric = shop.artifacts.metrics[card.get_attribute("data-metric")]
            value = float(card.query_selector(".value").get_attribute("data-value"))
            sums = [
                shop.query(period_of(total, first, last))[0][0]
                for total in (metric.numerator, metric.denominator)
                if total is not None
            ]
            expected = float(sums[0] or 0)
            if len(sums) == 2:
                expected /= float(sums[1])
            assert math.isclose(value, expected, rel_tol=1e-9), metric.name
            seen.add(metric.name)
    assert {"revenue", "orders", "sessions", "visitors_per_day"} <= seen
    assert {"view_to_purchase_rate", "abandonment_rate", "left_amount"} <= seen


def test_what_is_compared_is_the_days_before(shop, tab):
    tab.open(shop.address)
    chosen = choose(tab, CHOICES["ten days"])
    days = [date.fromisoformat(chosen[end]) for end in ("from", "to")]
    length = days[1] - days[0] + timedelta(days=1)
    before = [str(day - length) for day in days]
    value = shop.spec.pages[0]["tiles"][0]["values"][0]
    tile = {"dataset": "sales"}
    now, then = (
        by_sql(
            shop,
            tile,
            value,
            (),
            {**chosen, "from": str(span[0]), "to": str(span[1])},
        )[()]
        for span in (days, before)
    )
    card = tab.page.inner_text(".card >> nth=0")
    assert f"{abs(now / then - 1):.1%}" in card
    assert ("up" if now > then else "down") in card


def test_choosing_a_brand_lets_go_of_the_category(shop, tab):
    tab.open(shop.address)
    tab.page.select_option("#category", "computers")
    tab.page.select_option("#brand", HOSTILE)
    assert tab.page.input_value("#category") == ""
    assert "one at a time" in tab.page.inner_text("#said")
    assert tab.page.title() == "Overview · Footfall"  # and no script of a name ran


def test_members_are_those_of_the_most_events(shop, tab):
    tab.open(shop.address)
    for name, hold in HOLDS.items():
        told = tab.page.eval_on_selector_all(
            f"#{name} option", "all => all.map(one => one.value)"
        )
        rows = shop.query(
            f"select member from ({shop.select('members')}) where hold = '{hold}'"
            " order by place"
        )
        assert told == ["", *(member for (member,) in rows)]
        assert len(told) > 5
