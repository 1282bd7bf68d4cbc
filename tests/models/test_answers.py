"""Answers in the documents are those of real shops.

`WRITE_ANSWERS=1` writes the answers of docs/guides anew; `make pictures` then draws
those of the wholesaler.
"""

import os
import re
from decimal import Decimal

import pytest
from real_shops import NEEDS_REAL
from shop import PROJECT

pytestmark = [pytest.mark.slow, NEEDS_REAL]

PAGES = [PROJECT / f"docs/guides/{name}.md" for name in ("answers", "wholesaler")]
# Whose answer follows, the query, and the answer's table, if it has been written.
QUESTION = re.compile(
    r"^(?P<shop>\w+):\n\n```sql\n(?P<sql>.*?)```\n(?:\n(?:\|[^\n]*\n)+)?",
    re.DOTALL | re.MULTILINE,
)
SHOPS = {
    "Google": "google",
    "REES46": "rees46",
    "Electronics": "electronics",
    "Wholesaler": "uci",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_answers_are_those_of_real_shops(real_shop, page):
    text = page.read_text("utf-8")

    def answered(question: re.Match[str]) -> str:
        rows = real_shop(SHOPS[question["shop"]]).shop.query(question["sql"])
        asked = f"{question['shop']}:\n\n```sql\n{question['sql']}```\n"
        return f"{asked}\n{table(rows)}"

    told, count = QUESTION.subn(answered, text)
    assert count == text.count("```sql\n") > 0, "a query without its shop"
    if os.environ.get("WRITE_ANSWERS"):
        page.write_text(told, "utf-8")
    assert told == text


def table(rows: list[dict[str, object]]) -> str:
    """Rows as Markdown."""
    assert rows, "a question without an answer"
    numeric = [
        isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        for value in rows[0].values()
    ]
    lines = [
        list(rows[0]),
        ["---:" if one else "---" for one in numeric],
        *([shown(value) for value in row.values()] for row in rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def shown(value: object) -> str:
    """A value as a reader likes it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.4f}".rstrip("0").rstrip(".")
        case Decimal():
            return f"{value:,.2f}"
    return str(value)
