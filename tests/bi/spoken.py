"""What Tableau, Power BI and QuickSight would compute, said in SQL.

Each of the three translators knows no more of its language than the project writes, and
stops at anything else.
"""

import re

_DAX_CALL = re.compile(r"([A-Z]+)\(")
_DAX_COLUMN = re.compile(r"'(?P<table>\w+)'\[(?P<column>\w+)\]")


def tableau(formula: str, mart: str) -> str:
    """A calculated field as a select over its mart."""
    sql = re.sub(r"\[(\w+)\]", r'"\1"', formula)
    sql = re.sub(r"\bIF\b", "case when", sql)
    left = re.sub(r"'[^']*'|\"\w+\"", "", sql)
    known = {"case", "when", "SUM", "THEN", "ELSE", "END", "AND"}
    assert set(re.findall(r"[A-Za-z]+", left)) <= known, formula
    return f"select {sql} from marts.{mart}"


def quicksight(expression: str, mart: str) -> str:
    """A calculated field as a select over its data set."""
    sql = re.sub(r"\{(\w+)\}", r'"\1"', expression)
    for verb in ("sum", "count"):
        sql = re.sub(
            rf"{verb}If\(([^,]*), ([^()]*)\)",
            rf"{verb}(case when \2 then \1 end)",
            sql,
        )
    left = re.sub(r"'[^']*'|\"\w+\"", "", sql)
    known = {"case", "when", "then", "end", "AND", "sum", "count", "nullIf"}
    assert set(re.findall(r"[A-Za-z]+", left)) <= known, expression
    return f"select {sql} from marts.{mart}"


def dax(expression: str) -> str:
    """A measure as a select of subqueries, one for each aggregate."""
    return f"select {_scalar(expression)}"


def _scalar(text: str) -> str:
    name, arguments = _call(text)
    if name == "DIVIDE":
        above, below = (_scalar(one) for one in arguments)
        return f"cast({above} as double) / nullif({below}, 0)"
    filters = []
    if name == "CALCULATE":
        aggregate, *kept = arguments
        for one in kept:
            keeps, (condition,) = _call(one)
            assert keeps == "KEEPFILTERS", one
            filters.append(_row(condition).replace("TRUE()", "true"))
        name, arguments = _call(aggregate)
    (table,) = {found["table"] for found in _DAX_COLUMN.finditer(text)} | {
        one.strip("'") for one in arguments if re.fullmatch(r"'\w+'", one)
    }
    match name, arguments:
        case "SUM", [column]:
            added = f"sum({_row(column)})"
        case "SUMX", [_, row]:
            added = f"sum({_row(row)})"
        case "COUNTROWS", [_]:
            added = "count(*)"
        case _:
            raise AssertionError(text)
    where = f" where {' and '.join(filters)}" if filters else ""
    return f"(select {added} from marts.{table}{where})"


def _row(text: str) -> str:
    """An expression over one row."""
    return re.sub(r'(?<!\w)"([^"]*)"$', r"'\1'", _DAX_COLUMN.sub(r"\g<column>", text))


def _call(text: str) -> tuple[str, list[str]]:
    """A call's name and its arguments, whole."""
    found = _DAX_CALL.match(text)
    assert found, text
    assert text.endswith(")"), text
    depth, parts = 0, [""]
    for sign in text[found.end() : -1]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    assert depth == 0, text
    return found[1], [part.strip() for part in parts]
