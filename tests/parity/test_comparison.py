"""The comparer finds every kind of difference, and nothing where there is none."""

import datetime as dt
import math
from decimal import Decimal

import duckdb
import pytest
from comparison import TECHNICAL, compare
from type_map import TypeMap
from warehouse_tables import DuckDBTables, RememberedTables, remember

COLUMNS = {
    "session_id": "VARCHAR",
    "user_id": "VARCHAR",
    "event_count": "BIGINT",
    "revenue_amount": "DECIMAL(18,2)",
    "view_rate": "DOUBLE",
    "started_at": "TIMESTAMP",
    "landed_at": "TIMESTAMP",
}
NOON = dt.datetime(2026, 1, 5, 12)
ROW = ("s1", "u1", 3, Decimal("9.90"), 1 / 3, NOON, NOON)
OTHER = ("s2", "u1", 1, Decimal("0.00"), None, NOON, NOON)
KEYS = {"marts.fct_sessions": ["session_id"]}


def warehouse(*rows, name="duckdb", columns=COLUMNS, relation="marts.fct_sessions"):
    return RememberedTables(name, {relation: columns}, {relation: rows})


def with_value(column, value, row=ROW):
    place = list(COLUMNS).index(column)
    return (*row[:place], value, *row[place + 1 :])


def differences(first, second, **told):
    return compare(first, second, keys=KEYS, **told).differences


def test_equal_warehouses_have_no_difference():
    there = warehouse(OTHER, ROW, name="redshift")
    found = compare(warehouse(ROW, OTHER), there, keys=KEYS)
    assert found.differences == []
    assert found.row_counts == {"marts.fct_sessions": 2}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("user_id", "U1", id="letter case"),
        pytest.param("user_id", "u1 ", id="trailing blank"),
        pytest.param("user_id", "", id="empty text"),
        pytest.param("user_id", None, id="null"),
        pytest.param("event_count", 4, id="count"),
        pytest.param("revenue_amount", Decimal("9.91"), id="a cent"),
        pytest.param("view_rate", 1 / 3 + 1e-8, id="double by 3e-8"),
        pytest.param("view_rate", None, id="double or null"),
        pytest.param("view_rate", math.nan, id="double or NaN"),
        pytest.param("view_rate", math.inf, id="double or infinity"),
        pytest.param("started_at", NOON + dt.timedelta(microseconds=1), id="a µs"),
    ],
)
def test_a_value_that_differs_is_found(column, value):
    there = warehouse(OTHER, with_value(column, value), name="redshift")
    (found,) = differences(warehouse(ROW, OTHER), there)
    assert found.what == f"a row differs in {column}"
    assert found.key == {"session_id": "s1"}
    place = list(COLUMNS).index(column)
    assert found.rows["duckdb"][column] == ROW[place]
    assert found.rows["redshift"][column] is value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(1 / 3, 1 / 3 * (1 + 1e-10), id="1e-10 of its size"),
        pytest.param(1e12, 1e12 * (1 + 1e-10), id="1e-10 of a large one"),
        pytest.param(math.nan, math.nan, id="NaN"),
        pytest.param(0.0, -0.0, id="zero"),
    ],
)
def test_doubles_as_good_as_equal_are_no_difference(one, other):
    here = warehouse(with_value("view_rate", one), OTHER)
    there = warehouse(OTHER, with_value("view_rate", other), name="redshift")
    assert differences(here, there) == []


def test_a_double_is_measured_by_its_size():
    here = warehouse(with_value("view_rate", 1e-12))
    there = warehouse(with_value("view_rate", 2e-12), name="redshift")
    assert len(differences(here, there)) == 1


def test_rows_without_a_key_find_their_equal_among_many():
    here = [("s", "u", 1, None, value, NOON, NOON) for value in (0.1, 0.2, 0.3)]
    there = [
        ("s", "u", 1, None, value * (1 + 1e-10), NOON, NOON)
        for value in (0.3, 0.1, 0.2)
    ]
    found = differences(warehouse(*here), warehouse(*there, name="redshift"))
    assert found == []


