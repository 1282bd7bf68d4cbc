"""What becomes of a statement: refused, rewritten, or a COPY."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from sqlglot.errors import SqlglotError

from .copying import Copy, CopyError, is_copy, read_copy
from .refusals import refusals_of
from .rewrite import NotImitatedError, to_postgres
from .tokens import statements


@dataclass(frozen=True)
class Plan:
    """A text of the client and what PostgreSQL gets instead.

    Attributes:
        text: What PostgreSQL gets.
        refusal: Why it gets nothing, or "".
        copies: The COPYs in it, whose records must lie in their files first.
        verbs: The first words of its statements.
    """

    text: str
    refusal: str = ""
    copies: tuple[Copy, ...] = ()
    verbs: frozenset[str] = frozenset()


def plan_of(sql: str, folder: Path) -> Plan:
    """The plan of a text of the client; files of COPYs go to a folder."""
    copies: list[Copy] = []
    texts: list[str] = []
    verbs: set[str] = set()
    try:
        for statement in statements(sql):
            verbs.add(statement.word(0))
            told = refusals_of(statement)
            if told:
                return Plan("", "; ".join(told))
            if is_copy(statement):
                copies.append(read_copy(statement, folder / f"{uuid.uuid4().hex}.json"))
                texts.append(copies[-1].call())
            else:
                texts.append(to_postgres(statement))
    except (SqlglotError, CopyError, NotImitatedError) as error:
        return Plan("", str(error))
    return Plan("; ".join(texts) or sql, "", tuple(copies), frozenset(verbs))
