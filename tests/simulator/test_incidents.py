"""Incidents are where the truth says, and nowhere else."""

import collections
import datetime as dt

import pytest
from identities import occurred_at

from loaders.errors import ConfigError
from simulator.incidents import INCIDENTS

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def with_incidents(tmp_path, make_shop, read_objects):
    truth = make_shop(
        tmp_path / "objects", events=20_000, days=14, damage=0, incidents=INCIDENTS
    )
    objects = read_objects(tmp_path / "objects")
    spans = {
        name: [dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC") for text in span]
        for name, span in truth["incidents"].items()
    }
    return objects, spans


def users_by_hour(objects, event_type=None):
    """Hour → how many events each user has in it, each event once."""
    events = {
        record["event_id"]: record
        for landed in objects
        for record in landed.records
        if event_type in (None, record.get("event_type"))
    }
    hours = collections.defaultdict(collections.Counter)
    for record in events.values():
        hour = occurred_at(record).replace(minute=0, second=0)
        hours[hour][record["user_id"]] += 1
    return hours


def test_an_attack_is_of_few_users_and_no_carts(with_incidents):
    objects, spans = with_incidents
    began = spans["attack"][0]
    hour, week_before = (
        users_by_hour(objects)[at] for at in (began, began - 168 * HOUR)
    )
    assert sum(count for _, count in hour.most_common(5)) > 900
    assert sum(hour.values()) > 10 * sum(week_before.values())
    assert len(hour) < 2 * len(week_before) + 5
    assert sum(users_by_hour(objects, "cart")[began].values()) < 20


def test_a_sale_is_of_many_users_with_carts(with_incidents):
    objects, spans = with_incidents
    began, ended = spans["sale"]
    assert ended - began == 3 * HOUR
    for event_type in ("view", "cart"):
        hours = users_by_hour(objects, event_type)
        inside = [hours[began + number * HOUR] for number in range(3)]
        before = [hours[began + (number - 168) * HOUR] for number in range(3)]
        events, usual = (
            sum(sum(one.values()) for one in each) for each in (inside, before)
        )
        assert events > 3 * usual
        assert sum(map(len, inside)) > 2.5 * sum(map(len, before))


def test_late_hours_are_delivered_six_hours_later(with_incidents):
    objects, spans = with_incidents
    began, ended = spans["late"]
    waits = [
        landed.named_at - ended
        for landed in objects
        for record in landed.records
        if began <= occurred_at(record) < ended
    ]
    assert len(waits) > 100
    assert min(waits) >= 6 * HOUR


def test_doubled_hours_are_delivered_twice(with_incidents):
    objects, spans = with_incidents
    began, ended = spans["doubled"]
    copies = collections.Counter(
        record["event_id"]
        for landed in objects
        for record in landed.records
        if began <= occurred_at(record) < ended
    )
    assert sum(count > 1 for count in copies.values()) > 0.9 * len(copies)


def test_without_incidents_the_truth_has_none(tmp_path, make_shop):
    assert make_shop(tmp_path / "objects")["incidents"] == {}


def test_a_short_run_has_no_room_for_one(tmp_path, make_shop):
    with pytest.raises(ConfigError, match="13 days are too few"):
        make_shop(tmp_path / "objects", days=13, incidents=("sale",))