@pytest.mark.parametrize(
    ("here", "there", "where"),
    [
        pytest.param([ROW, OTHER], [ROW], "duckdb", id="missing"),
        pytest.param([ROW], [ROW, OTHER], "redshift", id="too many"),
        pytest.param([ROW], [ROW, ROW], "redshift", id="twice"),
        pytest.param([ROW, OTHER, OTHER], [ROW, OTHER], "duckdb", id="once"),
    ],
)
def test_a_row_of_one_side_is_found(here, there, where):
    (found,) = differences(warehouse(*here), warehouse(*there, name="redshift"))
    assert found.what == f"a row only in {where}"
    other = "redshift" if where == "duckdb" else "duckdb"
    assert found.rows[other] is None
    assert found.rows[where] is not None


def test_a_relation_of_one_side_is_found():
    extra = warehouse(ROW, name="redshift", relation="marts.fct_new")
    told = {one.relation: one.what for one in differences(warehouse(ROW), extra)}
    assert told == {
        "marts.fct_new": "only in redshift",
        "marts.fct_sessions": "only in duckdb",
    }


def test_a_column_of_one_side_is_found_and_the_rest_compared():
    columns = {name: COLUMNS[name] for name in COLUMNS if name != "view_rate"}
    row = [ROW[list(COLUMNS).index(name)] for name in columns]
    row[1] = "other"
    there = warehouse(tuple(row), name="redshift", columns=columns)
    assert [one.what for one in differences(warehouse(ROW), there)] == [
        "column view_rate only in duckdb",
        "a row differs in user_id",
    ]


def test_a_type_that_differs_is_found():
    there = RememberedTables(
        "redshift",
        {"landing.objects": {"records": "integer"}},
        {"landing.objects": [(1,)]},
    )
    here = RememberedTables(
        "duckdb", {"landing.objects": {"records": "BIGINT"}}, there.contents
    )
    (found,) = differences(here, there, mismatch=TypeMap({}).mismatch)
    assert found.what == "column records: BIGINT in duckdb, integer in redshift"


@pytest.mark.parametrize("column", sorted(TECHNICAL))
def test_a_technical_column_may_differ(column):
    columns = {"session_id": "VARCHAR", column: "TIMESTAMP"}
    here = warehouse(("s1", NOON), columns=columns)
    there = warehouse(("s1", None), name="redshift", columns=columns)
    assert differences(here, there) == []


def test_an_exempt_relation_is_left_out():
    there = warehouse(OTHER, name="redshift")
    found = compare(warehouse(ROW), there, exempt={"marts.fct_sessions"})
    assert found.differences == []
    assert found.row_counts == {}


def test_a_difference_prints_relation_key_and_both_rows():
    columns = {"session_id": "VARCHAR", "event_count": "BIGINT"}
    here = warehouse(("s1", 3), columns=columns)
    there = warehouse(("s1", 4), name="redshift", columns=columns)
    assert str(compare(here, there, keys=KEYS)) == (
        "marts.fct_sessions: a row differs in event_count\n"
        "    key       session_id='s1'\n"
        "    duckdb    session_id='s1', event_count=3\n"
        "    redshift  session_id='s1', event_count=4"
    )


def test_many_differences_are_counted_not_printed():
    here = warehouse(*(with_value("session_id", f"s{n}") for n in range(1_000)))
    found = differences(here, warehouse(name="redshift"))
    assert len(found) == 6
    assert found[-1].what == "995 more rows differ"


def test_a_key_that_nobody_declared_is_the_first_column():
    there = warehouse(with_value("event_count", 4), name="redshift")
    (found,) = compare(warehouse(ROW), there).differences
    assert found.key == {"session_id": "s1"}


def test_every_relation_of_a_file_is_found_and_remembered(tmp_path):
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts").fetchall()
        connection.execute("create schema elsewhere").fetchall()
        connection.execute("create table elsewhere.t (a int)").fetchall()
        connection.execute(
            "create table marts.fct_new as select 'a' as new_id,"
            " cast(1 as decimal(18, 2)) as new_amount"
        ).fetchall()
        connection.execute(
            "create view marts.fct_view as select * from marts.fct_new"
        ).fetchall()
    tables = DuckDBTables(path)
    shape = {"new_id": "VARCHAR", "new_amount": "DECIMAL(18,2)"}
    assert tables.relations() == {"marts.fct_new": shape, "marts.fct_view": shape}
    before = remember(tables, "before")
    assert compare(before, tables).differences == []
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.fct_new set new_amount = 2").fetchall()
    assert [one.relation for one in compare(before, tables).differences] == [
        "marts.fct_new",
        "marts.fct_view",
    ]
