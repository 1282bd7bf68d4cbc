"""The landing tables in DuckDB: rows, rejected records and ledger rows as one."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from contracts import KINDS, contract_of
from loaders.decode import inflate, record_bounds
from loaders.discover import delivered_at
from loaders.errors import ConfigError, FootfallError, WarehouseError
from loaders.store import StoredObject
from loaders.warehouse import Counts, ReadObject
from loaders.warehouse.duckdb import DuckDBWarehouse

EVENT = contract_of("event")
THEN = datetime(2026, 1, 5, 8)
KEY = "2026/01/05/07/shop-1"


def read_object(content, key=KEY, mark="hash-1", etag=None, modified_at=THEN):
    inflated = inflate(content)
    return ReadObject(
        stored=StoredObject(key, key, len(content), etag, modified_at),
        object_hash=mark,
        delivered_at=delivered_at(key, ZoneInfo("UTC")),
        data=inflated.data,
        bounds=record_bounds(inflated.data),
        damage=inflated.damage,
    )


def count(warehouse, table):
    asked = warehouse._connection.execute(f"select count(*) from landing.{table}")
    return asked.fetchall()[0][0]


@pytest.fixture
def warehouse():
    made = DuckDBWarehouse(None)
    made.prepare()
    yield made
    made.close()


def test_preparing_twice_is_preparing_once(warehouse):
    warehouse.land(EVENT, [read_object(b'{"event_id": "a"}')], "load")
    warehouse.prepare()
    assert count(warehouse, "events") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_contract_has_its_column_of_text(warehouse, kind):
    contract = contract_of(kind)
    rows = warehouse._connection.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_name = ? order by ordinal_position",
        [contract.table],
    ).fetchall()
    fields = [*contract.fields, "extra"]
    assert rows[: len(fields)] == [(name, "VARCHAR") for name in fields]
    lineage = [name for name, _ in rows[len(fields) :]]
    assert lineage == [
        "object_key",
        "object_hash",
        "record_number",
        "load_id",
        "load_sequence",
        "delivered_at",
        "landed_at",
    ]


def test_an_object_lands_with_its_lineage(warehouse):
    warehouse.land(
        EVENT, [read_object(b'{"event_id": "a"}{"event_id": "b"}')], "load-1"
    )
    rows = warehouse._connection.execute(
        "select event_id, object_key, object_hash, record_number, load_id,"
        " load_sequence, delivered_at from landing.events order by record_number"
    ).fetchall()
    hour_end = datetime(2026, 1, 5, 8)
    assert rows == [
        ("a", KEY, "hash-1", 1, "load-1", 1, hour_end),
        ("b", KEY, "hash-1", 2, "load-1", 1, hour_end),
    ]


def test_the_same_content_under_the_same_key_lands_once(warehouse):
    content = read_object(b'{"event_id": "a"}#')
    first = warehouse.land(EVENT, [content, content], "load-1")
    second = warehouse.land(EVENT, [content], "load-2")
    assert (first, second) == (Counts(1, 1, 1), Counts())
    assert [count(warehouse, name) for name in ("events", "rejected_records")] == [1, 1]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"mark": "hash-2"}, id="other content"),
        pytest.param({"key": "2026/01/05/07/shop-2"}, id="another key"),
    ],
)
def test_other_content_or_another_key_lands_as_new(warehouse, other):
    for given in ({}, other):
        warehouse.land(EVENT, [read_object(b'{"event_id": "a"}', **given)], "load")
    assert count(warehouse, "events") == count(warehouse, "objects") == 2


def test_the_ledger_is_kept_by_kind(warehouse):
    content = read_object(b'{"line_id": "a"}')
    for kind in KINDS:
        counts = warehouse.land(contract_of(kind), [content], "load")
        assert counts == Counts(1, 1, 0)
        assert len(list(warehouse.ledger(contract_of(kind)))) == 1


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"#", b"[1]"], ids=["empty", "blank", "damaged", "array"]
)
def test_an_object_without_a_good_record_is_in_the_ledger(warehouse, content):
    counts = warehouse.land(EVENT, [read_object(content)], "load")
    assert (counts.objects, counts.landed) == (1, 0)
    assert warehouse.land(EVENT, [read_object(content)], "load") == Counts()


def test_an_object_seen_again_is_known_by_its_new_marks(warehouse):
    content = b'{"event_id": "a"}'
    warehouse.land(EVENT, [read_object(content, etag="old")], "load-1")
    later = THEN + timedelta(days=1)
    again = read_object(content, etag="new", modified_at=later)
    assert warehouse.land(EVENT, [again], "load-2") == Counts()
    [entry] = warehouse.ledger(EVENT)
    assert (entry.etag, entry.modified_at) == ("new", later)


def test_each_batch_has_a_higher_sequence(warehouse):
    for number in range(3):
        one = read_object(b'{"event_id": "a"}', mark=f"hash-{number}")
        warehouse.land(EVENT, [one], "load")
    rows = warehouse._connection.execute(
        "select object_hash, load_sequence from landing.objects order by all"
    ).fetchall()
    assert rows == [("hash-0", 1), ("hash-1", 2), ("hash-2", 3)]


class Failing:
    """A connection that fails at the first statement that starts so."""

    def __init__(self, real, start):
        self._real, self._start = real, start

    def __getattr__(self, name):
        return getattr(self._real, name)

    def execute(self, sql, *values):
        if sql.lstrip().startswith(self._start):
            raise duckdb.IOException("IO Error: something broke")
        return self._real.execute(sql, *values)


@pytest.mark.parametrize(
    "start",
    ["insert into landing.events", "insert into landing.objects", "commit", "with"],
)
def test_a_batch_that_fails_leaves_nothing_and_can_be_repeated(warehouse, start):
    batch = [read_object(b'{"event_id": "a"}{"user_id": 1.0}#')]
    real = warehouse._connection
    warehouse._connection = Failing(real, start)
    with pytest.raises(WarehouseError, match="something broke"):
        warehouse.land(EVENT, batch, "load")
    warehouse._connection = real
    for table in ("events", "rejected_records", "objects"):
        assert count(warehouse, table) == 0
    assert warehouse.land(EVENT, batch, "load") == Counts(1, 2, 1)


def test_counts_that_do_not_add_up_refuse_the_batch(warehouse, monkeypatch):
    content = read_object(b'{"event_id": "a"}{"event_id": "b"}')
    real = warehouse._connection

    class Losing(Failing):
        def execute(self, sql, *values):
            answer = self._real.execute(sql, *values)
            if sql.lstrip().startswith("insert into landing.events"):
                told = answer.fetchall()
                lost = "delete from landing.events where event_id = 'b'"
                self._real.execute(lost).fetchall()
                return self._real.execute(f"select {told[0][0]}")
            return answer

    warehouse._connection = Losing(real, "")
    with pytest.raises(FootfallError, match="1 records landed where 2 were counted"):
        warehouse.land(EVENT, [content], "load")
    warehouse._connection = real
    assert count(warehouse, "events") == count(warehouse, "objects") == 0


def test_a_dry_run_lands_and_forgets(tmp_path):
    path = tmp_path / "warehouse.duckdb"
    kept = DuckDBWarehouse(path)
    kept.prepare()
    kept.close()
    trying = DuckDBWarehouse(path, keeps=False)
    trying.prepare()
    assert trying.land(EVENT, [read_object(b"{}#")], "load") == Counts(1, 1, 1)
    trying.close()
    again = DuckDBWarehouse(path)
    assert [count(again, name) for name in ("events", "objects")] == [0, 0]
    again.close()


def test_rejected_records_come_latest_first(warehouse):
    warehouse.land(EVENT, [read_object(b"#1\n{}\n#2", mark="h1")], "load-1")
    warehouse.land(EVENT, [read_object(b"#3", mark="h2")], "load-2")
    raws = [one.raw for one in warehouse.rejected(10)]
    assert raws == [b"#3", b"#1", b"#2"]
    assert len(list(warehouse.rejected(1))) == 1


def test_a_missing_folder_is_a_setting(tmp_path):
    with pytest.raises(ConfigError, match="no such folder"):
        DuckDBWarehouse(tmp_path / "nowhere" / "warehouse.duckdb")


def test_many_objects_in_one_batch_land_as_in_many(warehouse):
    contents = [b'{"user_id": "1", "x": 1}' * 2, b'{"user_id": 1.5}', b"#", b""]
    objects = [
        read_object(content, key=f"key-{number}", mark=f"hash-{number}")
        for number, content in enumerate(contents)
    ]
    together = warehouse.land(EVENT, objects, "load")
    renamed = [
        replace(one, stored=replace(one.stored, object_key=f"again-{number}"))
        for number, one in enumerate(objects)
    ]
    apart = sum(
        (warehouse.land(EVENT, [one], "load") for one in renamed), start=Counts()
    )
    assert together == apart
    ids = warehouse._connection.execute(
        "select object_hash, record_number, count(distinct event_id), count(*)"
        " from landing.events group by all order by all"
    ).fetchall()
    assert [row[2:] for row in ids] == [(1, 2)] * 3
