"""What Redshift refuses and PostgreSQL would accept, told without any server.

The stand-in asks before it runs a statement; the offline check asks of compiled SQL. A
rule looks at one place of a statement and says what to write instead; beside it stands
the page of Redshift's manual that says so. A few constructs are valid on Redshift but
missing on DuckDB, or mean something else there: those rules are the house's own.
"""

from sqlglot.errors import SqlglotError

from . import (  # noqa: F401, importing them fills RULES
    rules_of_queries,
    rules_of_statements,
    rules_of_windows,
)
from .refused_names import (
    CATALOG_NAME,
    LEADER_ONLY,
    REFUSED_FUNCTIONS,
    REFUSED_TYPES,
    TABLE_FUNCTIONS,
)
from .rules import RULES
from .tokens import Statement, statements


def refusals(sql: str) -> list[str]:
    """Every refusal of a text, in order; empty where Redshift would take it.

    Args:
        sql: One or more statements, separated by semicolons.

    Returns:
        One sentence a refusal: what is refused, and what to write instead.

    >>> refusals("select distinct on (a) a, b from t order by a, b")
    ['DISTINCT ON: rank the rows with row_number() and keep the first']
    >>> refusals("select a from t where b = 1")
    []
    """
    try:
        found = list(statements(sql))
    except SqlglotError as error:
        return [f"text that cannot be read: {error}"]
    return [told for statement in found for told in refusals_of(statement)]


def refusals_of(statement: Statement) -> list[str]:
    """The refusals of one statement, each once."""
    told: dict[str, None] = {}
    for place, word in enumerate(statement.words()):
        for rule in RULES.get(word, ()):
            if rule.holds(statement, place):
                told[str(rule)] = None
        message = _refused_name(statement, place)
        if message:
            told[message] = None
    return list(told)


def reads_catalog_only(statement: Statement) -> bool:
    """Whether a statement stays on the leader node: it reads catalogs, or no table."""
    names = [statement.name(place) for place in range(len(statement))]
    if not {"from", "join", "into", "update", "table", "view"} & set(names):
        return True
    return any(CATALOG_NAME.fullmatch(name) for name in names)


def _refused_name(statement: Statement, place: int) -> str:
    word, before = statement.word(place), statement.word(place - 1)
    if not word or before == ".":
        return ""
    call = statement.is_call(place)
    if call and word in REFUSED_FUNCTIONS:
        return f"function {word}(): {REFUSED_FUNCTIONS[word]}"
    if word in LEADER_ONLY and (call or word.startswith(("current_", "local"))):
        if before == "as" or reads_catalog_only(statement):
            return ""
        return f"{word} runs on the leader node only: {LEADER_ONLY[word]}"
    if call and word in TABLE_FUNCTIONS and before in ("from", "join", ","):
        return f"function {word}() as a table: {TABLE_FUNCTIONS[word]}"
    if word in REFUSED_TYPES and _is_type(statement, place):
        return f"type {word}: {REFUSED_TYPES[word]}"
    return ""


def _is_type(statement: Statement, place: int) -> bool:
    if statement.word(place - 1) == "::":
        return True
    if statement.word(place - 1) == "as":
        return statement.is_inside(place, ("cast", "try_cast"))
    return statement.is_column_type(place)
