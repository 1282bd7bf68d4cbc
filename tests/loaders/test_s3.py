"""Objects in S3: each lands once, whatever the network, Firehose and a kill do."""

import gzip
import json
import random
import uuid

import boto3
import pytest
from botocore.config import Config
from firehose_double import PREFIX, Firehose, Producer, served

from loaders.discover import not_landed
from loaders.store import open_store
from loaders.warehouse import LedgerEntry

FAULT_SEEDS, EVENTS, DELIVERIES = (1, 2, 3), 2_500, 4


@pytest.fixture
def load(run, account, database, bucket):
    def load_it(source=f"{PREFIX}", **limits):
        arguments = ("--kind", "event", "--json")
        return run("load", f"s3://{bucket}/{source}", *arguments, **limits)

    return load_it


def _events(seed):
    rng = random.Random(seed)
    for number in range(EVENTS):
        yield {
            "event_id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            "event_time": f"2026-01-05 07:{number % 60:02}:00 UTC",
            "event_type": rng.choice(["view", "cart", "purchase"]),
            "product_id": rng.randrange(10**19),
            "user_id": f"user-{rng.randrange(500)}",
            "brand": rng.choice(["}{", '}{"', "ü☃", "plain", None]),
        }


@pytest.mark.parametrize("seed", FAULT_SEEDS)
def test_every_event_lands_exactly_once_by_its_id(
    load, client, signed_in, bucket, database, tables, seed
):
    rng = random.Random(seed)
    firehose = Firehose(client, bucket, seed)
    deaths = [
        {"dies_at": "insert into landing.objects", "dies_after": True, "times": 2},
        {"dies_at": "commit", "times": 3},
        {"dies_at": "commit", "times": 2, "dies_after": True},
        {"dies_at": "closing"},
    ]
    events = list(_events(seed))
    contents = [json.dumps(event, ensure_ascii=False).encode() for event in events]
    share = EVENTS // DELIVERIES
    killed = []
    with served(firehose) as address:
        config = Config(retries={"total_max_attempts": 1, "mode": "standard"})
        sending = boto3.client(
            "firehose", endpoint_url=address, config=config, **signed_in
        )
        producer = Producer(sending)
        for place in range(DELIVERIES):
            producer.send(contents[place * share : (place + 1) * share])
            death = deaths.pop(rng.randrange(len(deaths)))
            killed.append(load(batch_bytes=30_000, **death).code)
        sending.close()
    firehose.deliver_all()
    last = load()
    assert last.code == 0, last.err
    assert killed.count(-9) >= DELIVERIES - 1
    assert min(firehose.happened.values()) > 0, firehose.happened

    found = tables(database)
    assert found["rejected_records"] == []
    assert len(found["objects"]) == firehose.happened["objects"]
    delivered = {event["event_id"]: event for event in events}
    landed = {row["event_id"]: row for row in found["events"]}
    assert landed.keys() == delivered.keys()
    assert len(found["events"]) > EVENTS, "Firehose doubled nothing"
    for event_id, event in delivered.items():
        for name, value in event.items():
            told = None if value is None else str(value)
            assert landed[event_id][name] == told
    assert load().told["objects_loaded"] == 0


def test_a_late_object_under_an_old_hour_lands(load, put):
    put(f"{PREFIX}2026/01/05/07/shop-b", "b")
    assert load().told["landed"] == 1
    put(f"{PREFIX}2026/01/05/07/shop-a", "a")
    put(f"{PREFIX}2026/01/04/23/shop-z", "z")
    assert load().told["landed"] == 2


def test_an_object_written_anew_with_other_content_lands_as_new(
    load, put, database, tables
):
    key = f"{PREFIX}2026/01/05/07/shop-1"
    put(key, "a")
    assert load().told["landed"] == 1
    put(key, "b")  # as long as before, and in the same second
    assert load().told["landed"] == 1
    found = tables(database)
    assert sorted(row["event_id"] for row in found["events"]) == ["a", "b"]
    assert {row["object_key"] for row in found["objects"]} == {key}
    assert load().told["objects_loaded"] == 0


def test_an_object_uploaded_again_lands_nothing_and_is_then_known(
    load, put, client, bucket, database, tables
):
    key = f"{PREFIX}2026/01/05/07/shop-1"
    put(key, "a")
    load()
    before = tables(database)
    content = client.get_object(Bucket=bucket, Key=key)["Body"].read()
    upload = client.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    part = {"Bucket": bucket, "Key": key, "UploadId": upload}
    mark = client.upload_part(**part, PartNumber=1, Body=content)["ETag"]
    parts = {"Parts": [{"ETag": mark, "PartNumber": 1}]}
    client.complete_multipart_upload(**part, MultipartUpload=parts)
    [listed] = client.list_objects_v2(Bucket=bucket)["Contents"]

    again = load()
    assert (again.code, again.told["objects_loaded"]) == (0, 0)
    after = tables(database)
    assert after["events"] == before["events"]
    [known] = after["objects"]
    assert known["etag"] == listed["ETag"].strip('"') != before["objects"][0]["etag"]
    [stored] = open_store(f"s3://{bucket}/{PREFIX}").objects()
    assert list(not_landed([stored], [_entry(known)])) == []


def _entry(row):
    names = ("object_key", "object_hash", "size_bytes", "etag", "modified_at")
    return LedgerEntry(*(row[name] for name in names))


def test_a_listing_of_many_pages_lands_whole(load, put, monkeypatch):
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "10")
    for number in range(25):
        put(f"{PREFIX}{number:02}", str(number))
    told = load().told
    assert (told["objects_seen"], told["landed"]) == (25, 25)


def test_a_folder_mark_and_other_prefixes_are_no_objects(load, put, client, bucket):
    client.put_object(Bucket=bucket, Key=PREFIX, Body=b"")
    put("elsewhere/shop-1", "x")
    put(f"{PREFIX}shop-1.gz", "a")
    told = load().told
    assert (told["objects_seen"], told["landed"]) == (1, 1)


def test_a_folder_and_its_bucket_know_each_other_s_objects(
    load, run, client, bucket, put, tmp_path
):
    key = "2026/01/05/07/shop-1"
    put(key, "a")
    assert load("").told["objects_loaded"] == 1
    copy = tmp_path / "copy" / key
    copy.parent.mkdir(parents=True)
    copy.write_bytes(client.get_object(Bucket=bucket, Key=key)["Body"].read())
    ran = run("load", tmp_path / "copy", "--kind", "event", "--json")
    assert (ran.told["objects_seen"], ran.told["objects_loaded"]) == (1, 0)


def test_a_compressed_object_is_read_as_it_is_stored(account, client, bucket):
    content = gzip.compress(b'{"event_id": "a"}', mtime=0)
    client.put_object(Bucket=bucket, Key="a", Body=content, ContentEncoding="gzip")
    store = open_store(f"s3://{bucket}")
    [stored] = store.objects()
    assert store.read(stored) == content
    assert stored.size == len(content)
