"""Target prod without a server: what compiles there is SQL that Redshift takes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conventions import MANUAL, allowed_functions, functions, problems
from sqlfluff.core import FluffConfig, Linter

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def offline_environment(tmp_path_factory) -> dict[str, str]:
    """Variables of target prod that lead nowhere: port 1 of this machine."""
    folder = tmp_path_factory.mktemp("offline")
    return {
        **os.environ,
        "FOOTFALL_REDSHIFT_HOST": "127.0.0.1",
        "FOOTFALL_REDSHIFT_PORT": "1",
        "FOOTFALL_REDSHIFT_DATABASE": "shop",
        "FOOTFALL_REDSHIFT_USER": "nobody",
        "DBT_ENV_SECRET_REDSHIFT_PASSWORD": "none",
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


@pytest.fixture(scope="session")
def compiled(offline_environment) -> dict[str, str]:
    """`<branch> <node>` → SQL: of every model and test in both branches, of hooks."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("compile_offline.py"))],
        cwd=PROJECT,
        env=offline_environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def manifest(compiled, offline_environment) -> dict:
    """What dbt knows of the project at target prod."""
    folder = Path(offline_environment["DBT_TARGET_PATH"])
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def test_every_model_and_test_was_compiled_in_both_branches(compiled, manifest):
    nodes = {
        name
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "test")
    }
    assert len(nodes) > 40
    for branch in ("first", "increment"):
        assert nodes <= {name.removeprefix(f"{branch} ") for name in compiled}, branch


def test_an_increment_has_another_branch(compiled, manifest):
    same = {
        name
        for name, node in manifest["nodes"].items()
        if node["config"].get("materialized") == "incremental"
        # rows of these are told by their load alone
        and "quarantined" not in name
        and "bot_user_agents" not in name
        and compiled[f"first {name}"].splitlines()[2:]
        == compiled[f"increment {name}"].splitlines()[2:]
    }
    assert same == set()


def test_redshift_takes_every_text(compiled):
    told = {name: found for name, sql in compiled.items() if (found := problems(sql))}
    assert told == {}


def test_every_text_parses_in_the_dialect_of_redshift(compiled):
    linter = Linter(
        config=FluffConfig(overrides={"dialect": "redshift", "templater": "raw"})
    )
    names = {sql: name for name, sql in compiled.items()}  # many have one branch
    broken = {
        name: [str(one) for one in found]
        for sql, name in names.items()
        if (found := linter.parse_string(sql).violations)
    }
    assert broken == {}


def test_every_allowed_function_is_used_and_has_its_page(compiled):
    allowed = allowed_functions()
    assert list(allowed) == sorted(allowed)
    assert [page for page in allowed.values() if not page.startswith(MANUAL)] == []
    used = {name for sql in compiled.values() for name in functions(sql)}
    assert set(allowed) - used == set(), "take what no text calls off the list"


def test_every_table_has_its_keys(manifest):
    """docs/decisions/0009: none is left to what Redshift guesses from early queries."""
    bare = {
        node["name"]: (node["config"].get("dist"), node["config"].get("sort"))
        for node in manifest["nodes"].values()
        if node["config"].get("materialized") in ("table", "incremental")
        and not (
            node["config"].get("dist") == "all"
            or (node["config"].get("dist") and node["config"].get("sort"))
        )
    }
    assert bare == {}


def test_views_bind_late(manifest):
    bound = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["config"].get("materialized") == "view"
        and node["config"].get("bind") is not False
    ]
    assert bound == []


def test_every_fixture_has_a_row_without_nulls(manifest):
    """dbt-redshift takes types of columns from it, and refuses a fixture without."""
    bare = [
        (name, given["input"])
        for name, test in manifest["unit_tests"].items()
        for given in test["given"]
        if isinstance(given["rows"], list)
        and given["rows"]
        and not any(None not in row.values() for row in given["rows"])
    ]
    assert bare == []


def test_nothing_deprecated_is_left(offline_environment, tmp_path):
    dbt = Path(sys.executable).with_name("dbt")
    told = ["--warn-error-options", '{"error": ["Deprecations"]}']
    done = subprocess.run(
        [dbt, "parse", "--no-partial-parse", *told, "--target-path", tmp_path],
        cwd=PROJECT,
        env=offline_environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


# One broken convention each, and the word by which it must be named.
BROKEN = {
    "qualify": ("select a from t qualify row_number() over () = 1", "QUALIFY"),
    "group by all": ("select a, count(*) as n from t group by all", "GROUP BY ALL"),
    "filter": ("select count(*) filter (where a) as n from t", "FILTER"),
    "distinct on": ("select distinct on (a) a, b from t", "DISTINCT ON"),
    "lateral": ("select t.a from t, lateral (select t.a) as u", "LATERAL"),
    "values": ("select a from (values (1)) as v (a)", "VALUES"),
    "no frame": ("select sum(a) over (order by b) as s from t", "without a frame"),
    "default of lag": ("select lag(a, 1, 0) over (order by b) as p from t", "lag"),
    "ignore nulls": (
        "select lag(a) ignore nulls over (order by b) as p from t",
        "IGNORE NULLS",
    ),
    "is distinct from": ("select a is distinct from b as d from t", "IS DISTINCT"),
    "any_value": ("select any_value(a) as a from t", "any_value"),
    "weeks": ("select datediff(week, a, b) as w from t", "weeks"),
    "exact mean": ("select avg(price) as m from t", "before avg"),
    "exact division": ("select price / quantity as p from t", "before /"),
    "text": ("select cast(a as text) as a from t", "without a length"),
    "bare literal": ("select a, 'all' as member from t", "unknown"),
    "varchar": ("select cast(a as varchar) as a from t", "without a length"),
    "mixed case": ('select "UserId" from t', "folded"),
    "lateral alias": ("select upper(a) as b, b || 'x' as c from t", "alias"),
    "unknown function": ("select list_aggregate(a, 'sum') as s from t", "manual"),
    "string_agg": ("select string_agg(a, ',') as s from t", "string_agg"),
    "json operator": ("select a ->> 'b' as b from t", "operator"),
    "materialized": ("with u as materialized (select 1 as a) select a from u", "hint"),
    "now": ("select now() as n from t", "now"),
    "no sql": ("select from where (", "cannot be read"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_convention_is_named(case):
    sql, word = BROKEN[case]
    assert any(word.lower() in told.lower() for told in problems(sql)), problems(sql)


def test_sql_that_keeps_to_the_conventions_has_no_problem():
    sql = """
        with ranked as (
            select
                user_id,
                cast(a as varchar(128)) as a,
                cast(b as double precision) / 2 as half,
                row_number() over (partition by user_id order by a, b) as place,
                sum(b) over (
                    order by a rows between unbounded preceding and current row
                ) as running
            from t
        )
        select user_id, a, half, place, running from ranked where place = 1
    """
    assert problems(sql) == []
