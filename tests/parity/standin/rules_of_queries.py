"""Refusals inside queries: selects, operators and joins."""

import re

from .rules import HOUSE, refuse
from .tokens import Statement

_COMPARISONS = frozenset(("<", ">", "=", "<=", ">=", "<>", "!="))
_JSON_OPERATORS = frozenset(("->", "->>", "#>", "#>>", "@>", "<@", "?|", "?&"))
_TRUTHS = frozenset(("true", "false", "unknown"))
_STOPS = frozenset(
    (
        "where",
        "and",
        "or",
        "on",
        "select",
        "when",
        "then",
        "else",
        "not",
        "having",
        "by",
    )
)


@refuse(
    "DISTINCT ON",
    "rank the rows with row_number() and keep the first",
    "r_SELECT_list.html",
    "distinct",
)
def distinct_on(statement: Statement, place: int) -> bool:
    return statement.follow(place, "distinct", "on")


@refuse("LATERAL", "join on a key", "r_FROM_clause30.html", "lateral")
def lateral(statement: Statement, place: int) -> bool:
    return statement.word(place) == "lateral" and (
        statement.word(place - 1) in (",", "join", "from", "cross join")
    )


@refuse(
    "VALUES as a table", "use union all of selects", "r_FROM_clause30.html", "values"
)
def values_table(statement: Statement, place: int) -> bool:
    before = statement.words(max(place - 2, 0), place)
    return statement.word(place) == "values" and (
        before in (["from", "("], ["join", "("]) or before[-2:] == ["as", "("]
    )


@refuse(
    "aggregate FILTER",
    "use case inside the aggregate",
    "c_Aggregate_Functions.html",
    "filter",
)
def aggregate_filter(statement: Statement, place: int) -> bool:
    return statement.follow(place, "filter", "(") and statement.word(place - 1) == ")"


@refuse(
    "IS DISTINCT FROM",
    "compare, and handle nulls with coalesce or is null",
    "c_unsupported-postgresql-functions.html",
    "is",
)
def distinct_from(statement: Statement, place: int) -> bool:
    return statement.follow(place, "is", "distinct", "from") or (
        statement.follow(place, "is", "not", "distinct", "from")
    )


@refuse(
    "a comparison IS TRUE",
    "put the comparison in parentheses: IS binds tighter",
    "c_redshift-and-postgres-sql.html",
    "is",
)
def loose_truth(statement: Statement, place: int) -> bool:
    if statement.word(place) != "is":
        return False
    negated = statement.word(place + 1) == "not"
    if statement.word(place + 1 + negated) not in _TRUTHS:
        return False
    for back in range(place - 1, -1, -1):
        word = statement.word(back)
        if word in _COMPARISONS:
            return True
        part = statement.is_quoted(back) or re.fullmatch(r"[a-z_$][\w$]*|\.", word)
        if not part or word in _STOPS:
            return False
    return False


@refuse(
    "JSON operator",
    "use json_extract_path_text",
    "json-functions.html",
    "->",
    "->>",
    "#>",
    "#>>",
    "@>",
    "<@",
    "?|",
    "?&",
)
def json_operator(statement: Statement, place: int) -> bool:
    return statement.word(place) in _JSON_OPERATORS


@refuse(
    "array",
    "use a SUPER: array(…) with parentheses",
    "c_unsupported-postgresql-datatypes.html",
    "array",
    "[",
)
def array(statement: Statement, place: int) -> bool:
    return statement.follow(place, "array", "[") or statement.follow(place, "[", "]")


@refuse("struct literal", "use a SUPER", "c_unsupported-postgresql-datatypes.html", "{")
def struct(statement: Statement, place: int) -> bool:
    return statement.word(place) == "{"


@refuse("CONCAT of other than two", "join with ||", "r_CONCAT.html", "concat")
def long_concat(statement: Statement, place: int) -> bool:
    call = statement.follow(place, "concat", "(") and statement.word(place - 1) != "."
    return call and len(statement.arguments(place + 1)) != 2


@refuse(
    "COUNT DISTINCT of several", "count over a select distinct", "r_COUNT.html", "count"
)
def many_distinct(statement: Statement, place: int) -> bool:
    call = statement.follow(place, "count", "(", "distinct")
    return call and len(statement.arguments(place + 1)) > 1


@refuse("MATERIALIZED hint", "leave it out", "r_WITH_clause.html", "materialized")
def materialized_hint(statement: Statement, place: int) -> bool:
    return statement.word(place) == "materialized" and (
        statement.word(place - 1) in ("as", "not") and statement.word(place + 1) == "("
    )


@refuse(
    "TABLESAMPLE",
    "filter on a hash of the key",
    "r_FROM_clause30.html",
    "tablesample",
    "using sample",
)
def table_sample(statement: Statement, place: int) -> bool:
    return statement.word(place) in ("tablesample", "using sample")


@refuse("FETCH FIRST", "use limit", "r_ORDER_BY_clause.html", "fetch")
def fetch_first(statement: Statement, place: int) -> bool:
    return statement.word(place) == "fetch" and (
        statement.word(place + 1) in ("first", "next") and place > 0
    )


@refuse("row lock of a query", "use lock table", "r_SELECT_synopsis.html", "for")
def row_lock(statement: Statement, place: int) -> bool:
    locked = ("update", "share", "no", "key")
    return statement.word(place) == "for" and statement.word(place + 1) in locked and (
        statement.word(0) in ("select", "with")
    )  # fmt: skip


@refuse(
    "join of DuckDB",
    "use inner, left or full join",
    "r_Join_examples.html",
    "asof",
    "semi",
    "anti",
    "positional",
)
def foreign_join(statement: Statement, place: int) -> bool:
    return statement.word(place) in ("asof", "semi", "anti", "positional") and (
        statement.word(place + 1) == "join"
    )


@refuse(
    "weeks of datediff", "truncate to the week and subtract days", HOUSE, "datediff"
)
def datediff_weeks(statement: Statement, place: int) -> bool:
    return statement.word(place) == "datediff" and (
        statement.name(place + 2) in ("week", "weeks", "w")
    )


@refuse("QUALIFY", "filter in the next step", HOUSE, "qualify")
def qualify(statement: Statement, place: int) -> bool:
    return statement.word(place) == "qualify" and place > 0


@refuse("GROUP BY ALL", "name the columns", HOUSE, "group by")
def group_by_all(statement: Statement, place: int) -> bool:
    return statement.follow(place, "group by", "all")


@refuse("PIVOT", "use case inside aggregates", HOUSE, "pivot", "unpivot")
def pivot(statement: Statement, place: int) -> bool:
    return statement.word(place) in ("pivot", "unpivot") and (
        statement.word(place + 1) == "("
    )


@refuse("star with EXCLUDE or REPLACE", "name the columns", HOUSE, "*")
def star_exclude(statement: Statement, place: int) -> bool:
    return statement.word(place) == "*" and (
        statement.word(place + 1) in ("exclude", "except", "replace")
    )
