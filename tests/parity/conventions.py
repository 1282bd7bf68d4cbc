"""Rules of the house over Redshift SQL that is compiled and not yet run.

What Redshift refuses, `standin.refusals` tells. Here stands what both engines take and
mean differently, or what only a reader of Redshift's manual would notice.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError
from standin.refusals import refusals
from standin.tokens import statements

MANUAL = "https://docs.aws.amazon.com/redshift/latest/dg/"
ALLOWED_FILE = Path(__file__).with_name("redshift_functions.txt")

# Words before a parenthesis that are no functions: keywords, then types.
_NO_FUNCTIONS = re.compile(
    "all|and|any|as|between|by|case|distinct|else|exists|from|group|having|ilike|in|inner"
    "|insert|into|join|like|not|on|or|order|over|partition|select|set|some|then|union"
    "|using|values|when|where|with|within"
    "|char|character|decimal|numeric|varchar|time|timestamp|timestamptz|table"
)


def allowed_functions() -> dict[str, str]:
    """Functions that may be used → the page of Redshift's manual about each."""
    lines = ALLOWED_FILE.read_text("utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def problems(sql: str) -> list[str]:
    """What is wrong with a text, a sentence each; empty where nothing is."""
    try:
        trees = [tree for tree in parse(sql, read="redshift") if tree is not None]
    except SqlglotError as error:
        return [f"text that cannot be read: {error}"]
    told = [*refusals(sql), *_unknown_functions(sql)]
    for tree in trees:
        told += [message for rule in RULES for message in rule(tree)]
    return list(dict.fromkeys(told))


def functions(sql: str) -> Iterator[str]:
    """Names that a text calls, as it writes them, in lower case."""
    for statement in statements(sql):
        is_insert = statement.word(0) in ("insert", "create")
        for place in range(len(statement) - 1):
            name, before = statement.word(place), statement.word(place - 1)
            if statement.word(place + 1) != "(" or not re.fullmatch(r"[a-z_]\w*", name):
                continue
            if _NO_FUNCTIONS.fullmatch(name) or before == ".":
                continue
            if is_insert and before in ("into", "table"):
                continue
            yield name


def _unknown_functions(sql: str) -> list[str]:
    allowed = allowed_functions()
    return [
        f"{name}() is not in {ALLOWED_FILE.name}: find its page in the manual first"
        for name in functions(sql)
        if name not in allowed
    ]


def _unlengthed_texts(tree: exp.Expression) -> Iterator[str]:
    for kind in tree.find_all(exp.DataType):
        texts = (exp.DataType.Type.VARCHAR, exp.DataType.Type.TEXT)
        if kind.this in texts and not kind.expressions:
            yield f"{kind.sql('redshift')} without a length is 256 bytes: say how long"


def _mixed_case(tree: exp.Expression) -> Iterator[str]:
    for name in tree.find_all(exp.Identifier):
        if name.args.get("quoted") and name.this != name.this.lower():
            yield f'"{name.this}" is folded to lower case: name it so'


def _exact_divisions(tree: exp.Expression) -> Iterator[str]:
    for division in tree.find_all(exp.Div):
        if not _has_double(division):
            yield f"{division.sql('redshift')}: cast to double precision before /"
    for mean in tree.find_all(exp.Avg):
        if not _has_double(mean):
            yield f"{mean.sql('redshift')}: cast to double precision before avg"


def _has_double(tree: exp.Expression) -> bool:
    return any(
        cast.to.this == exp.DataType.Type.DOUBLE for cast in tree.find_all(exp.Cast)
    )


def _lateral_aliases(tree: exp.Expression) -> Iterator[str]:
    for select in tree.find_all(exp.Select):
        made: set[str] = set()
        for column in select.expressions:
            used = {one.name for one in column.find_all(exp.Column) if not one.table}
            for name in sorted(used & made):
                yield f"{name} is an alias of the same select: make it a step before"
            if isinstance(column, exp.Alias) and column.alias not in used:
                made.add(column.alias)


def _any_value(tree: exp.Expression) -> Iterator[str]:
    if tree.find(exp.AnyValue):
        yield "any_value: any of two engines is two values, write min or max"


def _untyped_literals(tree: exp.Expression) -> Iterator[str]:
    for select in tree.find_all(exp.Select):
        for column in select.expressions:
            bare = column.this if isinstance(column, exp.Alias) else column
            if isinstance(bare, exp.Literal) and bare.is_string:
                yield f"{bare.sql('redshift')} alone is of type unknown: cast it"


RULES = (
    _unlengthed_texts,
    _mixed_case,
    _exact_divisions,
    _lateral_aliases,
    _any_value,
    _untyped_literals,
)
