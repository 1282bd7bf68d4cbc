"""The stand-in as a whole: how it starts, what it says when it cannot, how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from standin import postgres, refusals, stand_in
from standin.processes import StandInError

FOLDER = Path(__file__).parent

STARTER = """
import json, pathlib, sys, time
from standin import stand_in
with stand_in(pathlib.Path(sys.argv[1])) as running:
    ports = [running.port, running.postgres_port, running.control_port]
    urls = [running.s3_endpoint, running.data_api_endpoint]
    ports += [int(url.rsplit(":", 1)[1]) for url in urls]
    print(json.dumps([ports, str(running.folder)]), flush=True)
    time.sleep(600)
"""


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_everything_ends_with_the_starter_or_its_group(tmp_path, sent):
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path)],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    ports, data = json.loads(starter.stdout.readline())
    assert all(map(is_open, ports))
    os.killpg(starter.pid, sent)
    starter.wait()
    starter.stdout.close()
    ends = time.monotonic() + 20
    while time.monotonic() < ends and (any(map(is_open, ports)) or Path(data).exists()):
        time.sleep(0.1)
    assert not any(map(is_open, ports))
    assert not Path(data).exists()


def test_without_postgresql_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "_BINARIES", tmp_path)
    with pytest.raises(StandInError, match="hint: run `make programs`"):
        stand_in(tmp_path / "logs").__enter__()


def test_a_new_database_is_empty_and_its_own(stand_in_server):
    for number in (1, 2):
        place = stand_in_server.new_database(f"own_{number}")
        port, password = place.postgres_port, place.password
        opened = postgres.connect(port, password, place.database)
        with opened.cursor() as cursor:
            cursor.execute("create table public.t (a int)")
        opened.close()


def test_the_environment_is_whole(redshift):
    told = redshift.environment()
    assert told["FOOTFALL_REDSHIFT_PORT"] == str(redshift.port)
    assert told["FOOTFALL_REDSHIFT_DATABASE"] == redshift.database
    assert all(isinstance(value, str) and value for value in told.values())


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("select filter (a) from t", id="a function called filter"),
        pytest.param("select 'a ->> b', \"distinct on\" from t", id="inside quotes"),
        pytest.param(
            "-- distinct on\nselect a from t /* lateral */", id="in a comment"
        ),
        pytest.param("select a as now, b as json from t", id="names of columns"),
        pytest.param("select now()", id="the leader's clock, alone"),
        pytest.param("select current_schema() from pg_class", id="a catalog"),
        pytest.param("delete from t using u where t.a = u.a", id="delete using"),
        pytest.param("select count(*) over (partition by a) from t", id="no order"),
        pytest.param("insert into t values (1), (2)", id="values of an insert"),
    ],
)
def test_rules_leave_alone_what_only_looks_refused(sql):
    assert refusals(sql) == []


def test_every_statement_of_a_text_is_judged():
    told = refusals("select 1; select a ->> 'b' from t; create index i on t (a)")
    assert [one.split(":")[0] for one in told] == ["JSON operator", "index"]


def test_a_text_that_cannot_be_read_is_refused():
    assert refusals("select 'open") != []
