"""What only the engine itself can show: asked of it, told beside what AWS documents.

Nothing here decides whether a run succeeds. A fact that is otherwise than documented
is one that the project relies on and should hear of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import redshift_connector

_DOCS = "https://docs.aws.amazon.com/redshift/latest/dg/"


@dataclass(frozen=True)
class Fact:
    """One statement and what it should do.

    Attributes:
        name: What it is about.
        sql: One query, or an insert into the scratch table.
        documented: The value it should give, or REFUSED.
        source: Where AWS says so.
    """

    name: str
    sql: str
    documented: str
    source: str


@dataclass(frozen=True)
class Found:
    """A fact and what the engine did."""

    fact: Fact
    told: str

    @property
    def is_as_documented(self) -> bool:
        """Whether the engine did what AWS says."""
        if self.fact.documented == REFUSED:
            return self.told.startswith(REFUSED)
        return self.told == self.fact.documented


REFUSED = "refused"
_SCRATCH = "landing.verify_scratch"

FACTS = (
    Fact(
        "a text of 9 bytes in varchar(8)",
        f"insert into {_SCRATCH} (short) values ('123456789')",
        REFUSED,
        "r_Character_types.html",
    ),
    Fact(
        "a text of 5 letters and 10 bytes in varchar(8)",
        f"insert into {_SCRATCH} (short) values ('ééééé')",
        REFUSED,
        "r_Character_types.html",
    ),
    Fact(
        "octet_length counts bytes",
        "select octet_length('é')",
        "2",
        "r_OCTET_LENGTH.html",
    ),
    Fact(
        "a decimal beyond its precision",
        "select cast(12345678901234567 as decimal(18, 2))",
        REFUSED,
        "r_Numeric_types201.html",
    ),
    Fact(
        "a sum of decimal(18,2) beyond 18 digits",
        "select cast(sum(amount) as varchar(40)) from ("
        "select cast(9999999999999999.99 as decimal(18, 2)) as amount"
        " union all select cast(9999999999999999.99 as decimal(18, 2))) as amounts",
        "19999999999999999.98",
        "r_numeric_computations201.html",
    ),
    Fact(
        "integers divide to integers",
        "select 7 / 2",
        "3",
        "r_numeric_computations201.html",
    ),
    Fact(
        "the mean of integers is an integer",
        "select avg(one) from (select 1 as one union all select 2) as ones",
        "1",
        "r_AVG.html",
    ),
    Fact(
        "nulls come first in descending order",
        "select coalesce(cast(one as varchar(8)), 'null') from"
        " (select 1 as one union all select null) as ones order by one desc limit 1",
        "null",
        "r_ORDER_BY_clause.html",
    ),
    Fact(
        "a primary key is not enforced",
        f"insert into {_SCRATCH} (scratch_id) values (1)",
        "1 row",
        "t_Defining_constraints.html",
    ),
)


def ask(connection: Any) -> Iterator[Found]:
    """Ask every fact of a database that has the schema `landing`.

    Args:
        connection: Of redshift_connector, in autocommit.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"create table {_SCRATCH}"
            " (scratch_id integer primary key, short varchar(8))"
        )
        cursor.execute(f"insert into {_SCRATCH} (scratch_id) values (1)")
    try:
        for fact in FACTS:
            yield Found(fact, _told(connection, fact.sql))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"drop table {_SCRATCH}")


def sources() -> dict[str, str]:
    """Facts and the pages that document them."""
    return {fact.name: _DOCS + fact.source for fact in FACTS}


def table_keys(connection: Any) -> list[tuple[object, ...]]:
    """Per table: its name, distribution, first sort key, rows, and skew of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            'select "schema" || \'.\' || "table", diststyle, sortkey1, tbl_rows,'
            " skew_rows from svv_table_info order by 1"
        )
        return [tuple(row) for row in cursor.fetchall()]


def _told(connection: Any, sql: str) -> str:
    with connection.cursor() as cursor:
        try:
            cursor.execute(sql)
        except redshift_connector.Error as error:
            told = error.args[0] if error.args else error
            message = told.get("M", told) if isinstance(told, dict) else told
            return f"{REFUSED}: {message}"
        if sql.startswith("insert"):
            return f"{cursor.rowcount} row"
        return str(cursor.fetchall()[0][0])
