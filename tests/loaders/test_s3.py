"""Objects in S3: each lands once, whatever the network, Firehose and a kill do."""

import gzip
import json
import os
import random
import socket
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import boto3
import pytest
from botocore.config import Config
from firehose_double import PREFIX, Firehose, Producer, served
from moto.server import ThreadedMotoServer

from loaders.discover import not_landed
from loaders.errors import ConfigError, SourceError
from loaders.store import open_store, s3
from loaders.warehouse import LedgerEntry

KEYS = {"aws_access_key_id": "x", "aws_secret_access_key": "y"}
REGION = "eu-west-1"
BUCKET = "shop-events"
FAULT_SEEDS, EVENTS, DELIVERIES = (1, 2, 3), 2_500, 4


@pytest.fixture(scope="module")
def endpoint():
    """An S3 on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def client(endpoint):
    made = boto3.client("s3", endpoint_url=endpoint, region_name=REGION, **KEYS)
    yield made
    made.close()


@pytest.fixture
def bucket(client):
    """A bucket of this test's own."""
    name = f"{BUCKET}-{uuid.uuid4().hex[:12]}"
    client.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return name


@pytest.fixture
def account(monkeypatch, endpoint):
    """The environment of an operator with an account."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")


@pytest.fixture
def load(run, account, database, bucket):
    def load_it(source=f"{PREFIX}", **limits):
        arguments = ("--kind", "event", "--json")
        return run("load", f"s3://{bucket}/{source}", *arguments, **limits)

    return load_it


@pytest.fixture
def put(client, bucket):
    """Write an object of events, told apart by their ids."""

    def put_it(key, *ids):
        records = [json.dumps({"event_id": one, "user_id": "1"}) for one in ids]
        client.put_object(Bucket=bucket, Key=key, Body="".join(records).encode())

    return put_it


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
    load, client, bucket, database, tables, seed
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
            "firehose", endpoint_url=address, region_name=REGION, config=config, **KEYS
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


def test_a_bucket_that_is_not_there_is_a_setting(
    run, account, database, assert_told, monkeypatch
):
    ran = run("load", "s3://nobody-has-this/x", "--kind", "event", "--json")
    assert_told(ran, 2, "no such bucket", "check the bucket's name")


def test_a_bucket_s_name_that_cannot_be_one_is_a_setting(
    run, account, database, assert_told
):
    ran = run("load", "s3://No_Bucket!/x", "--kind", "event", "--json")
    assert_told(ran, 2, "cannot read `s3://No_Bucket!/x`", "bucket's name")


def test_missing_credentials_are_a_setting(
    run, account, bucket, database, assert_told, monkeypatch, tmp_path
):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = run("load", f"s3://{bucket}/x", "--kind", "event", "--json")
    assert_told(ran, 2, "Unable to locate credentials", "give credentials by a role")
    assert os.environ["AWS_EC2_METADATA_DISABLED"] == "true"


def test_an_unknown_profile_is_a_setting(
    run, account, bucket, database, assert_told, monkeypatch
):
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    ran = run("load", f"s3://{bucket}/x", "--kind", "event", "--json")
    assert_told(ran, 2, "nobody", "AWS_PROFILE")


@contextmanager
def answering(status, code):
    """A server that answers every question with one error of S3."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content = (
                f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
            )
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments):
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("status", "code", "error", "hint"),
    [
        pytest.param(
            403, "AccessDenied", "access denied", "s3:ListBucket", id="denied"
        ),
        pytest.param(400, "ExpiredToken", "ExpiredToken", "renew", id="expired"),
        pytest.param(403, "InvalidAccessKeyId", "InvalidAccess", "renew", id="no key"),
        pytest.param(403, "SignatureDoesNotMatch", "Signature", "renew", id="bad key"),
        pytest.param(
            400,
            "AuthorizationHeaderMalformed",
            "another region",
            "AWS_DEFAULT_REGION",
            id="region",
        ),
    ],
)
def test_what_the_account_may_not_is_a_setting(
    run, account, database, assert_told, monkeypatch, status, code, error, hint
):
    with answering(status, code) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        ran = run("load", "s3://shop-events/2026", "--kind", "event", "--json")
    assert_told(ran, 2, error, hint)


@pytest.fixture
def impatient(monkeypatch):
    """Ask once; ten tries take a minute."""
    config = Config(retries={"total_max_attempts": 1, "mode": "standard"})
    monkeypatch.setattr(s3, "_CONFIG", config)


def test_a_store_that_is_not_there_is_to_be_tried_again(
    account, monkeypatch, impatient
):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        store = open_store("s3://shop-events/2026")
        with pytest.raises(SourceError, match="Could not connect") as caught:
            list(store.objects())
    assert caught.value.exit_code == 3
    assert "run the same command again" in caught.value.hint


@pytest.mark.parametrize("code", ["SlowDown", "InternalError"])
def test_a_store_that_gives_up_is_to_be_tried_again(
    account, monkeypatch, impatient, code
):
    with answering(503, code) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        with pytest.raises(SourceError, match=code):
            list(open_store("s3://shop-events/2026").objects())


def test_an_object_gone_since_it_was_listed_is_to_be_tried_again(
    account, put, client, bucket
):
    put("a", "a")
    store = open_store(f"s3://{bucket}")
    [stored] = store.objects()
    client.delete_object(Bucket=bucket, Key="a")
    with pytest.raises(SourceError, match="NoSuchKey"):
        store.read(stored)


def test_a_source_without_a_bucket_is_a_setting():
    with pytest.raises(ConfigError, match="no bucket"):
        open_store("s3:///2026")


def test_a_compressed_object_is_read_as_it_is_stored(account, client, bucket):
    content = gzip.compress(b'{"event_id": "a"}', mtime=0)
    client.put_object(Bucket=bucket, Key="a", Body=content, ContentEncoding="gzip")
    store = open_store(f"s3://{bucket}")
    [stored] = store.objects()
    assert store.read(stored) == content
    assert stored.size == len(content)
