"""Wherever a load is killed, the next leaves the same rows as an undisturbed one."""

import json
import os
import random
import time

import duckdb
import pytest

OBJECTS, RECORDS = 5, 40


def _record(rng, number):
    record = {
        "event_time": f"2026-01-05 07:{number % 60:02}:00 UTC",
        "event_type": rng.choice(["view", "cart", "purchase"]),
        "product_id": rng.randrange(50),
        "user_id": str(rng.randrange(10)),
        "shelf": {"row": rng.randrange(3)},
    }
    if rng.random() < 0.5:
        record["event_id"] = f"e{rng.randrange(10**6)}"
    return json.dumps(record)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    """A folder of objects: ids of both kinds, equal records, damage, emptiness."""
    folder = tmp_path_factory.mktemp("delivered")
    rng = random.Random(4)
    for number in range(OBJECTS):
        records = [_record(rng, place) for place in range(RECORDS)]
        records += rng.sample(records, 5)
        records.insert(rng.randrange(RECORDS), '{"event_id": "cut')
        hour = folder / f"2026/01/05/{number:02}"
        hour.mkdir(parents=True)
        content = rng.choice(["", "\n"]).join(records) if number != 3 else ""
        (hour / f"shop-1-2026-01-05-{number:02}-30-00-{number}").write_text(content)
    return folder


@pytest.fixture
def load(start, delivered, database):
    def load_it(**limits):
        arguments = ("load", delivered, "--kind", "event", "--json")
        return start(*arguments, batch_bytes=1, **limits).done()

    return load_it


@pytest.fixture(scope="module")
def undisturbed(delivered, tmp_path_factory):
    """The rows of a load that nothing disturbs, made once."""
    return {}


@pytest.fixture
def expected(undisturbed, start, delivered, tmp_path, tables, monkeypatch):
    if not undisturbed:
        path = tmp_path / "undisturbed.duckdb"
        with monkeypatch.context() as patched:
            patched.setenv("FOOTFALL_DUCKDB_PATH", str(path))
            arguments = ("load", delivered, "--kind", "event", "--json")
            ran = start(*arguments).done()
        assert ran.told["objects_loaded"] == OBJECTS
        undisturbed.update(tables(path))
        assert len(undisturbed["objects"]) == OBJECTS
        assert len(undisturbed["events"]) == (OBJECTS - 1) * (RECORDS + 5)
        assert len(undisturbed["rejected_records"]) == OBJECTS - 1
    return undisturbed


@pytest.mark.parametrize(
    ("dies_at", "times", "dies_after"),
    [
        pytest.param("create table", 2, False, id="while the tables are made"),
        pytest.param("reading", 1, False, id="while the first object is read"),
        pytest.param("reading", 4, False, id="while a later object is read"),
        pytest.param("begin", 3, False, id="before a batch begins"),
        pytest.param("begin", 3, True, id="after a batch began"),
        pytest.param("insert into landing.events", 2, False, id="before rows"),
        pytest.param("insert into landing.events", 2, True, id="after rows"),
        pytest.param("insert into landing.rejected", 2, True, id="after rejected"),
        pytest.param("insert into landing.objects", 2, False, id="before the ledger"),
        pytest.param("insert into landing.objects", 2, True, id="after the ledger"),
        pytest.param("commit", 3, False, id="before the commit"),
        pytest.param("commit", 3, True, id="after the commit"),
        pytest.param("commit", OBJECTS, True, id="after the last commit"),
        pytest.param("closing", 1, False, id="before closing"),
        pytest.param("closing", 1, True, id="after closing"),
    ],
)
def test_a_load_killed_anywhere_is_completed_by_the_next(
    load, expected, database, tables, dies_at, times, dies_after
):
    killed = load(dies_at=dies_at, times=times, dies_after=dies_after)
    assert killed.code == -9, "the place to die at is no longer there"
    ran = load()
    assert ran.code == 0, ran.err
    assert tables(database) == expected


