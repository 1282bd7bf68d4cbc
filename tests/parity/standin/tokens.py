"""Redshift SQL as tokens that know their place in the text.

sqlglot's Redshift tokenizer tells strings, comments and quoted names from words, so
rules and edits look at words alone and nothing that both engines share is written anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlglot.dialects.redshift import Redshift
from sqlglot.tokens import Token, TokenType

_QUOTED = {
    TokenType.STRING,
    TokenType.IDENTIFIER,
    TokenType.NUMBER,
    TokenType.HEREDOC_STRING,
    TokenType.RAW_STRING,
    TokenType.NATIONAL_STRING,
}


@dataclass(frozen=True)
class Statement:
    """One statement: the whole text, and the tokens of this statement in it."""

    text: str
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(
            "" if token.token_type in _QUOTED else token.text.lower()
            for token in self.tokens
        )

    @cached_property
    def _brackets(self) -> tuple[dict[int, int], list[int]]:
        """Each parenthesis → its partner; each place → the one around it, or -1."""
        partners: dict[int, int] = {}
        around: list[int] = []
        opened: list[int] = []
        for place, word in enumerate(self._words):
            if word == ")" and opened:
                begun = opened.pop()
                partners[begun], partners[place] = place, begun
            around.append(opened[-1] if opened else -1)
            if word == "(":
                opened.append(place)
        return partners, around

    @cached_property
    def _column_types(self) -> frozenset[int]:
        """The places of the types of columns in CREATE TABLE."""
        if self._words[:1] != ("create",) or "table" not in self._words[:5]:
            return frozenset()
        opening = self._words.index("(") if "(" in self._words else 0
        if not opening or "as" in self._words[:opening]:
            return frozenset()
        return frozenset(
            start + 1
            for start, end in self.arguments(opening)
            if end > start + 1 and self.name(start)
        )

    def word(self, place: int) -> str:
        """The lower-case word or sign at a place; "" for literals and quoted names."""
        return self._words[place] if 0 <= place < len(self._words) else ""

    def name(self, place: int) -> str:
        """A name, quoted or not, as Redshift folds it."""
        if not 0 <= place < len(self.tokens):
            return ""
        return self.tokens[place].text.lower()

    def is_quoted(self, place: int) -> bool:
        return self.tokens[place].token_type in _QUOTED

    def is_string(self, place: int) -> bool:
        inside = 0 <= place < len(self.tokens)
        return inside and self.tokens[place].token_type == TokenType.STRING

    def is_call(self, place: int) -> bool:
        """Whether a word is followed by its opening parenthesis."""
        return self.word(place + 1) == "(" and self.word(place)[:1].isalpha()

    def words(self, start: int = 0, end: int | None = None) -> list[str]:
        return list(self._words[max(start, 0) : end])

    def closing(self, opening: int) -> int:
        """The place of the parenthesis that closes the one at `opening`."""
        return self._brackets[0].get(opening, len(self.tokens) - 1)

    def opening(self, closing: int) -> int:
        """The place of the parenthesis that the one at `closing` closes."""
        return self._brackets[0].get(closing, 0)

    def arguments(self, opening: int) -> list[tuple[int, int]]:
        """The (start, end) of each argument of a call; the end is not part of it."""
        closing = self.closing(opening)
        found, depth, start = [], 0, opening + 1
        for place in range(opening + 1, closing):
            depth += (self.word(place) == "(") - (self.word(place) == ")")
            if depth == 0 and self.word(place) == ",":
                found.append((start, place))
                start = place + 1
        return [*found, (start, closing)] if closing > opening + 1 else []

    def follow(self, place: int, *words: str) -> bool:
        """Whether these words stand one after the other from a place on."""
        return all(
            self.word(place + offset) == word for offset, word in enumerate(words)
        )

    def is_inside(self, place: int, calls: tuple[str, ...]) -> bool:
        """Whether the innermost parenthesis around a place belongs to one of these."""
        around = self._brackets[1][place]
        return around > 0 and self.word(around - 1) in calls

    def is_column_type(self, place: int) -> bool:
        """Whether a place holds the type of a column in CREATE or ALTER TABLE."""
        if self._words[:2] == ("alter", "table"):
            return self.word(place - 2) in ("add", "column", "type") or (
                self.word(place - 1) == "type"
            )
        return place in self._column_types

    def top_level(self, word: str, start: int, end: int) -> int:
        """The first place of a word outside parentheses, or -1."""
        depth = 0
        for place in range(start, end):
            depth += (self.word(place) == "(") - (self.word(place) == ")")
            if depth == 0 and self.word(place) == word:
                return place
        return -1

    def source(self, start: int, end: int) -> str:
        """The text of tokens start … end, the end not included."""
        if end <= start:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end + 1]


def statements(sql: str) -> Iterator[Statement]:
    """The statements of a text, split at semicolons.

    >>> [one.source(0, len(one)) for one in statements("select ';'; select 2;")]
    ["select ';'", 'select 2']
    """
    held: list[Token] = []
    # the tokenizer takes $1, $2 of bound values for the marks of a quoted block
    for token in Redshift().tokenize(re.sub(r"\$(?=\d)", "_", sql)):
        if token.token_type == TokenType.SEMICOLON:
            if held:
                yield Statement(sql, tuple(held))
            held = []
        else:
            held.append(token)
    if held:
        yield Statement(sql, tuple(held))
