"""Increments on the stand-in: a model that fails midway forgets and repeats nothing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from both_ways import Source, connect, source
from standin import StandIn, postgres
from way import StepError, Way

_NUMBERS = count(1)

NO_TESTS = ("--exclude-resource-type", "unit_test", "test")

# A model's mark fails once its rows are written: in PostgreSQL, behind the proxy. The
# text is Redshift's, at which dbt-redshift would run that one statement again; so it
# fails once only, and a second try would come through.
BREAK = """
create sequence tries;
grant usage on sequence tries to public;
create function fail_mark() returns trigger language plpgsql as $$ begin
    if new.model = 'fct_sessions' and nextval('tries') = 1 then
        raise exception 'conflict with concurrent transaction';
    end if;
    return new;
end $$;
create trigger fail_mark before insert on intermediate.build_marks
    for each row execute function fail_mark();
"""
MEND = """
drop trigger fail_mark on intermediate.build_marks;
drop function fail_mark();
drop sequence tries;
"""


@dataclass
class Warehouse:
    """One warehouse for all tests of this module; each has users of its own.

    Attributes:
        way: Loads and builds.
        objects: Where Firehose delivers.
        cursor: A client of the warehouse.
        behind: Runs a text in the PostgreSQL itself, unjudged.
    """

    way: Way
    objects: Source
    cursor: Any
    behind: Callable[[str], None]

    def view(self, user: str, minute: int) -> None:
        """Deliver and land one view."""
        record = {
            "event_id": f"{user}-{minute}",
            "event_time": f"2026-01-05 07:{minute:02}:00 UTC",
            "event_type": "view",
            "product_id": "p1",
            "user_id": user,
            "user_session": "s1",
        }
        self.objects.put(
            {f"{user}-{minute}-{next(_NUMBERS)}": json.dumps(record).encode()}
        )
        self.way.load(self.objects.url)

    def build(self, *arguments: str) -> None:
        """Sessions and what they are made of."""
        self.way.build(*NO_TESTS, "--select", "+fct_sessions", *arguments)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.cursor.execute(sql).fetchall()]

    def sessions(self, user: str) -> list[int]:
        """The events of each session of a user."""
        told = f"select event_count from marts.fct_sessions where user_id = '{user}'"
        return sorted(row[0] for row in self.rows(told))

    def mark(self, model: str) -> tuple[int, int]:
        """How far a model has read, and in which refresh."""
        (found,) = self.rows(
            "select load_sequence, refresh_number from intermediate.build_marks"
            f" where model = '{model}'"
            " order by refresh_number desc, load_sequence desc limit 1"
        )
        return found


@pytest.fixture(scope="module")
def warehouse(stand_in_server: StandIn, tmp_path_factory) -> Iterator[Warehouse]:
    place = stand_in_server.database_for_dbt()
    environment = place.environment()
    objects = source(environment, stand_in_server.new_bucket(), "events/")
    way = Way("prod", environment, tmp_path_factory.mktemp("marks"))

    def behind(sql: str) -> None:
        opened = postgres.connect(place.postgres_port, place.password, place.database)
        with opened.cursor() as cursor:
            cursor.execute(sql)
        opened.close()

    connection = connect(environment)
    made = Warehouse(way, objects, connection.cursor(), behind)
    made.view("somebody", 1)
    made.build()
    yield made
    connection.close()
    way.close()


def test_a_mark_that_fails_takes_its_rows_along(warehouse):
    warehouse.view("unlucky", 1)
    warehouse.build()
    before = warehouse.mark("fct_sessions")
    warehouse.view("unlucky", 2)
    warehouse.behind(BREAK)
    try:
        with pytest.raises(StepError, match="concurrent transaction"):
            warehouse.build()
    finally:
        warehouse.behind(MEND)
    assert warehouse.sessions("unlucky") == [1], "rows without their mark"
    assert warehouse.mark("fct_sessions") == before, "a mark without its rows"
    assert warehouse.mark("stg_firehose__events")[0] > before[0]

    warehouse.build()
    assert warehouse.sessions("unlucky") == [2]
    assert warehouse.mark("fct_sessions") > before


def test_late_data_joins_sessions_and_the_old_ones_vanish(warehouse):
    warehouse.view("late", 1)
    warehouse.view("late", 50)
    warehouse.build()
    assert warehouse.sessions("late") == [1, 1]
    warehouse.view("late", 25)
    warehouse.build()
    assert warehouse.sessions("late") == [3]


def test_a_landing_that_was_made_anew_is_read_from_its_start(warehouse):
    warehouse.view("former", 1)
    warehouse.build()
    high = warehouse.mark("fct_sessions")
    warehouse.cursor.execute("drop schema landing cascade")
    warehouse.objects.delete()
    warehouse.view("anew", 1)
    warehouse.build("--full-refresh")
    assert warehouse.sessions("former") == []
    low = warehouse.mark("fct_sessions")
    assert low[0] < high[0]
    assert low[1] == high[1] + 1
    warehouse.view("anew", 2)
    warehouse.build()
    assert warehouse.sessions("anew") == [2]


def test_an_empty_build_moves_no_mark(warehouse):
    warehouse.view("patient", 1)
    warehouse.build("--empty")
    warehouse.build()
    assert warehouse.sessions("patient") == [1]


def test_marts_are_granted_to_the_role_that_is_named(warehouse):
    warehouse.behind("create role analysts")
    told = (*NO_TESTS, "--select", "+path:models/marts", "--vars")
    warehouse.way.build(*told, '{"bi_role": "role analysts"}')
    granted = warehouse.rows(
        "select table_name from information_schema.role_table_grants"
        " where grantee = 'analysts' and privilege_type = 'SELECT' order by 1"
    )
    assert granted == warehouse.rows(
        "select table_name from information_schema.tables where table_schema = 'marts'"
        " order by 1"
    )
    assert warehouse.rows("select has_schema_privilege('analysts', 'marts', 'usage')")[
        0
    ] == (True,)
    with pytest.raises(StepError, match="no role, group or user"):
        warehouse.way.build(*told, '{"bi_role": "a; drop table b"}')
