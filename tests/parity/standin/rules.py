"""What a rule of refusal is, and the list that the modules of rules fill."""

from collections.abc import Callable
from dataclasses import dataclass

from .tokens import Statement

MANUAL = "https://docs.aws.amazon.com/redshift/latest/dg/"

HOUSE = ""
"""The page of a rule that is ours: valid on Redshift, missing or other on DuckDB."""

Predicate = Callable[[Statement, int], bool]


@dataclass(frozen=True)
class Rule:
    """One refusal.

    Attributes:
        name: What is refused, in a few words.
        instead: What to write.
        page: The page of Redshift's manual that says so, or HOUSE.
        holds: Whether the construct stands at a place of a statement.
    """

    name: str
    instead: str
    page: str
    holds: Predicate

    def __str__(self) -> str:
        return f"{self.name}: {self.instead}"


RULES: list[Rule] = []
"""Every rule over constructs, in the order of the modules."""


def refuse(name: str, instead: str, page: str) -> Callable[[Predicate], Predicate]:
    """Make a predicate a rule."""

    def add(holds: Predicate) -> Predicate:
        RULES.append(Rule(name, instead, page and MANUAL + page, holds))
        return holds

    return add
