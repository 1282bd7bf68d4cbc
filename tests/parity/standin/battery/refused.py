"""What Redshift refuses, and what the stand-in cannot tell."""

from .constructs import GAP, MISSING, REFUSED, Construct, listed


def _refused(page: str, *told: tuple[str, str]) -> list[Construct]:
    return listed(page, *((name, sql, REFUSED) for name, sql in told))


REFUSED_CONSTRUCTS: list[Construct] = [
    *_refused(
        "c_unsupported-postgresql-functions.html",
        ("string_agg", "select string_agg(s, ',') from bt"),
        ("array_agg", "select array_agg(s) from bt"),
        ("every", "select every(i > 0) from bt"),
        ("corr", "select corr(i, g) from bt"),
        ("regexp_matches", "regexp_matches('ab', 'a')"),
        ("regexp_split_to_array", "select regexp_split_to_array(s, 'a') from bt"),
        ("format", "select format('%s', s) from bt"),
        ("overlay", "select overlay(s placing 'x' from 1) from bt"),
        ("width_bucket", "select width_bucket(i, 1, 4, 2) from bt"),
        ("clock_timestamp", "select clock_timestamp() from bt"),
        ("is distinct from", "select count(*) from bt where s is distinct from 'a'"),
        (
            "is not distinct from",
            "select count(*) from bt where s is not distinct from s",
        ),
        ("unnest", "unnest(string_to_array('a,b', ','))"),
        ("concat_ws", "concat_ws('-', 'a', 'b')"),
        ("to_json", "select to_json(s) from bt"),
        ("gen_random_uuid", "select gen_random_uuid() from bt"),
        ("starts_with", "select starts_with(s, 'a') from bt"),
    ),
    *_refused(
        "c_SQL_functions_leader_node_only.html",
        ("now", "now()"),
        ("current_timestamp", "current_timestamp"),
        ("localtimestamp", "localtimestamp"),
        ("age", "select age(ts) from bt"),
        ("current_schema", "select current_schema() from bt"),
        ("substr", "select substr(s, 1, 1) from bt"),
        (
            "generate_series over a table",
            "select count(*) from generate_series(1,3) x, bt",
        ),
    ),
    *_refused(
        "c_unsupported-postgresql-datatypes.html",
        ("json", "select cast(j as json) from bt"),
        ("jsonb with ::", "select j::jsonb from bt"),
        ("uuid", "select cast(s as uuid) from bt"),
        ("bytea", "select cast(s as bytea) from bt"),
        ("arrays", "array_length(array[1, 2], 1)"),
        ("an array's type", "select cast(null as int[]) from bt"),
        ("struct", "{'a': 1}.a"),
        ("double alone", "select cast(i as double) from bt"),
    ),
    *_refused(
        "json-functions.html",
        ("->>", "j::super ->> 'a'"),
        ("->", "j -> 'a'"),
    ),
    *_refused(
        "r_CONCAT.html",
        ("three arguments", "concat('a', 'b', 'c')"),
    ),
    *_refused(
        "r_SELECT_list.html",
        ("distinct on", "select distinct on (g) i from bt order by g, i"),
        ("strict group by", "select g, i, count(*) from bt group by g"),
    ),
    *_refused(
        "r_FROM_clause30.html",
        ("lateral", "select count(*) from bt, lateral (select bt.i) x"),
        ("values", "select count(*) from (values (1), (2)) as t(x)"),
        ("values in a step", "with t as (values (1)) select * from t"),
        ("from first", "from bt select i limit 1"),
        ("tablesample", "select count(*) from bt tablesample system (10)"),
        ("asof join", "select count(*) from bt a asof join bt b on a.ts >= b.ts"),
        ("semi join", "select count(*) from bt a semi join bt b using (i)"),
    ),
    *_refused(
        "c_Aggregate_Functions.html",
        ("filter", "select count(*) filter (where g = 1) from bt"),
        ("max of booleans", "select max(i > 2) from bt"),
        ("sum of booleans", "select sum(i > 2) from bt"),
        ("count distinct of two", "select count(distinct i, g) from bt"),
        ("arg_max", "select arg_max(s, i) from bt"),
    ),
    *_refused(
        "c_Window_functions.html",
        ("sum ordered without a frame", "select sum(i) over (order by i) from bt"),
        (
            "first_value ordered without a frame",
            "first_value(s) over (partition by g order by i)",
        ),
        ("count ordered without a frame", "select count(*) over (order by i) from bt"),
        (
            "range frame",
            "select sum(i) over (order by i range between unbounded preceding and "
            "current row) from bt",
        ),
        (
            "frame of row_number",
            "select row_number() over (order by i rows between unbounded preceding "
            "and current row) from bt",
        ),
        ("window clause", "select sum(i) over w from bt window w as (partition by g)"),
    ),
    *_refused(
        "r_WF_LAG.html",
        ("default of lag", "lag(s, 1, 'z') over (order by i)"),
        ("default of lead", "select lead(s, 1, 'z') over (order by i) from bt"),
    ),
    *_refused(
        "r_WITH_clause.html",
        ("materialized", "with x as materialized (select 1 as a) select a from x"),
    ),
    *_refused(
        "r_CAST_function.html",
        ("not a number", "cast('abc' as int)"),
        ("empty text", "cast('' as int)"),
    ),
    *_refused(
        "c_redshift-and-postgres-sql.html",
        ("is true after a comparison", "select count(*) from bt where i > 2 is true"),
        ("returning", "insert into bt (i) values (9) returning i"),
        ("on conflict", "insert into bt (i) values (9) on conflict do nothing"),
        ("index", "create index on bt (i)"),
        ("do", "do $$ begin end $$"),
    ),
    *_refused(
        "r_CREATE_TABLE_AS.html",
        ("if not exists … as", "create table if not exists bt2 as select 1 as a"),
    ),
    *_refused(
        "r_CREATE_TABLE_NEW.html",
        ("check", "create table bt2 (a int check (a > 0))"),
        ("serial", "create table bt2 (a serial)"),
        ("blob", "create table bt2 (a blob)"),
        ("unlogged", "create unlogged table bt2 (a int)"),
        ("on commit", "create temporary table bt2 (a int) on commit drop"),
    ),
    *_refused(
        "r_ALTER_TABLE.html",
        ("two columns at once", "alter table bt add column x int, add column y int"),
        ("if not exists", "alter table bt add column if not exists x int"),
    ),
    *_refused(
        "copy-parameters-authorization.html",
        (
            "keys in COPY",
            "copy bt from 's3://b/k' access_key_id 'a' secret_access_key 'b' json "
            "'auto'",
        ),
    ),
    *_refused(
        "r_SELECT_synopsis.html",
        ("strftime", "strftime(ts, '%Y')"),
        ("string_split", "string_split('a,b', ',')[1]"),
        ("columns()", "columns('i')"),
        ("for update", "select i from bt for update"),
        ("fetch first", "select i from bt fetch first 1 rows only"),
    ),
    *listed(
        "c_Supported_data_types.html",
        ("text = number", "select count(*) from bt where s = 1", MISSING),
    ),
    *listed(
        "r_correlated_subqueries.html",
        (
            "unequal correlation",
            "select (select max(b.i) from bt b where b.g = a.g and b.i < a.i) from "
            "bt a order by a.i limit 1",
            GAP,
        ),
    ),
    *listed(
        "r_Numeric_types201.html",
        ("decimal of 39 digits", "select cast(1 as decimal(39, 0)) from bt", GAP),
    ),
]
