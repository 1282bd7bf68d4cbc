"""Aggregates, windows and clauses that Redshift takes."""

from .constructs import MISSING, OURS, Construct, listed

QUERIES: list[Construct] = [
    *listed(
        "r_ORDER_BY_clause.html",
        (
            "nulls first when descending",
            "select s from bt order by s desc limit 1",
            None,
        ),
        ("nulls last when ascending", "select s from bt order by s limit 1", "a"),
        (
            "nulls in a window's order",
            "select i from ( select i, row_number() over (order by s desc) as rn "
            "from bt ) where rn = 1",
            4,
        ),
        ("top", "select top 1 i from bt order by i", MISSING),
    ),
    *listed(
        "c_Aggregate_Functions.html",
        ("median", "select median(i) from bt", 2.5),
        ("any_value", "select any_value(g) from bt where g=1", 1),
        ("bool_or", "select bool_or(i>3) from bt", True),
        ("sum of integers", "select sum(i) from bt", 10),
        ("stddev_samp", "select round(stddev_samp(i), 4) from bt", 1.291),
        ("count distinct", "select count(distinct g) from bt", 2),
        ("approximate count", "select approximate count(distinct g) from bt", 2),
        (
            "percentile_cont",
            "select percentile_cont(0.5) within group (order by i) from bt",
            2.5,
        ),
    ),
    *listed(
        "c_Window_functions.html",
        (
            "sum with a frame",
            "select sum(i) over (partition by g order by i rows unbounded "
            "preceding) from bt order by i limit 1",
            1,
        ),
        (
            "sum of a partition",
            "select sum(i) over (partition by g) from bt order by i limit 1",
            3,
        ),
        ("lag", "select lag(s, 1) over (order by i) from bt order by i limit 1", None),
        (
            "ratio_to_report",
            "select round(ratio_to_report(i) over (partition by g), 4) from bt "
            "order by i limit 1",
            0.3333,
        ),
        (
            "ignore nulls",
            "last_value(s ignore nulls) over (order by i rows between unbounded "
            "preceding and unbounded following)",
            OURS,
        ),
        (
            "named frame of rank",
            "select rank() over (order by g) from bt order by i limit 1",
            1,
        ),
    ),
    *listed(
        "r_QUALIFY_clause.html",
        (
            "qualify",
            "select i from bt where true qualify row_number() over (partition by g "
            "order by i desc) = 1 order by i limit 1",
            OURS,
        ),
    ),
    *listed(
        "r_GROUP_BY_clause.html",
        ("group by all", "select g, count(*) from bt group by all", OURS),
        (
            "rollup",
            "select count(*) from (select g, count(*) from bt group by rollup(g)) x",
            3,
        ),
    ),
    *listed(
        "r_SELECT_list.html",
        (
            "an alias used beside it",
            "select i*2 as dbl, dbl+1 as more from bt",
            MISSING,
        ),
        ("star exclude", "* exclude (n, s, ts, d, j, g)", OURS),
    ),
    *listed(
        "r_FROM_clause30.html",
        ("subquery without a name", "select i from (select i from bt where i=2)", 2),
        (
            "pivot",
            "select * from (select g, i from bt) pivot (sum(i) for g in (1,2))",
            OURS,
        ),
        (
            "full join",
            "select count(*) from bt full outer join (select 9 as i) x on bt.i = x.i",
            5,
        ),
    ),
    *listed(
        "r_WITH_clause.html",
        (
            "recursive",
            "with recursive r(n) as (select 1 union all select n+1 from r where n <"
            " 3) select max(n) from r",
            3,
        ),
    ),
    *listed(
        "r_UNION.html",
        (
            "types of a union",
            "select max(x) from (select 1 as x union all select 2.5) t",
            2.5,
        ),
        ("minus", "select count(*) from (select g from bt minus select 1) x", MISSING),
        ("except", "select count(*) from (select g from bt except select 1) x", 1),
    ),
    *listed(
        "r_in_condition.html",
        (
            "in a subquery",
            "select count(*) from bt where i in (select max(i) from bt group by g)",
            2,
        ),
        (
            "not in with a null",
            "select count(*) from bt where s not in (select s from bt where i>3)",
            0,
        ),
    ),
]
