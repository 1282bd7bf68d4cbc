"""The loader on Redshift lands what it lands in DuckDB, once, and leaves nothing."""

import pytest
from bucket import VIA, Shop, damaged, delivery, sorted_rows

from loaders.warehouse.redshift.landing_tables import MOST_RAW_BYTES


@pytest.fixture(params=list(VIA))
def shop(request, redshift, tmp_path):
    return Shop(redshift, tmp_path, request.param)


def test_the_same_objects_give_the_same_rows_in_both_warehouses(shop):
    shop.put(delivery(1) | damaged())
    ran = shop.load(batch_bytes=5_000, file_rows=100)
    assert ran.code == 0, ran.err
    local = shop.landed_locally()
    assert len(local["events"]) > 200
    longest = max(row["byte_count"] for row in local["rejected_records"])
    assert longest > MOST_RAW_BYTES
    # one batch there, several here: sequences differ, all else is equal
    landed = sorted_rows(shop.landed(), "load_sequence")
    assert landed == sorted_rows(local, "load_sequence")
    ledger = shop.landed()["objects"]
    assert ran.told["objects_loaded"] == len(ledger)
    assert ran.told["landed"] == len(landed["events"])
    assert ran.told["rejected"] == len(landed["rejected_records"])
    assert shop.staged() == shop.folders() == []


def test_load_sequence_is_of_the_batch_and_rises(shop):
    shop.put(delivery(1, objects=3))
    assert shop.load(batch_bytes=1).code == 0
    found = shop.landed()
    assert [row["load_sequence"] for row in found["objects"]] == [1, 2, 3]
    of_object = {row["object_key"]: row["load_sequence"] for row in found["objects"]}
    for table in ("events", "rejected_records"):
        assert found[table]
        for row in found[table]:
            assert row["load_sequence"] == of_object[row["object_key"]]
    shop.put(delivery(2, objects=1))
    assert shop.load().code == 0
    assert {row["load_sequence"] for row in shop.landed()["events"]} == {1, 2, 3, 4}


def test_a_second_load_lands_nothing_and_reads_nothing(shop):
    shop.put(delivery(1))
    assert shop.load().told["objects_loaded"] == 5
    before = shop.landed()
    again = shop.load(dies_at="reading")
    assert again.code == 0, "an object that has landed was read"
    assert again.told["objects_loaded"] == again.told["records"] == 0
    assert shop.landed() == before


def test_an_object_that_is_uploaded_again_unchanged_is_known_unread_the_next_time(shop):
    objects = delivery(1, objects=2)
    shop.put(objects)
    assert shop.load().code == 0
    before = shop.landed()
    key = next(iter(objects))
    upload = shop.client.create_multipart_upload(Bucket=shop.bucket, Key=key)
    place = {"Bucket": shop.bucket, "Key": key, "UploadId": upload["UploadId"]}
    part = shop.client.upload_part(**place, PartNumber=1, Body=objects[key])
    parts = [{"PartNumber": 1, "ETag": part["ETag"]}]
    shop.client.complete_multipart_upload(**place, MultipartUpload={"Parts": parts})
    ran = shop.load()
    assert ran.told["objects_loaded"] == 0
    after = shop.landed()
    assert after["events"] == before["events"]
    etags = [{row["etag"] for row in rows["objects"]} for rows in (before, after)]
    assert etags[0] != etags[1], "the ledger did not learn the new etag"
    assert shop.load(dies_at="reading").code == 0, "it was read once more"


def test_new_content_under_an_old_key_is_a_new_object(shop):
    (key,) = delivery(1, objects=1)
    shop.put(delivery(1, objects=1))
    assert shop.load().code == 0
    shop.put({key: b'{"event_id": "new", "user_id": "1"}'})
    ran = shop.load()
    assert (ran.told["objects_loaded"], ran.told["landed"]) == (1, 1)
    assert len({row["object_hash"] for row in shop.landed()["objects"]}) == 2
    assert shop.load().told["objects_loaded"] == 0


