"""The text of the landing in Redshift, and what its errors mean to an operator."""

import re

import pytest

from contracts import KINDS, contract_of
from loaders.errors import ConfigError, FootfallError, WarehouseError
from loaders.warehouse.landing_sql import landing_columns
from loaders.warehouse.redshift.data_api import MOST_STATEMENTS
from loaders.warehouse.redshift.landing_tables import create_tables, landing_tables
from loaders.warehouse.redshift.statements import land_batch
from loaders.warehouse.redshift.transport import (
    NO_CONNECTION,
    NoLandingError,
    RefusedError,
    as_ours,
)

ROLE = "arn:aws:iam::123456789012:role/footfall-copy"


def transaction(kind="event", without=(), role=ROLE):
    contract = contract_of(kind)
    tables = {"objects", contract.table, "rejected_records"} - set(without)
    manifests = {table: f"s3://bucket/x/{table}.manifest" for table in tables}
    return [
        " ".join(statement.split())
        for statement in land_batch(contract, manifests, role)
    ]


def first_words(statements, count=2):
    return [" ".join(statement.split()[:count]) for statement in statements]


def test_the_ledger_is_locked_before_anything_takes_a_snapshot():
    assert transaction()[0] == "lock landing.objects"


def test_the_ledger_is_read_and_written_behind_the_copies():
    words = first_words(transaction())
    last_copy = max(place for place, told in enumerate(words) if "copy" in told)
    ledger = [
        place for place, text in enumerate(transaction()) if "landing.objects" in text
    ]
    assert ledger[2] > last_copy  # the first locks, the second gives its shape
    assert words.index("insert into") < words.index("with landed_rows")


def test_no_client_has_to_look_at_a_result_on_the_way():
    assert len(transaction()) <= MOST_STATEMENTS
    assert max(map(len, transaction())) < 100_000
    texts = [told for told in transaction() if not told.startswith("copy")]
    assert not [told for told in texts if ":" in told or "%" in told], "a parameter"


@pytest.mark.parametrize("kind", KINDS)
def test_copy_names_its_columns_its_role_and_a_manifest(kind):
    copies = [told for told in transaction(kind) if told.startswith("copy")]
    assert len(copies) == 3
    for told in copies:
        assert f"iam_role '{ROLE}' format json 'auto' gzip manifest" in told
        assert "compupdate off statupdate off" in told
    (records,) = (told for told in copies if contract_of(kind).table in told)
    columns = ", ".join(landing_columns(contract_of(kind)))
    assert f"copy staged_{contract_of(kind).table} ({columns}) from 's3://" in records


def test_a_table_without_rows_is_not_copied():
    # a manifest without entries is an error
    words = first_words(transaction(without=["events", "rejected_records"]))
    assert [one for one in words if "copy" in one] == ["copy staged_objects"]
    assert words.count("create temp") == 3


def test_the_default_role_is_a_word():
    assert all(
        "iam_role default format" in told
        for told in transaction(role="default")
        if told.startswith("copy")
    )


def test_every_table_made_is_dropped_in_the_same_transaction():
    made = re.findall(r"create temp table (\w+)", " ".join(transaction()))
    gone = re.findall(r"drop table (\w+)", " ".join(transaction()))
    assert made == gone


def test_every_text_has_a_length_that_a_varchar_can_have():
    for columns in landing_tables().values():
        for kind in columns.values():
            found = re.fullmatch(r"varchar\((\d+)\)|bigint|timestamp", kind)
            assert found, kind
            assert int(found[1] or 1) <= 65_535


def test_tables_say_how_they_are_spread_and_sorted():
    first, *tables = create_tables()
    assert first == "create schema if not exists landing"
    assert len(tables) == 2 + len(KINDS)
    for told in tables:
        assert re.search(r"\) diststyle \w+ (distkey \(\w+\) )?sortkey", told), told
    assert any("distkey (event_id) sortkey (load_sequence)" in one for one in tables)


@pytest.mark.parametrize(
    ("message", "code", "kind", "hint"),
    [
        pytest.param(
            'password authentication failed for user "x"',
            "28P01",
            ConfigError,
            "DBT_ENV_SECRET_REDSHIFT_PASSWORD",
            id="password",
        ),
        pytest.param(
            "permission denied for relation events",
            "42501",
            ConfigError,
            "grant",
            id="right",
        ),
        pytest.param(
            "ERROR: permission denied for schema landing",
            "",
            ConfigError,
            "grant",
            id="right, told by the Data API",
        ),
        pytest.param(
            "S3ServiceException:Access Denied,Status 403",
            "XX000",
            ConfigError,
            "s3:GetObject",
            id="role may not read",
        ),
        pytest.param(
            "User arn:x is not authorized to assume IAM Role arn:y",
            "XX000",
            ConfigError,
            "attached",
            id="role not attached",
        ),
        pytest.param(
            'relation "landing.objects" does not exist',
            "42P01",
            NoLandingError,
            "footfall load",
            id="no table",
        ),
        pytest.param(
            'ERROR: schema "landing" does not exist',
            "",
            NoLandingError,
            "footfall load",
            id="no schema, told by the Data API",
        ),
        pytest.param(
            'ERROR: database "x" does not exist',
            "",
            ConfigError,
            "DATABASE",
            id="no database, told by the Data API",
        ),
        pytest.param(
            "Load into table 'staged_events' failed.  Check 'sys_load_error_detail'",
            "XX000",
            WarehouseError,
            "sys_load_error_detail",
            id="COPY",
        ),
        pytest.param(
            "1023 Serializable isolation violation on table",
            "XX000",
            WarehouseError,
            "again",
            id="isolation",
        ),
        pytest.param(
            "Connection refused", NO_CONNECTION, WarehouseError, "HOST", id="host"
        ),
        pytest.param("Divide by zero", "XX000", FootfallError, "report", id="sums"),
        pytest.param(
            "division by zero", "22012", FootfallError, "report", id="sums, PostgreSQL"
        ),
    ],
)
def test_an_error_says_whose_turn_it_is(message, code, kind, hint):
    ours = as_ours(RefusedError(message, code))
    assert type(ours) is kind
    assert hint in ours.hint
    assert "\n" not in str(ours)
