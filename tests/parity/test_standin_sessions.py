"""The proxy as a driver meets it: bound values, transactions, several statements."""

import contextlib
import gc

import psycopg2
import pytest
import redshift_connector


@pytest.fixture
def open_session(redshift):
    """Opens connections to the test's own database."""
    with contextlib.ExitStack() as opened:

        def connect():
            return opened.enter_context(
                redshift_connector.connect(
                    host=redshift.host,
                    port=redshift.port,
                    database=redshift.database,
                    user=redshift.user,
                    password=redshift.password,
                    ssl=False,
                )
            )

        yield connect


@pytest.fixture
def session(open_session):
    return open_session()


def rows(connection, sql, values=None):
    cursor = connection.cursor()
    cursor.execute(sql, values)
    return [list(row) for row in cursor.fetchall()]


def run(connection, sql, values=None):
    connection.cursor().execute(sql, values)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_wrong_password_is_refused(redshift):
    with pytest.raises(redshift_connector.Error, match="password"):
        redshift_connector.connect(
            host=redshift.host,
            port=redshift.port,
            database=redshift.database,
            user=redshift.user,
            password="wrong",
            ssl=False,
        )
    gc.collect()  # the driver leaves the socket of a refused login to the collector


def test_bound_values_reach_a_rewritten_statement(session):
    run(session, "create table t (a int, b varchar(20)) diststyle key distkey (a)")
    for number in range(3):
        run(session, "insert into t values (%s, %s)", (number, f"$1 '{number}"))
    sql = "select nvl(b, 'x'), datediff(day, %s, %s) from t where a = %s"
    assert rows(session, sql, ("2026-01-01", "2026-01-03", 2)) == [["$1 '2", 2]]


def test_several_statements_in_one_text(redshift, session):
    with (
        psycopg2.connect(
            host=redshift.host,
            port=redshift.port,
            dbname=redshift.database,
            user=redshift.user,
            password=redshift.password,
        ) as simple,
        simple.cursor() as cursor,
    ):
        cursor.execute(
            "create table t (a int) backup no; insert into t select nvl(null, 7);"
            " select a from t -- the last one counts"
        )
        assert cursor.fetchall() == [(7,)]
    simple.close()


def test_a_refusal_ends_the_transaction_as_an_error_does(session):
    run(session, "create table t (a int)")
    session.commit()
    run(session, "insert into t values (1)")
    with pytest.raises(redshift_connector.ProgrammingError, match="DISTINCT ON"):
        run(session, "select distinct on (a) a from t where a = %s", (1,))
    with pytest.raises(redshift_connector.ProgrammingError, match="aborted"):
        rows(session, "select a from t")
    session.rollback()
    assert rows(session, "select count(*) from t") == [[0]]


def test_a_transaction_sees_one_snapshot_unless_it_locks_first(open_session):
    one, two = open_session(), open_session()
    run(one, "create table ledger (a int)")
    one.commit()
    assert rows(one, "select count(*) from ledger") == [[0]]
    run(two, "insert into ledger values (1)")
    two.commit()
    assert rows(one, "select count(*) from ledger") == [[0]]
    one.rollback()
    run(one, "lock table ledger")
    assert rows(one, "select count(*) from ledger") == [[1]]


def test_a_text_too_long_in_bytes_is_refused(session):
    run(session, "create table t (a varchar(3))")
    run(session, "insert into t values ('aé'), ('abc  ')")
    with pytest.raises(redshift_connector.ProgrammingError, match="too long"):
        run(session, "insert into t values ('éé')")


def test_late_binding_and_grants_are_taken(session):
    run(session, "create table t (a int)")
    run(session, "create view v as select a from t with no schema binding")
    run(session, "create group readers_of_standin")
    run(session, "grant select on v to group readers_of_standin")
    assert rows(session, "select count(*) from v") == [[0]]
    session.rollback()


@pytest.mark.parametrize("how", ["error", "drop"])
@pytest.mark.parametrize(
    ("where", "kept"),
    [
        pytest.param("before_commit", 0, id="never reached the warehouse"),
        pytest.param("after_commit", 1, id="took effect and nobody heard"),
    ],
)
def test_a_commit_that_fails(redshift, open_session, where, how, kept):
    one = open_session()
    run(one, "create table t (a int)")
    one.commit()
    run(one, "insert into t values (1)")
    redshift.break_at(where, how)
    with pytest.raises(redshift_connector.Error):
        one.commit()
    assert rows(open_session(), "select count(*) from t") == [[kept]]


def test_a_fault_waits_for_its_turn_and_for_its_database(stand_in_server, redshift):
    with pytest.raises(ValueError, match="no such fault"):
        redshift.break_at("at_noon")
    stand_in_server.break_at("before_commit", skip=1)
    redshift.break_at("before_commit", skip=1)
    with redshift_connector.connect(
        host=redshift.host,
        port=redshift.port,
        database=redshift.database,
        user=redshift.user,
        password=redshift.password,
        ssl=False,
    ) as one:
        run(one, "create table t (a int)")
        one.commit()
        run(one, "insert into t values (1)")
        with pytest.raises(redshift_connector.Error, match="fault on request"):
            one.commit()
        one.rollback()
        run(one, "insert into t values (2)")
        one.commit()
        assert rows(one, "select a from t") == [[2]]


def test_statements_are_remembered_as_written(redshift, session):
    run(session, "create table t (a int) diststyle even")
    assert "create table t (a int) diststyle even" in redshift.statements()
