"""The stand-in against Redshift's manual: one construct, one verdict, one test."""

import datetime
import decimal
import re

import pytest
import redshift_connector
from standin import refusals
from standin.battery import BATTERY, GAP, MISSING, OURS, REFUSED, ROWS, TABLE


@pytest.fixture(scope="module")
def connection(stand_in_server):
    """A database of the battery's own; each statement commits by itself."""
    place = stand_in_server.new_database("battery")
    with redshift_connector.connect(
        host=place.host,
        port=place.port,
        database=place.database,
        user=place.user,
        password=place.password,
        ssl=False,
    ) as opened:
        opened.autocommit = True
        cursor = opened.cursor()
        cursor.execute(TABLE)
        cursor.execute(ROWS)
        yield opened


def first_value(connection, sql):
    cursor = connection.cursor()
    cursor.execute(sql)
    return cursor.fetchone()[0]


def is_same(found, wanted):
    if isinstance(found, decimal.Decimal) or isinstance(wanted, float):
        return float(found) == pytest.approx(float(wanted), abs=1e-9)
    if isinstance(wanted, (datetime.date, bool)) or wanted is None:
        return found == wanted and type(found) is type(wanted)
    return found == wanted


def named(verdicts):
    return [pytest.param(one, id=one.name) for one in BATTERY if verdicts(one.verdict)]


WORDS = (REFUSED, OURS, MISSING, GAP)


@pytest.mark.parametrize("one", named(lambda verdict: verdict not in WORDS))
def test_redshift_answers(one, connection):
    found = first_value(connection, one.sql)
    assert is_same(found, one.verdict), f"{found!r}, but {one.source}"


@pytest.mark.parametrize("one", named(lambda verdict: verdict in (REFUSED, MISSING)))
def test_redshift_refuses_or_the_stand_in_fails(one, connection):
    with pytest.raises(redshift_connector.ProgrammingError):
        first_value(connection, one.sql)


@pytest.mark.parametrize("one", named(lambda verdict: verdict == OURS))
def test_the_house_refuses(one, connection):
    assert refusals(one.sql), one.name
    with pytest.raises(redshift_connector.ProgrammingError):
        first_value(connection, one.sql)


@pytest.mark.parametrize("one", named(lambda verdict: verdict == GAP))
def test_gaps_are_still_gaps(one, connection):
    """Once the stand-in tells these, they belong among the refused."""
    first_value(connection, one.sql)


@pytest.mark.parametrize(
    "one", named(lambda verdict: verdict not in (REFUSED, OURS, MISSING))
)
def test_no_rule_refuses_what_redshift_takes(one):
    assert refusals(one.sql) == []


def test_every_verdict_has_its_page_and_every_construct_its_name():
    assert all(re.fullmatch(r"[\w-]+\.html", one.page) for one in BATTERY)
    names = [(one.name, one.page) for one in BATTERY]
    assert len(set(names)) == len(names) >= 180
