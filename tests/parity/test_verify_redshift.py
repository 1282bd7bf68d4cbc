"""`make verify-redshift`, the very command, against the stand-in; it leaves nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

PROJECT = Path(__file__).parents[2]
COMMAND = [sys.executable, str(Path(__file__).with_name("verify_redshift.py"))]


@pytest.fixture
def operator(stand_in_server):
    """The environment of a person who verifies, and what is left of it afterwards."""
    bucket = stand_in_server.new_bucket()
    s3 = stand_in_server.aws("s3")
    s3.put_object(Bucket=bucket, Key="verify/of-somebody-else", Body=b"x")
    environment = {
        **os.environ,
        **stand_in_server.environment(),
        "FOOTFALL_VERIFY_PREFIX": f"s3://{bucket}/verify/",
        "PYTHONPATH": "tests",
    }

    def left():
        with (
            psycopg2.connect(
                host="127.0.0.1",
                port=stand_in_server.postgres_port,
                user="postgres",
                password=stand_in_server.password,
                dbname="postgres",
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "select datname from pg_database where datname like 'footfall_verify%'"
            )
            databases = [row[0] for row in cursor.fetchall()]
        connection.close()
        listed = s3.list_objects_v2(Bucket=bucket)["Contents"]
        return databases, [one["Key"] for one in listed]

    return environment, left


NOTHING = ([], ["verify/of-somebody-else"])


def start(environment, *arguments):
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_a_verification_tells_every_step_and_leaves_nothing(operator):
    environment, left = operator
    small = ["--events", "400", "--histories", "2", "--copied-events", "3000"]
    out, err = (run := start(environment, *small)).communicate()
    assert run.returncode == 0, out + err
    told = dict(line.split("\t") for line in out.splitlines())
    assert told["result"] == "every row is equal"
    for step in ("first build", "increments", "full refresh"):
        assert told[f"equal after {step}"].split()[1] == "relations,", step
    assert int(told["records copied"]) >= 3_000
    assert told["two loaders at once"].startswith("50 objects once")
    assert "as documented: integers divide to integers" in told
    assert "keys: marts.fct_sessions" in told
    assert "PostgreSQL" in told["engine"]  # and so nobody takes this for a Redshift
    assert float(told["seconds: build"]) > 0
    assert left() == NOTHING


def test_a_verification_that_is_ended_leaves_nothing(operator):
    environment, left = operator
    run = start(environment, "--events", "400", "--histories", "1")
    first = run.stdout.readline()
    assert first.startswith("created database\tfootfall_verify_")
    while left()[1] == NOTHING[1]:
        assert run.poll() is None
    run.send_signal(signal.SIGTERM)
    out, _ = run.communicate()
    assert run.returncode == 143
    assert "removed database" in out
    assert left() == NOTHING


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("FOOTFALL_VERIFY_PREFIX", "", "error: not set: FOOTFALL_VERIFY_PREFIX"),
        ("FOOTFALL_VERIFY_PREFIX", "s3://bucket", "error: no folder of a bucket"),
        ("FOOTFALL_REDSHIFT_HOST", "", "error: not set: FOOTFALL_REDSHIFT_HOST"),
    ],
)
def test_a_missing_setting_is_told_in_two_lines(operator, name, value, error):
    environment, left = operator
    out, err = (run := start({**environment, name: value})).communicate()
    assert run.returncode == 2
    assert out == ""
    assert err.startswith(error)
    assert len(err.splitlines()) == 3
    assert err.splitlines()[2].startswith("hint: ")
    assert left() == NOTHING
