"""COPY from moto's S3, as a loader meets it."""

import gzip
import json

import pytest
import redshift_connector


@pytest.fixture
def bucket(redshift):
    return redshift.new_bucket()


@pytest.fixture
def session(redshift):
    with redshift_connector.connect(
        host=redshift.host,
        port=redshift.port,
        database=redshift.database,
        user=redshift.user,
        password=redshift.password,
        ssl=False,
    ) as opened:
        opened.cursor().execute(
            "create table t (a int, b varchar(12), c decimal(10, 2), d varbyte(99),"
            " e timestamp)"
        )
        opened.commit()
        yield opened


@pytest.fixture
def put(redshift, bucket):
    s3 = redshift.aws("s3")

    def write(key, body):
        s3.put_object(Bucket=bucket, Key=key, Body=body)

    return write


def rows(session, sql="select a, b, c, to_hex(d), e from t order by a"):
    cursor = session.cursor()
    cursor.execute(sql)
    return [
        [str(value) if value is not None else None for value in row] for row in cursor
    ]


@pytest.fixture
def copy(redshift, bucket, session):
    def run(key, options="json 'auto'", target="t", role=redshift.iam_role):
        session.cursor().execute(
            f"copy {target} from 's3://{bucket}/{key}' iam_role '{role}' {options}"
        )

    return run


def manifest(bucket, *entries):
    told = [{"url": f"s3://{bucket}/{key}", "mandatory": must} for key, must in entries]
    return json.dumps({"entries": told}).encode()


def test_records_need_no_separator_and_keep_their_spelling(copy, put, session):
    record = b'{"a": 1, "b": "\\u00e9\\n\\\\", "c": "1.999", "d": "ff00", "z": 1}'
    put(
        "p/1.gz",
        gzip.compress(record + b'{"a":2,\n"b":{"q":1.50},"e":"2026-01-01T00:00:01"}'),
    )
    copy(
        "p/", "format json 'auto' gzip timeformat 'auto' compupdate off statupdate off"
    )
    assert rows(session) == [
        ["1", "é\n\\", "1.99", "ff00", None],
        ["2", '{"q":1.50}', None, None, "2026-01-01 00:00:01"],
    ]


def test_listed_columns_leave_the_others_null(copy, put, session):
    put("p/1", b'{"a": 1, "b": "x"}')
    copy("p/", target="t (a)")
    assert rows(session) == [["1", None, None, None, None]]


def test_a_rollback_takes_the_rows_away(copy, put, session):
    put("p/1", b'{"a": 1}')
    copy("p/")
    session.rollback()
    assert rows(session) == []


def test_the_same_text_again_reads_the_objects_again(copy, put, session):
    put("p/1", b'{"a": 1}')
    copy("p/")
    put("p/2", b'{"a": 2}')
    copy("p/")
    assert [row[0] for row in rows(session)] == ["1", "1", "2"]


def test_a_missing_object_fails_where_it_is_mandatory(copy, put, session, bucket):
    put("p/1", b'{"a": 1}')
    put("m/loose", manifest(bucket, ("p/1", True), ("p/gone", False)))
    put("m/strict", manifest(bucket, ("p/1", True), ("p/gone", True)))
    copy("m/loose", "json 'auto' manifest")
    session.commit()
    with pytest.raises(redshift_connector.ProgrammingError, match="does not exist"):
        copy("m/strict", "json 'auto' manifest")
    session.rollback()
    assert len(rows(session)) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b'{"b": "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9x"}',
                     "too long", id="13 bytes for 12"),
        pytest.param(b'{"a": "x"}', "invalid input", id="no integer"),
        pytest.param(b'{"a": 1}{"a": ', "Invalid JSON", id="half a record"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_fails_the_load(copy, put, session, body, reason):
    put("p/1", body)
    with pytest.raises(redshift_connector.ProgrammingError, match=reason):
        copy("p/")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        pytest.param("csv", "syntax error", id="csv"),
        pytest.param("json 'auto' maxrows 5", "syntax error", id="unknown option"),
        pytest.param("json 's3://b/paths'", "not in the stand-in", id="jsonpaths"),
        pytest.param("", "JSON", id="no format"),
    ],
)
def test_other_options_are_refused(copy, put, options, reason):
    put("p/1", b'{"a": 1}')
    with pytest.raises(redshift_connector.ProgrammingError, match=reason):
        copy("p/", options)


def test_another_role_may_not_read(copy, put):
    put("p/1", b'{"a": 1}')
    with pytest.raises(redshift_connector.ProgrammingError, match="not authorized"):
        copy("p/", role="arn:aws:iam::123456789012:role/other")


def test_an_empty_prefix_and_damaged_gzip_fail(copy, put, session):
    with pytest.raises(redshift_connector.ProgrammingError, match="does not exist"):
        copy("nothing/")
    session.rollback()
    put("p/1.gz", b"\x1f\x8b damaged")
    with pytest.raises(redshift_connector.ProgrammingError, match="GZIP"):
        copy("p/", "json 'auto' gzip")


def test_noshred_fills_one_super_column(copy, put, session):
    session.cursor().execute("create table s (record super)")
    put("p/1", b'{"a": {"b": [1, 2]}}')
    copy("p/", "json 'noshred'", target="s")
    assert rows(session, "select json_serialize(record) from s") == [
        ['{"a": {"b": [1, 2]}}']
    ]


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        pytest.param("before_copy", 0, id="did nothing"),
        pytest.param("after_copy", 1, id="reported failed, and committed"),
    ],
)
def test_a_copy_that_fails_on_request(copy, put, session, redshift, where, kept):
    session.autocommit = True
    put("p/1", b'{"a": 1}')
    redshift.break_at(where)
    with pytest.raises(redshift_connector.ProgrammingError, match="fault on request"):
        copy("p/")
    assert len(rows(session)) == kept