def test_a_batch_may_hold_no_good_record_or_no_record_at_all(shop):
    shop.put({"damage": b"nothing of this is JSON", "empty": b""})
    ran = shop.load()
    assert ran.code == 0, ran.err
    assert (ran.told["objects_loaded"], ran.told["landed"]) == (2, 0)
    assert [row["raw"] for row in shop.landed()["rejected_records"]] == [
        b"nothing of this is JSON"
    ]


def test_what_is_staged_is_never_a_source(shop):
    shop.put(delivery(1, objects=1))
    left = "_footfall_staging/" + "0" * 32 + "/1/events-0.footfall-staged.json.gz"
    elsewhere = "x/" + "0" * 32 + "/1/events-0.footfall-staged.json.gz"
    shop.put({left: b'{"user_id": "1"}', elsewhere: b'{"user_id": "2"}'})
    ran = shop.load()
    assert (ran.told["objects_seen"], ran.told["objects_loaded"]) == (1, 1)
    assert len(shop.landed_locally()["objects"]) == 1


def test_a_dry_run_judges_and_leaves_no_trace(shop):
    shop.put(delivery(1))
    ran = shop.load("--dry-run", dies_at="(PutObject|create|lock|BatchExec)")
    assert ran.code == 0, ran.err
    assert ran.told["objects_loaded"] == 5
    assert ran.told["landed"] == 180
    assert ran.told["rejected"] == 4
    assert shop.staged() == shop.folders() == []
    assert shop.load().code == 0
    before = shop.landed()
    shop.put(delivery(2))
    ran = shop.load("--dry-run")
    assert (ran.told["objects_seen"], ran.told["objects_loaded"]) == (10, 5)
    assert shop.landed() == before


def test_rejected_shows_what_was_set_aside(shop):
    ran = shop.start("rejected", "--target", "prod").done()
    assert ran.code == 2
    assert "error: the warehouse has no landing tables" in ran.err
    assert "hint: run footfall load first" in ran.err
    shop.put({"b": b"\xff", "a": b"nothing\ngood"})
    assert shop.load().code == 0
    del shop.environment["FOOTFALL_REDSHIFT_IAM_ROLE"]  # of no use to a reader
    lines = shop.start("rejected", "--target", "prod").done().out.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("event\ta\t1\t0\tnot JSON")
    assert lines[1].endswith("'nothing\\ngood'")
    assert lines[2].startswith("event\tb\t1\t0\tnot UTF-8")
    lines = shop.start("rejected", "--target", "prod", "--limit", 1).done().out
    assert len(lines.splitlines()) == 2


def test_a_folder_can_be_loaded_where_a_prefix_says_where_to_stage(shop, tmp_path):
    folder = tmp_path / "objects"
    for key, content in delivery(1).items():
        (folder / key).parent.mkdir(parents=True, exist_ok=True)
        (folder / key).write_bytes(content)
    ran = shop.load(source=str(folder))
    assert ran.code == 2
    assert "FOOTFALL_REDSHIFT_STAGING_PREFIX" in ran.err
    prefix = f"s3://{shop.bucket}/elsewhere"
    shop.environment["FOOTFALL_REDSHIFT_STAGING_PREFIX"] = prefix
    ran = shop.load(source=str(folder))
    assert ran.code == 0, ran.err
    assert len(shop.landed()["objects"]) == 5
    assert "Contents" not in shop.client.list_objects_v2(Bucket=shop.bucket)


def test_no_secret_and_no_value_is_in_the_text_of_a_statement(shop):
    shop.put({"it's a key": b'{"event_id": "Robert\'); drop table", "user_id": "1"}'})
    assert shop.load().code == 0
    assert shop.landed()["events"][0]["object_key"] == "it's a key"
    texts = "\n".join(shop.redshift.statements())
    assert "copy staged_events" in texts
    keys = (shop.environment["AWS_SECRET_ACCESS_KEY"], shop.redshift.password)
    for secret in (*keys, "Robert", "it's", "aws_secret", "credentials"):
        assert secret not in texts
