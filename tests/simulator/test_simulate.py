"""The made-up shop: its objects are what their truth and their settings say."""

import collections
import datetime as dt
import json

import pytest
from click.testing import CliRunner
from identities import identities, is_accepted, occurred_at

from loaders.errors import ConfigError
from simulator.cli import simulate_command
from simulator.events import EVENT_TYPES
from simulator.simulation import truth_path


def assert_truth(truth, objects, has_ids):
    landed = sum(len(each.records) for each in objects)
    rejected = sum(len(each.rejected) for each in objects)
    accepted = list(identities(objects, has_ids))
    kept = dict(accepted)
    kinds = collections.Counter(record["event_type"] for record in kept.values())
    sessions = {record["user_session"] for record in kept.values()} - {None}
    counted = {
        "objects": len(objects),
        "records": landed + rejected,
        "landed": landed,
        "rejected": rejected,
        "kept": len(kept),
        "repeats": len(accepted) - len(kept),
        "quarantined": landed - len(accepted),
        "by_type": {kind: kinds[kind] for kind in EVENT_TYPES},
        "users": len({record["user_id"] for record in kept.values()}),
        "sessions_source_ids": len(sessions),
        "orders": len({record.get("order_id") for record in kept.values()} - {None}),
        "objects_empty": sum(not each.body for each in objects),
    }
    assert counted == {name: truth[name] for name in counted}


@pytest.mark.parametrize("has_ids", [True, False], ids=["with ids", "without ids"])
@pytest.mark.parametrize("separator", ["none", "newline", "mixed"])
def test_truth_equals_an_independent_count(
    tmp_path, make_shop, read_objects, has_ids, separator
):
    output = tmp_path / "objects"
    truth = make_shop(
        output, damage=0.02, has_event_ids=has_ids, separator=separator, seed=11
    )
    assert truth["rejected"] > 50
    assert truth["quarantined"] > 50
    assert_truth(truth, read_objects(output), has_ids)


def test_truth_equals_an_independent_count_of_a_larger_run(run):
    assert_truth(*run, has_ids=True)


def test_truth_lies_beside_the_objects_and_adds_up(tmp_path, make_shop):
    output = tmp_path / "objects"
    truth = make_shop(output)
    assert json.loads(truth_path(output).read_text()) == truth
    assert truth["records"] == truth["landed"] + truth["rejected"]
    assert truth["landed"] == truth["kept"] + truth["repeats"] + truth["quarantined"]
    assert truth["events"] == 8_000 == truth["kept"] + truth["events_lost"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "objects",
        "objects.truth.json",
    ]


def test_a_clean_run_delivers_every_event_once(tmp_path, make_shop, read_objects):
    output = tmp_path / "objects"
    truth = make_shop(output, damage=0, repeats=0, late=0)
    assert truth["records"] == truth["kept"] == truth["events"] == 8_000
    assert_truth(truth, read_objects(output), has_ids=True)


