"""The Data API as boto3 meets it."""

import time
import uuid

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def client(redshift):
    return redshift.aws("redshift-data")


@pytest.fixture
def place(redshift):
    return {"WorkgroupName": "footfall", "Database": redshift.database}


def outcome(client, name, seconds=30):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        told = client.describe_statement(Id=name)
        if told["Status"] in ("FINISHED", "FAILED", "ABORTED"):
            return told
        time.sleep(0.02)
    raise AssertionError(told)


def values(client, name):
    pages = client.get_paginator("get_statement_result").paginate(Id=name)
    return [
        next(iter(one.values()))
        for page in pages
        for row in page["Records"]
        for one in row
    ]


def test_a_statement_with_values_and_typed_fields(client, place):
    name = client.execute_statement(
        Sql="select cast(:x as int) + 1, ':x', null, cast(1 as decimal(3, 2)), 1 = 1",
        Parameters=[{"name": "x", "value": "4"}],
        **place,
    )["Id"]
    told = outcome(client, name)
    assert (told["Status"], told["ResultRows"]) == ("FINISHED", 1)
    assert values(client, name) == [5, ":x", True, "1.00", True]


def test_a_batch_is_one_transaction(client, place):
    good = client.batch_execute_statement(
        Sqls=["create table t (a int)", "insert into t values (1)", "select a from t"],
        **place,
    )["Id"]
    assert outcome(client, good)["Status"] == "FINISHED"
    assert values(client, f"{good}:3") == [1]
    bad = client.batch_execute_statement(
        Sqls=["insert into t values (2)", "select 1/0", "select 1"], **place
    )["Id"]
    told = outcome(client, bad)
    assert "Query #2 failed with ERROR: division by zero" in told["Error"]
    assert [part["Status"] for part in told["SubStatements"]] == [
        "FINISHED", "FAILED", "ABORTED",
    ]  # fmt: skip
    left = client.execute_statement(Sql="select count(*) from t", **place)["Id"]
    outcome(client, left)
    assert values(client, left) == [1]


def test_a_refusal_is_a_failed_statement(client, place):
    name = client.execute_statement(Sql="select distinct on (a) a from t", **place)[
        "Id"
    ]
    assert "DISTINCT ON" in outcome(client, name)["Error"]


def test_results_come_in_pages(client, place):
    numbers = (
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)"
        " select i from n order by i"
    )
    name = client.execute_statement(Sql=numbers, **place)["Id"]
    assert outcome(client, name)["ResultRows"] == 2500
    assert "NextToken" in client.get_statement_result(Id=name)
    assert values(client, name) == list(range(1, 2501))


@pytest.mark.parametrize("how", ["error", "drop"])
def test_a_lost_answer_and_its_retry_run_once(client, place, redshift, how):
    first = client.execute_statement(Sql="create table t (a int)", **place)["Id"]
    outcome(client, first)
    redshift.break_at("lost_answer", how)
    name = client.execute_statement(  # boto3 retries with the same token
        Sql="insert into t values (1)", ClientToken=str(uuid.uuid4()), **place
    )["Id"]
    assert outcome(client, name)["Status"] == "FINISHED"
    left = client.execute_statement(Sql="select count(*) from t", **place)["Id"]
    outcome(client, left)
    assert values(client, left) == [1]


@pytest.mark.parametrize(
    ("call", "asked", "reason"),
    [
        pytest.param("batch_execute_statement", {"Sqls": ["select 1"] * 41},
                     "40|length", id="41 statements"),
        pytest.param("execute_statement", {"Sql": f"select '{'x' * 102400}'"},
                     "100 KB", id="100 KB"),
    ],
)  # fmt: skip
def test_limits(client, place, call, asked, reason):
    with pytest.raises(Exception, match=reason):
        getattr(client, call)(**asked, **place)


def test_a_result_that_is_not_there(client, place):
    with pytest.raises(ClientError, match="ResourceNotFound"):
        client.describe_statement(Id=str(uuid.uuid4()))
    name = client.execute_statement(Sql="create table t2 (a int)", **place)["Id"]
    outcome(client, name)
    with pytest.raises(ClientError, match="ResourceNotFound"):
        client.get_statement_result(Id=name)
