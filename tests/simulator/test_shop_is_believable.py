"""The made-up shop behaves as real ones do: shares, seasons, carts, robots."""

import collections
import datetime as dt
import json
from itertools import pairwise

from identities import occurred_at


def test_nothing_was_recorded_during_the_outage(run, events):
    began, ended = (
        dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC") for text in run[0]["outage"]
    )
    assert ended - began == dt.timedelta(minutes=15)
    hour = dt.timedelta(hours=1)
    times = [occurred_at(record) for record in events]
    assert sum(began - hour <= at < began for at in times) > 100
    assert sum(began <= at < ended for at in times) == 0


def test_events_have_the_fields_of_a_shop(events):
    named = collections.Counter(key for record in events for key in record)
    always = {
        "event_id",
        "event_time",
        "event_type",
        "product_id",
        "category_id",
        "category_code",
        "brand",
        "price",
        "user_id",
        "user_session",
    }
    assert {key for key, count in named.items() if count == len(events)} == always
    assert set(named) == always | {"order_id", "quantity"}
    for record in events:
        assert ("order_id" in record) == (record["event_type"] == "purchase")
        assert len(str(record["category_id"])) == 19
        assert record["price"] == round(record["price"], 2)


def test_nulls_come_in_the_published_shares(events):
    codes = sum(record["category_code"] is None for record in events) / len(events)
    brands = sum(record["brand"] is None for record in events) / len(events)
    assert 0.25 < codes < 0.42
    assert 0.08 < brands < 0.22


def test_categories_have_one_to_four_levels(events):
    codes = {record["category_code"] for record in events} - {None}
    assert {code.count(".") + 1 for code in codes} == {1, 2, 3, 4}


def test_a_few_products_draw_most_views(events):
    views = collections.Counter(
        record["product_id"] for record in events if record["event_type"] == "view"
    )
    top = sum(count for _, count in views.most_common(len(views) // 10))
    assert top / views.total() > 0.5


def test_days_and_weeks_have_seasons(events):
    hours = collections.Counter(occurred_at(record).hour for record in events)
    assert hours[16] > 3 * hours[3]


def histories(events):
    """(user, product) → kinds and sessions, in the order of time."""
    history = collections.defaultdict(list)
    for record in sorted(events, key=lambda each: each["event_time"]):
        history[record["user_id"], record["product_id"]].append(record)
    return history.values()


def test_carts_are_emptied_bought_at_once_and_bought_days_later(events):
    seen = collections.Counter()
    for steps in histories(events):
        kinds = [record["event_type"] for record in steps]
        if "purchase" in kinds and "cart" not in kinds:
            seen["without a cart"] += 1
        if kinds.count("cart") and kinds.count("remove_from_cart"):
            seen["emptied"] += 1
        if "cart" in kinds and "purchase" in kinds:
            cart, bought = steps[kinds.index("cart")], steps[kinds.index("purchase")]
            seen[
                "same session"
                if cart["user_session"] == bought["user_session"]
                else "later session"
            ] += 1
            if occurred_at(bought) - occurred_at(cart) > dt.timedelta(days=1):
                seen["days later"] += 1
    assert set(seen) == {
        "without a cart",
        "emptied",
        "same session",
        "later session",
        "days later",
    }


def test_users_return_and_orders_have_several_lines(events):
    sessions = collections.defaultdict(set)
    lines = collections.Counter()
    for record in events:
        sessions[record["user_id"]].add(record["user_session"])
        if record["event_type"] == "purchase":
            lines[record["order_id"]] += 1
    assert sum(len(ids) > 1 for ids in sessions.values()) > len(sessions) / 3
    assert max(lines.values()) > 1


def test_robots_view_hundreds_of_products_at_one_gap(run, events):
    sessions = collections.defaultdict(list)
    for record in events:
        sessions[record["user_session"]].append(record)
    robots = [steps for steps in sessions.values() if len(steps) > 100]
    assert len(robots) == run[0]["bot_sessions"] > 0
    for steps in robots:
        times = sorted(occurred_at(record) for record in steps)
        gaps = collections.Counter(after - before for before, after in pairwise(times))
        assert gaps.most_common(1)[0][1] > 0.9 * gaps.total()
        assert {record["event_type"] for record in steps} == {"view"}


def test_one_bot_views_evenly_from_the_first_day_to_the_last(
    tmp_path, make_shop, read_objects
):
    make_shop(tmp_path / "objects", damage=0, bot_events=2_000)
    objects = read_objects(tmp_path / "objects")
    users = collections.defaultdict(dict)
    for record in (record for landed in objects for record in landed.records):
        users[record["user_id"]][record["event_id"]] = record
    _, bot = sorted(users.items(), key=lambda user: len(user[1]))[-1]
    assert 1_990 <= len(bot) <= 2_010  # less those of the outage, and with twins
    days = collections.Counter(occurred_at(record).date() for record in bot.values())
    assert len(days) == 3
    assert min(days.values()) > 600
    assert {record["event_type"] for record in bot.values()} == {"view"}


def test_some_events_equal_another_in_all_but_the_id(events):
    contents = collections.Counter(
        json.dumps(record | {"event_id": None}, sort_keys=True) for record in events
    )
    assert sum(count - 1 for count in contents.values()) == round(40_000 * 0.002)