def files_of(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_names(tmp_path, make_shop):
    for name in ("once", "twice"):
        make_shop(tmp_path / name)
    assert files_of(tmp_path / "once") == files_of(tmp_path / "twice")


def test_another_seed_shares_no_id(tmp_path, make_shop, read_objects):
    ids = []
    for seed in (1, 2):
        make_shop(tmp_path / str(seed), seed=seed)
        objects = read_objects(tmp_path / str(seed))
        ids.append(
            {
                record.get(name)
                for each in objects
                for record in each.records
                for name in ("event_id", "user_session")
            }
            - {None}
        )
    assert len(ids[0]) > 8_000
    assert ids[0].isdisjoint(ids[1])


def test_damage_does_not_change_the_shop(tmp_path, make_shop, read_objects):
    kept = []
    for damage in (0, 0.02):
        output = tmp_path / str(damage)
        make_shop(output, damage=damage)
        kept.append(dict(identities(read_objects(output), has_ids=True)))
    clean, damaged = kept
    assert damaged.items() <= clean.items()


def test_no_object_is_named_before_its_last_event(run):
    for each in run[1]:
        times = [occurred_at(record) for record in each.records if is_accepted(record)]
        assert max(times, default=each.named_at) <= each.named_at, each.key


def test_some_objects_are_late_and_some_of_them_under_an_old_hour(run):
    waits = []
    for each in run[1]:
        times = [occurred_at(record) for record in each.records if is_accepted(record)]
        folder = dt.datetime.strptime(each.key[:13], "%Y/%m/%d/%H")
        waits.append((each.named_at - max(times, default=each.named_at), folder, each))
    late = [each for wait, _, each in waits if wait > dt.timedelta(hours=2)]
    old = [each for _, folder, each in waits if each.named_at.day != folder.day]
    assert late
    assert any(each in late for each in old)


def test_damaged_objects_are_cut_or_empty(run):
    truth, objects = run
    cut = [each for each in objects if not each.is_whole]
    assert 1 <= len(cut) <= truth["objects_cut_short"]
    assert all(len(each.rejected) >= 1 for each in cut)
    assert truth["rejected_by_damage"]["object_cut_short"] == truth["objects_cut_short"]
    assert truth["objects_empty"] >= 1


@pytest.mark.parametrize(
    ("compression", "suffixes"),
    [("gzip", {".gz"}), ("plain", {""}), ("mixed", {".gz", ""})],
)
def test_compression_is_what_was_chosen(
    tmp_path, make_shop, read_objects, compression, suffixes
):
    truth = make_shop(tmp_path / "objects", compression=compression)
    objects = read_objects(tmp_path / "objects")
    assert {".gz" if each.key.endswith(".gz") else "" for each in objects} == suffixes
    assert_truth(truth, objects, has_ids=True)


@pytest.mark.parametrize(
    ("separator", "marks"),
    [("none", {b"}{"}), ("newline", {b"}\n"}), ("mixed", {b"}{", b"}\n"})],
)
def test_separator_is_what_was_chosen(
    tmp_path, make_shop, read_objects, separator, marks
):
    make_shop(tmp_path / "objects", separator=separator, damage=0)
    found = {
        mark
        for each in read_objects(tmp_path / "objects")
        for mark in (b"}{", b"}\n")
        if mark in each.body.replace(b"brace}{works", b"")
    }
    assert found == marks


@pytest.mark.parametrize("count", [1, 2, 37])
def test_a_tiny_run_is_exact_too(tmp_path, make_shop, read_objects, count):
    truth = make_shop(tmp_path / "objects", events=count, days=1)
    assert truth["events"] == count
    assert_truth(truth, read_objects(tmp_path / "objects"), has_ids=True)


def test_command_prints_facts_and_refuses_a_full_directory(tmp_path):
    output = tmp_path / "objects"
    arguments = ["--events", "500", "--days", "1", "--output", str(output)]
    result = CliRunner().invoke(simulate_command, arguments)
    facts = dict(line.split("\t") for line in result.stdout.splitlines())
    truth = json.loads(truth_path(output).read_text())
    assert facts["kept"] == str(truth["kept"])
    assert facts["truth"] == f"{output}.truth.json"

    again = CliRunner().invoke(simulate_command, arguments)
    assert isinstance(again.exception, ConfigError)
    assert "is there already" in str(again.exception)


def test_start_moves_every_event(tmp_path, make_shop, read_objects):
    make_shop(tmp_path / "objects", start=dt.date(2024, 2, 28), damage=0)
    days = {
        occurred_at(record).date()
        for each in read_objects(tmp_path / "objects")
        for record in each.records
    }
    assert days == {dt.date(2024, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 3, 1)}


def test_too_long_a_run_is_the_users_mistake(tmp_path, make_shop):
    with pytest.raises(ConfigError, match="too many"):
        make_shop(tmp_path / "objects", days=4000)
    assert list(tmp_path.iterdir()) == []


def test_a_bot_of_more_than_half_of_all_is_the_users_mistake(tmp_path, make_shop):
    with pytest.raises(ConfigError, match="more than half"):
        make_shop(tmp_path / "objects", bot_events=4_001)
    assert list(tmp_path.iterdir()) == []
