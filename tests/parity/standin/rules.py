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
        at: The words that it may begin with.
        holds: Whether the construct stands at a place that holds such a word.
    """

    name: str
    instead: str
    page: str
    at: frozenset[str]
    holds: Predicate

    def __str__(self) -> str:
        return f"{self.name}: {self.instead}"


RULES: dict[str, list[Rule]] = {}
"""Word → the rules over constructs that may begin with it."""


def refuse(
    name: str, instead: str, page: str, *at: str
) -> Callable[[Predicate], Predicate]:
    """Make a predicate a rule, asked at each of some words."""

    def add(holds: Predicate) -> Predicate:
        rule = Rule(name, instead, page and MANUAL + page, frozenset(at), holds)
        for word in at:
            RULES.setdefault(word, []).append(rule)
        return holds

    return add
