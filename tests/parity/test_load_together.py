"""Two loaders of the same objects at once: each object once, and counts that say so."""

import pytest
from bucket import VIA, Shop, delivery, sorted_rows


@pytest.fixture(params=list(VIA))
def shop(request, redshift, tmp_path):
    made = Shop(redshift, tmp_path, request.param)
    made.put(delivery(5, objects=8))
    return made


def assert_whole(shop, loads):
    assert [ran.code for ran in loads] == [0] * len(loads), [ran.err for ran in loads]
    landed = shop.landed()
    assert sum(ran.told["objects_loaded"] for ran in loads) == 8
    for name, table in (("landed", "events"), ("rejected", "rejected_records")):
        assert sum(ran.told[name] for ran in loads) == len(landed[table])
    expected = sorted_rows(shop.landed_locally(), "load_sequence")
    assert sorted_rows(landed, "load_sequence") == expected
    assert shop.staged() == shop.folders() == []


def test_two_loaders_from_the_start_on_make_the_tables_once(shop):
    both = [shop.start_load(batch_bytes=1) for _ in range(2)]
    assert_whole(shop, [one.done() for one in both])


def test_three_loaders_share_what_there_is(shop):
    assert shop.load(source=f"{shop.source}nothing").code == 0
    all_three = [shop.start_load(batch_bytes=1) for _ in range(3)]
    loads = [one.done() for one in all_three]
    assert_whole(shop, loads)
    sequences = {row["load_sequence"] for row in shop.landed()["objects"]}
    assert sequences == set(range(1, len(sequences) + 1)), "a sequence was taken twice"


def test_the_second_waits_for_the_first_and_then_lands_nothing(redshift, tmp_path):
    shop = Shop(redshift, tmp_path)
    shop.put(delivery(5, objects=8))
    # both have read an empty ledger before either takes its lock
    first = shop.start_load(dies_at="lock", how="stopped")
    first.wait_until_stopped()
    second = shop.start_load(dies_at="insert into landing.objects", how="stopped")
    second.wait_until_stopped()
    first.go_on()
    first.process.join(1)
    assert first.process.exitcode is None, "it did not wait for the lock"
    second.go_on()
    loads = [second.done(), first.done()]
    assert_whole(shop, loads)
    assert [ran.told["objects_loaded"] for ran in loads] == [8, 0]
