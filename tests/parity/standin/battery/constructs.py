"""What a construct of the battery is, and the table that they run on."""

from dataclasses import dataclass
from typing import Any

MANUAL = "https://docs.aws.amazon.com/redshift/latest/dg/"

REFUSED = "refused by Redshift"
"""Verdict: Redshift answers with an error."""

OURS = "refused by the house"
"""Verdict: valid on Redshift, refused by our own rules."""

MISSING = "missing in the stand-in"
"""Verdict: valid on Redshift; the stand-in fails rather than give something wrong."""

GAP = "accepted wrongly"
"""Verdict: Redshift refuses, the stand-in accepts: what it cannot see."""


@dataclass(frozen=True)
class Construct:
    """One construct.

    Attributes:
        name: What it is.
        sql: A query whose first value counts.
        verdict: That value, or one of the words above.
        page: Of Redshift's manual, where the verdict comes from.
    """

    name: str
    sql: str
    verdict: Any
    page: str

    @property
    def source(self) -> str:
        """The address of the page."""
        return MANUAL + self.page


TABLE = """
    create table bt (
        i int, n numeric(10, 2), s varchar(100), ts timestamp, d date, j varchar(1000),
        g int
    )
"""
ROWS = """
    insert into bt values
    (1, 1.50, 'a', '2026-01-01 00:00:00', '2026-01-01', '{"a":{"b":"x"},"n":1.50}', 1),
    (2, 2.33, 'b', '2026-01-01 00:10:00', '2026-01-01', '{}', 1),
    (3, 4.67, 'c', '2026-01-02 00:00:00', '2026-01-02', '{}', 2),
    (4, null, null, '2026-01-03 00:00:00', '2026-01-03', '{}', 2)
"""


_HEADS = ("select", "with", "from", "insert", "create", "alter", "copy", "do")


def listed(page: str, *told: tuple[str, str, Any]) -> list[Construct]:
    """Constructs of one page of the manual: name, statement or expression, verdict."""
    return [Construct(name, _whole(sql), verdict, page) for name, sql, verdict in told]


def _whole(sql: str) -> str:
    """A statement as it is; an expression over the first row of the table."""
    head = sql.split(maxsplit=1)[0]
    return sql if head in _HEADS else f"select {sql} from bt where i = 1"
