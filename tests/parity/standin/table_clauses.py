"""Clauses of Redshift's tables and views that say where rows lie, not what they are."""

from .tokens import Statement

_OPTIONS = frozenset(("diststyle", "encode", "backup"))
_KEYS = frozenset(("distkey", "sortkey"))


def without_table_clauses(statement: Statement) -> Statement:
    """The statement without DISTSTYLE, DISTKEY, SORTKEY, ENCODE, BACKUP and binding.

    >>> from .tokens import statements
    >>> text = "create table t (a int encode az64) diststyle key distkey (a)"
    >>> (one,) = statements(text)
    >>> told = without_table_clauses(one)
    >>> told.source(0, len(told)).split()
    ['create', 'table', 't', '(a', 'int', ')']
    """
    words = statement.words(0, 5)
    if words[:1] == ["create"] and "view" in words:
        return _without_binding(statement)
    if words[:1] not in (["create"], ["alter"]) or "table" not in words:
        return statement
    return _without_options(statement)


def _without(statement: Statement, dropped: set[int]) -> Statement:
    """The statement with the text of some tokens blanked."""
    text = list(statement.text)
    for place in dropped:
        token = statement.tokens[place]
        blanks = token.end + 1 - token.start
        text[token.start : token.end + 1] = " " * blanks
    kept = (token for i, token in enumerate(statement.tokens) if i not in dropped)
    return Statement("".join(text), tuple(kept))


def _without_binding(statement: Statement) -> Statement:
    end = len(statement)
    if statement.follow(end - 4, "with", "no", "schema", "binding"):
        return _without(statement, set(range(end - 4, end)))
    return statement


def _without_options(statement: Statement) -> Statement:
    end = statement.top_level("as", 0, len(statement))
    end = len(statement) if end < 0 else end
    dropped: set[int] = set()
    place = 2
    while place < end:
        after = _end_of_option(statement, place)
        dropped |= set(range(place, after))
        place = max(after, place + 1)
    return _without(statement, dropped)


def _end_of_option(statement: Statement, place: int) -> int:
    """The place after the option that begins at a place; the place itself if none."""
    word, follows = statement.word(place), statement.word(place + 1)
    if statement.word(place - 1) in ("(", ",") and word not in _KEYS:
        return place  # the name of a column
    if word in _OPTIONS:
        return place + 2
    if word in ("compound", "interleaved") and follows == "sortkey":
        return place + 1
    if word in _KEYS:
        if follows == "(":
            return statement.closing(place + 1) + 1
        return place + 2 if follows == "auto" else place + 1
    return place
