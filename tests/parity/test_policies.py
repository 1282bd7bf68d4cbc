"""The policies of the guides are JSON, are minimal, and suffice for a load."""

import json
import re
import urllib.request
import uuid
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from loaders.settings import Staging
from loaders.store.s3 import S3Store
from loaders.warehouse.redshift.staging import StagingArea

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
BLOCK = re.compile(r"<!-- policy: ([\w-]+) -->\n\s*```json\n(.*?)\n\s*```", re.DOTALL)
BUCKET = "arn:aws:s3:::shop-events"


def policies():
    """Every policy of the guides, by the name in the comment above it."""
    return {
        name: json.loads(text)
        for page in ("production.md", "verify-redshift.md")
        for name, text in BLOCK.findall((GUIDES / page).read_text("utf-8"))
    }


def as_list(value):
    return [value] if isinstance(value, str) else value


def allowed(name):
    """Pairs of an action and a resource."""
    return {
        (action, resource)
        for statement in policies()[name]["Statement"]
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    }


def test_every_policy_is_there():
    names = "lifecycle", "trust", "copy", "load", "schedule", "verify-copy"
    assert list(policies()) == [*names, "verify-person"]


@pytest.mark.parametrize("name", sorted(set(policies()) - {"lifecycle"}))
def test_a_policy_allows_named_actions_on_named_things(name):
    policy = policies()[name]
    assert policy["Version"] == "2012-10-17"
    for statement in policy["Statement"]:
        assert statement["Effect"] == "Allow"
        assert all(
            re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+", action)
            for action in as_list(statement["Action"])
        )
        if name != "trust":
            assert all(
                re.match(r"arn:aws:[a-z0-9]+:.*[a-z]", resource)
                for resource in as_list(statement["Resource"])
            )


def test_only_staging_can_be_written_and_only_it_expires():
    written = {
        resource
        for action, resource in allowed("load")
        if action in ("s3:PutObject", "s3:DeleteObject")
    }
    assert written == {f"{BUCKET}/_footfall_staging/*"}
    (rule,) = policies()["lifecycle"]["Rules"]
    assert rule["Filter"] == {"Prefix": "_footfall_staging/"}


@pytest.mark.parametrize("name", ["copy", "verify-copy"])
def test_redshift_writes_nothing(name):
    actions = {action for action, _ in allowed(name)}
    assert actions == {"s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"}


@pytest.fixture
def account(monkeypatch):
    """An account where IAM decides; a function signs in under one of the policies."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "y"}
    told = {"region_name": "us-east-1", "endpoint_url": url, **keys}
    s3, iam = boto3.client("s3", **told), boto3.client("iam", **told)
    s3.create_bucket(Bucket="shop-events")
    s3.put_object(Bucket="shop-events", Key="events/2026/01/05/07/a", Body=b"{}")

    def actions_without_check(count):
        request = urllib.request.Request(
            f"{url}/moto-api/reset-auth", count, {"Content-Type": "text/plain"}
        )
        urllib.request.urlopen(request).close()

    def sign_in(name):
        user = f"{name}-{uuid.uuid4().hex}"
        iam.create_user(UserName=user)
        policy = policies()[name]
        # Where many keys are deleted in one call, AWS asks for s3:DeleteObject on
        # each, moto on the bucket as well.
        many = {"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": BUCKET}
        policy["Statement"].append(many)
        iam.put_user_policy(
            UserName=user, PolicyName=name, PolicyDocument=json.dumps(policy)
        )
        made = iam.create_access_key(UserName=user)["AccessKey"]
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", made["AccessKeyId"])
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", made["SecretAccessKey"])
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps who signed in
        actions_without_check(b"0")

    yield sign_in
    actions_without_check(b"inf")
    s3.close()
    iam.close()
    server.stop()


def test_the_policy_of_the_task_suffices_for_a_load_and_for_no_more(account, tmp_path):
    account("load")
    store = S3Store("s3://shop-events/events/")
    (found,) = store.objects()
    assert store.read(found) == b"{}"
    role = "arn:aws:iam::123456789012:role/footfall-copy"
    area = StagingArea(Staging("shop-events", "_footfall_staging/", role))
    file = tmp_path / "rows.json.gz"
    file.write_bytes(b"rows")
    area.remove_ended()
    assert area.upload("load/1", {"events": [file]})
    assert area.remove("load/1")
    client = boto3.client("s3")
    for forbidden in (client.put_object, client.delete_object):
        with pytest.raises(ClientError, match="AccessDenied"):
            forbidden(Bucket="shop-events", Key="events/2026/01/05/07/a")
    client.close()


def test_the_policy_of_who_verifies_suffices_for_their_folder_alone(account):
    account("verify-person")
    client = boto3.client("s3")
    place = {"Bucket": "shop-events", "Key": "verify/run/events/a"}
    client.put_object(**place, Body=b"{}")
    client.get_object(**place)
    client.list_objects_v2(Bucket="shop-events", Prefix="verify/run/")
    client.delete_object(**place)
    with pytest.raises(ClientError, match="AccessDenied"):
        client.get_object(Bucket="shop-events", Key="events/2026/01/05/07/a")
    client.close()