def test_what_was_committed_before_a_kill_is_not_read_again(load, expected):
    assert load(dies_at="begin", times=4).code == -9
    assert load().told["objects_loaded"] == OBJECTS - 2


@pytest.mark.parametrize("seed", [1, 2])
def test_a_load_killed_at_any_time_again_and_again_is_completed(
    start, load, expected, delivered, database, tables, seed
):
    rng = random.Random(seed)
    for _ in range(4):
        arguments = ("load", delivered, "--kind", "event")
        running = start(*arguments, batch_bytes=1)
        time.sleep(rng.uniform(0.02, 0.3))
        running.process.kill()
        running.done()
    assert load().code == 0
    assert tables(database) == expected


def test_a_full_disk_keeps_nothing_of_the_batch(
    load, delivered, tables, database, run, assert_told, tmp_path
):
    folder = tmp_path / "many"
    hour = folder / "2026/01/05/07"
    hour.mkdir(parents=True)
    rng = random.Random(5)
    for number in range(3):
        ids = [rng.getrandbits(200) for _ in range(6_000)]
        lines = [json.dumps({"event_id": str(one), "user_id": "1"}) for one in ids]
        (hour / f"shop-{number}").write_text("\n".join(lines))
    arguments = ("load", folder, "--kind", "event", "--json")
    full = run(*arguments, batch_bytes=1, file_bytes=1_500_000)
    assert_told(full, 3, "the disk is full", "free some space")
    ran = run(*arguments)
    assert ran.code == 0, ran.err
    found = tables(database)
    assert len(found["objects"]) == 3
    assert len({row["event_id"] for row in found["events"]}) == 18_000
    assert len(found["events"]) == 18_000


def test_a_warehouse_in_use_is_to_be_tried_again(load, database, assert_told):
    with duckdb.connect(str(database)):
        assert_told(load(), 3, "is in use by another process", "wait")
    assert load().told["objects_loaded"] == OBJECTS


def test_a_folder_that_may_not_be_written_is_a_setting(
    start, delivered, tmp_path_factory, monkeypatch, assert_told
):
    nobody = 65534
    folder = tmp_path_factory.mktemp("guarded")
    opened = [folder, *folder.parents, delivered, *delivered.parents]
    modes = {one: one.stat().st_mode for one in opened}
    monkeypatch.setenv("FOOTFALL_DUCKDB_PATH", str(folder / "warehouse.duckdb"))
    for one in (folder, delivered, *folder.parents):
        if one.owner() == "root" and os.geteuid() == 0 and not modes[one] & 0o002:
            one.chmod(0o755)
    folder.chmod(0o555)
    try:
        user = nobody if os.geteuid() == 0 else None
        ran = start("load", delivered, "--kind", "event", user=user).done()
    finally:
        for one, mode in modes.items():
            if one.stat().st_mode != mode:
                one.chmod(mode)
    assert_told(ran, 2, "Permission denied", "let this user write the file")


@pytest.mark.parametrize(
    ("make", "code", "error"),
    [
        pytest.param(lambda path: path.mkdir(), 2, "Is a directory", id="a folder"),
        pytest.param(
            lambda path: path.write_text("hello"), 2, "not a DuckDB file", id="a text"
        ),
        pytest.param(
            lambda path: path.write_bytes(b""), 2, "not a DuckDB file", id="nothing"
        ),
    ],
)
def test_a_warehouse_path_that_is_none_is_a_setting(
    load, database, assert_told, make, code, error
):
    make(database)
    assert_told(load(), code, error, "")


def test_a_warehouse_in_no_folder_is_a_setting(
    load, database, monkeypatch, assert_told, tmp_path
):
    monkeypatch.setenv("FOOTFALL_DUCKDB_PATH", str(tmp_path / "nowhere" / "x.duckdb"))
    assert_told(load(), 2, "no such folder", "FOOTFALL_DUCKDB_PATH")
