"""Wherever a load into Redshift is killed, the next leaves the rows that it should.

And nothing else: no staged file, no folder on this machine.
"""

import random
import time

import pytest
from bucket import Shop, delivery, sorted_rows

STATEMENTS = [
    pytest.param("create table", "before", 2, id="while the tables are made"),
    pytest.param("lock", "before", 2, id="before the lock"),
    pytest.param("lock", "after", 2, id="after the lock"),
    pytest.param("copy staged_events", "before", 2, id="before COPY"),
    pytest.param("copy staged_events", "during", 2, id="during COPY"),
    pytest.param("copy staged_events", "after", 2, id="after COPY"),
    pytest.param("insert into landing.events", "after", 2, id="after rows"),
    pytest.param("insert into landing.objects", "after", 2, id="after the ledger"),
    pytest.param("with landed_rows", "after", 2, id="after the sums"),
    pytest.param("commit", "before", 3, id="before the commit"),
    pytest.param("commit", "during", 3, id="during the commit"),
    pytest.param("commit", "after", 3, id="after the commit"),
]
CALLS = [
    pytest.param("reading", "before", 1, id="while the first object is read"),
    pytest.param("reading", "before", 4, id="while a later object is read"),
    pytest.param("PutObject", "before", 1, id="before anything is staged"),
    pytest.param("PutObject", "after", 8, id="between two staged files"),
    pytest.param("DeleteObjects", "before", 1, id="before staged files are removed"),
    pytest.param("DeleteObjects", "after", 2, id="after staged files were removed"),
]
DATA_API = [
    pytest.param("BatchExecuteStatement", "before", 3, id="before a transaction"),
    pytest.param("BatchExecuteStatement", "during", 3, id="during a transaction"),
    pytest.param("BatchExecuteStatement", "after", 3, id="after it was sent"),
    pytest.param("DescribeStatement", "before", 5, id="before its end is known"),
    pytest.param("DescribeStatement", "after", 5, id="after its end is known"),
]


@pytest.fixture
def shop(via, redshift, tmp_path):
    made = Shop(redshift, tmp_path, via)
    made.put(delivery(4))
    return made


def assert_whole(shop):
    ran = shop.load(batch_bytes=1)
    assert ran.code == 0, ran.err
    expected = sorted_rows(shop.landed_locally(), "load_sequence")
    assert sorted_rows(shop.landed(), "load_sequence") == expected
    assert shop.staged() == shop.folders() == []


def assert_killed_and_completed(shop, dies_at, how, times):
    killed = shop.load(batch_bytes=1, dies_at=dies_at, how=how, times=times)
    assert killed.code == -9, f"the place to die at is no longer there: {killed.err}"
    assert_whole(shop)


@pytest.mark.slow
@pytest.mark.parametrize("via", ["connector"])
@pytest.mark.parametrize(("dies_at", "how", "times"), STATEMENTS)
def test_a_load_killed_at_a_statement_is_completed(shop, dies_at, how, times):
    assert_killed_and_completed(shop, dies_at, how, times)


@pytest.mark.slow
@pytest.mark.parametrize("via", ["connector", "data-api"])
@pytest.mark.parametrize(("dies_at", "how", "times"), CALLS)
def test_a_load_killed_at_a_call_of_s3_is_completed(shop, dies_at, how, times):
    assert_killed_and_completed(shop, dies_at, how, times)


@pytest.mark.slow
@pytest.mark.parametrize("via", ["data-api"])
@pytest.mark.parametrize(("dies_at", "how", "times"), DATA_API)
def test_a_load_killed_at_a_call_of_the_data_api_is_completed(
    shop, dies_at, how, times
):
    assert_killed_and_completed(shop, dies_at, how, times)


@pytest.mark.slow
@pytest.mark.parametrize("via", ["connector", "data-api"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_load_killed_at_any_time_again_and_again_is_completed(shop, seed):
    rng = random.Random(seed)
    for _ in range(5):
        running = shop.start_load(batch_bytes=1)
        time.sleep(rng.uniform(0.05, 1.2))
        running.process.kill()
        running.done()
    assert_whole(shop)


@pytest.mark.parametrize("via", ["connector"])
def test_what_was_committed_before_a_kill_is_not_landed_again(shop):
    killed = shop.load(batch_bytes=1, dies_at="commit", how="after", times=3)
    assert killed.code == -9
    # the first commit made the tables
    assert shop.load().told["objects_loaded"] == 3


@pytest.mark.parametrize("via", ["connector"])
def test_what_a_load_of_another_machine_left_goes_after_a_day(shop):
    left = "0" * 32 + "/1/events-0.footfall-staged.json.gz"
    foreign = "0" * 32 + "/1/notes.txt"
    shop.put({f"_footfall_staging/{left}": b"", f"_footfall_staging/{foreign}": b""})
    assert shop.load().code == 0
    assert len(shop.staged()) == 2, "a load of another machine may be at work"
    assert shop.load(old_days=0).code == 0
    assert shop.staged() == [f"_footfall_staging/{foreign}"], "not a staged file"


@pytest.mark.parametrize("via", ["connector"])
def test_what_a_load_at_work_has_staged_is_left_alone(shop):
    stopped = shop.start_load(dies_at="copy staged_events", how="stopped")
    stopped.wait_until_stopped()
    at_work = shop.staged()
    assert len(at_work) == 6  # three tables, their manifests
    waiting = shop.start_load()
    time.sleep(3)
    assert shop.staged() == at_work
    stopped.go_on()
    assert stopped.done().told["objects_loaded"] == 5
    assert waiting.done().told["objects_loaded"] == 0
    assert shop.staged() == shop.folders() == []
