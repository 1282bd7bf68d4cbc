"""A warehouse, a process and an S3 for tests of the whole path from bytes to rows."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

import boto3
import duckdb
import pytest
from footfall_process import Limits, Running
from moto.server import ThreadedMotoServer

from contracts import contract_of
from loaders.land import load
from loaders.store import StoredObject
from loaders.warehouse.duckdb import DuckDBWarehouse

UTC = ZoneInfo("UTC")
TABLES = ("events", "invoice_lines", "rejected_records", "objects")
TECHNICAL = ("load_id", "load_sequence", "landed_at")
WRITTEN_AT = datetime(2026, 1, 5, 8)
REGION, BUCKET = "eu-west-1", "shop-events"


class Shelf:
    """A store that keeps its objects in a dict."""

    def __init__(self, objects):
        self._objects = objects

    def objects(self):
        for key, content in sorted(self._objects.items()):
            yield StoredObject(key, key, len(content), None, WRITTEN_AT)

    def read(self, stored):
        return self._objects[stored.address]


def rows_of(connection, table, order="all"):
    """Every row of a landing table as a dict."""
    answer = connection.execute(f"from landing.{table} order by {order}")
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@dataclass
class Landing:
    """What one load left behind."""

    report: object
    rows: list = field(default_factory=list)
    rejected: list = field(default_factory=list)
    objects: list = field(default_factory=list)

    @property
    def reasons(self):
        return [row["reason"] for row in self.rejected]

    def delivered(self, kind="event"):
        """Each landed record as its fields and parsed unknown keys, nulls left out."""
        fields = contract_of(kind).fields
        return [
            {name: row[name] for name in fields if row[name] is not None}
            | ({"extra": json.loads(row["extra"])} if row["extra"] else {})
            for row in self.rows
        ]


@pytest.fixture(scope="session")
def _memory():
    warehouse = DuckDBWarehouse(None)
    warehouse.prepare()
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def land(_memory):
    """Stored bytes, or objects by key → what landed; nothing is kept of it."""

    def land_them(stored, kind="event"):
        objects = {"object": stored} if isinstance(stored, bytes) else stored
        connection = _memory._connection
        try:
            report = load(Shelf(objects), _memory, contract_of(kind), UTC)
            order = "object_key, object_hash, record_number"
            return Landing(
                report,
                rows_of(connection, contract_of(kind).table, order),
                rows_of(connection, "rejected_records", order),
                rows_of(connection, "objects", "object_key, object_hash"),
            )
        finally:
            for table in TABLES:
                connection.execute(f"delete from landing.{table}").fetchall()

    return land_them


@pytest.fixture
def database(tmp_path, monkeypatch):
    """Where the warehouse of this test is, not made yet."""
    path = tmp_path / "warehouse.duckdb"
    monkeypatch.setenv("FOOTFALL_DUCKDB_PATH", str(path))
    return path


@pytest.fixture
def start(tmp_path):
    """Start `footfall` in a process of its own."""
    numbers = count(1)

    def start_it(*arguments, **limits):
        folder = tmp_path / f"output-{next(numbers)}"
        folder.mkdir()
        return Running(arguments, folder, Limits(**limits))

    return start_it


@pytest.fixture
def run(start):
    """Run `footfall` in a process of its own, to its end."""

    def run_it(*arguments, **limits):
        return start(*arguments, **limits).done()

    return run_it


@pytest.fixture
def tables():
    """A warehouse file → every row of its landing tables.

    Columns that tell when and in which load a row landed are left out: they differ
    between loads of the same objects, and nothing else may.
    """

    def read(path):
        with duckdb.connect(str(path), read_only=True) as connection:
            found = {name: rows_of(connection, name) for name in TABLES}
        for rows in found.values():
            for row in rows:
                for name in TECHNICAL:
                    row.pop(name)
            rows.sort(key=repr)
        return found

    return read


def assert_told(ran, code, error, hint=""):
    """A failed command says one line of what, one of what to do, and no more."""
    assert ran.code == code, ran.err
    lines = ran.err.splitlines()
    assert len(lines) == 3, ran.err
    assert lines[0].startswith("error: ")
    assert lines[1] == ""
    assert lines[2].startswith("hint: ")
    assert error in lines[0]
    assert hint in lines[2]
    assert ran.out == ""


@pytest.fixture(name="assert_told")
def _assert_told():
    return assert_told


@pytest.fixture(scope="module")
def endpoint():
    """An S3 on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def signed_in():
    """What a client of the account is made with."""
    return {
        "region_name": REGION,
        "aws_access_key_id": "x",
        "aws_secret_access_key": "y",
    }


@pytest.fixture(scope="module")
def client(endpoint, signed_in):
    made = boto3.client("s3", endpoint_url=endpoint, **signed_in)
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
def put(client, bucket):
    """Write an object of events, told apart by their ids."""

    def put_it(key, *ids):
        records = [json.dumps({"event_id": one, "user_id": "1"}) for one in ids]
        client.put_object(Bucket=bucket, Key=key, Body="".join(records).encode())

    return put_it
