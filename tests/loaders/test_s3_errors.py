"""What S3 refuses or cannot give is told as a setting, or as worth another try."""

import os
import socket
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from botocore.config import Config

from loaders.errors import ConfigError, SourceError
from loaders.store import open_store, s3


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
