"""Redshift's SQL → PostgreSQL's, by tokens.

Only what the two spell differently is written anew; everything else reaches PostgreSQL
as the client wrote it. What is refused never comes here.
"""

from collections.abc import Callable

from .table_clauses import without_table_clauses
from .tokens import Statement, statements

_PART_FUNCTIONS = frozenset(("dateadd", "datediff", "date_add", "date_diff"))
_UNSIZED = frozenset(("text", "varchar", "character varying", "nvarchar", "bpchar"))
_CASTS = ("cast", "try_cast")
_CLAUSES = "where having limit inner left right full cross natural join on union except"
_AFTER_SUBQUERY = {*_CLAUSES.split(), "intersect", "minus", "group by", "order by"}
_SETTINGS = frozenset(("query_group", "wlm_query_slot_count", "describe_field_name"))
_TRY = {
    "bigint": "bigint",
    "int8": "bigint",
    "integer": "integer",
    "int": "integer",
    "int4": "integer",
    "smallint": "smallint",
    "double precision": "double",
    "float": "double",
    "float8": "double",
    "boolean": "boolean",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamptz": "timestamptz",
    "decimal": "decimal",
    "numeric": "decimal",
}


class NotImitatedError(Exception):
    """Redshift may know this; the stand-in does not."""


def to_postgres(statement: Statement) -> str:
    """One statement as PostgreSQL takes it.

    >>> rewritten("select nvl(a, 'x'), datediff(day, b, c) from t")
    "select coalesce(a, 'x'), datediff('day', b, c) from t"
    """
    kept = without_table_clauses(statement)
    return _Rewriter(kept).render(0, len(kept))


def rewritten(sql: str) -> str:
    """All statements of a text, joined by semicolons."""
    return "; ".join(to_postgres(statement) for statement in statements(sql))


class _Rewriter:
    """Walks one statement; each handler gives the text of a construct and its end."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.handlers: dict[str, Callable[[int], tuple[str, int] | None]] = {
            **dict.fromkeys(_PART_FUNCTIONS, self._part),
            **dict.fromkeys(_UNSIZED, self._unsized_type),
            **dict.fromkeys(("numeric", "decimal"), self._unsized_decimal),
            **dict.fromkeys(("from", "join", ","), self._unnamed_subquery),
            "approximate": self._approximate,
            "date_part": self._part,
            "decode": self._decode,
            "identity": self._identity,
            "listagg": self._listagg,
            "nvl": self._nvl,
            "ratio_to_report": self._ratio_to_report,
            "sysdate": self._sysdate,
            "role": self._role,
            "set": self._set,
            "top": self._top,
            "try_cast": self._try_cast,
            "varbyte": self._varbyte,
            "varbinary": self._varbyte,
        }

    def render(self, start: int, end: int) -> str:
        """The text of tokens start … end, rewritten."""
        if end <= start:
            return ""
        text, tokens = self.statement.text, self.statement.tokens
        pieces: list[str] = []
        position, place = tokens[start].start, start
        while place < end:
            handler = self.handlers.get(self.statement.word(place))
            found = handler(place) if handler else None
            if found is None:
                place += 1
                continue
            pieces += [text[position : tokens[place].start], found[0]]
            place = found[1]
            position = tokens[place - 1].end + 1
        return "".join([*pieces, text[position : tokens[end - 1].end + 1]])

    def _arguments(self, place: int) -> list[str]:
        return [self.render(*span) for span in self.statement.arguments(place + 1)]

    def _after_call(self, place: int) -> int:
        return self.statement.closing(place + 1) + 1

    def _part(self, place: int) -> tuple[str, int] | None:
        if not self.statement.is_call(place) or self.statement.is_string(place + 2):
            return None
        name = self.statement.source(place, place + 1)
        return f"{name}('{self.statement.name(place + 2)}'", place + 3

    def _nvl(self, place: int) -> tuple[str, int] | None:
        return ("coalesce", place + 1) if self.statement.is_call(place) else None

    def _sysdate(self, place: int) -> tuple[str, int] | None:
        if self.statement.is_call(place) or self.statement.word(place - 1) == ".":
            return None
        return "sysdate()", place + 1

    def _approximate(self, place: int) -> tuple[str, int] | None:
        counted = self.statement.word(place + 1) == "count"
        return ("count", place + 2) if counted else None

    def _decode(self, place: int) -> tuple[str, int] | None:
        if not self.statement.is_call(place):
            return None
        subject, *rest = self._arguments(place)
        if len(rest) < 2:
            return None
        whens = "".join(
            f" when ({subject}) is not distinct from ({rest[i]}) then {rest[i + 1]}"
            for i in range(0, len(rest) - 1, 2)
        )
        otherwise = f" else {rest[-1]}" if len(rest) % 2 else ""
        return f"(case{whens}{otherwise} end)", self._after_call(place)

    def _listagg(self, place: int) -> tuple[str, int] | None:
        if not self.statement.is_call(place):
            return None
        start, end = self.statement.arguments(place + 1)[0]
        distinct = ""
        if self.statement.word(start) == "distinct":
            distinct, start = "distinct ", start + 1
        delimiter = [*self._arguments(place), "''"][1]
        after, order = self._after_call(place), ""
        if self.statement.follow(after, "within", "group", "("):
            closing = self.statement.closing(after + 2)
            order = f" {self.render(after + 3, closing)}"
            after = closing + 1
        value = self.render(start, end)
        if not distinct:  # PostgreSQL wants what is distinct to be what is ordered
            value = f"({value})::varchar"
        return f"listagg({distinct}{value}, {delimiter}{order})", after

    def _ratio_to_report(self, place: int) -> tuple[str, int] | None:
        over = self._after_call(place)
        if not self.statement.follow(over, "over", "("):
            return None
        window = self.render(over + 1, self.statement.closing(over + 1) + 1)
        (value,) = self._arguments(place)
        total = f"nullif(sum({value}) over {window}, 0)"
        return (
            f"(({value})::double precision / {total})",
            self.statement.closing(over + 1) + 1,
        )

    def _top(self, place: int) -> tuple[str, int] | None:
        numbered = self.statement.source(place + 1, place + 2).isdigit()
        if self.statement.word(place - 1) == "select" and numbered:
            raise NotImitatedError("TOP: use limit")
        return None

    def _try_cast(self, place: int) -> tuple[str, int] | None:
        if not self.statement.is_call(place):
            return None
        closing = self.statement.closing(place + 1)
        named = self.statement.top_level("as", place + 2, closing)
        kind = self.statement.word(named + 1)
        zoned = "timestamptz" if "with" in self.statement.words(named, closing) else ""
        value = self.render(place + 2, named)
        wanted = self.render(named + 1, closing)
        if kind in _UNSIZED or kind == "char":
            return f"cast({value} as {wanted})", closing + 1
        if kind not in _TRY:
            raise NotImitatedError(f"try_cast to {wanted}")
        sizes = ""
        if _TRY[kind] == "decimal":
            spans = self.statement.arguments(named + 2) if named + 2 < closing else []
            told = [self.statement.source(*span) for span in spans]
            sizes = ", " + ", ".join([*told, *("18", "0")[len(told) :]])
        function = f"standin.try_{zoned or _TRY[kind]}"
        return f"cast({function}({value}{sizes}) as {wanted})", closing + 1

    def _unsized_type(self, place: int) -> tuple[str, int] | None:
        one, kind = self.statement, self.statement.word(place)
        if one.follow(place + 1, "(", "max", ")"):
            return "varchar(65535)", place + 4
        if one.word(place + 1) == "(":
            return None
        inside = one.word(place - 1) == "as" and one.is_inside(place, _CASTS)
        # a cast to varchar takes the size of what is cast; one to text, 256 bytes
        is_cast = kind in ("text", "bpchar") and (inside or one.word(place - 1) == "::")
        if is_cast or one.is_column_type(place):
            return "varchar(256)", place + 1
        return None

    def _unsized_decimal(self, place: int) -> tuple[str, int] | None:
        one = self.statement
        if one.word(place + 1) == "(":
            return None
        inside = one.word(place - 1) == "as" and one.is_inside(place, _CASTS)
        if inside or one.word(place - 1) == "::" or one.is_column_type(place):
            return "decimal(18, 0)", place + 1
        return None

    def _varbyte(self, place: int) -> tuple[str, int] | None:
        one = self.statement
        told = one.word(place - 1) in ("::", "as") or one.is_column_type(place)
        if not told:
            return None
        after = self._after_call(place) if one.word(place + 1) == "(" else place + 1
        return "varbyte", after

    def _unnamed_subquery(self, place: int) -> tuple[str, int] | None:
        one = self.statement
        if one.word(place + 1) != "(" or one.word(place + 2) not in ("select", "with"):
            return None
        if one.word(place) == "," and not self._is_in_from(place):
            return None
        closing = one.closing(place + 1)
        inner = self.render(place + 1, closing + 1)
        at_end = closing + 1 >= len(one)
        named = not at_end and one.is_quoted(closing + 1)
        bare = not named and one.word(closing + 1) in {*_AFTER_SUBQUERY, ")", ",", ""}
        name = f" as unnamed_{place}" if bare else ""
        return f"{one.source(place, place + 1)} {inner}{name}", closing + 1

    def _is_in_from(self, place: int) -> bool:
        """Whether the comma at a place separates tables."""
        depth = 0
        for back in range(place - 1, -1, -1):
            word = self.statement.word(back)
            depth += (word == ")") - (word == "(")
            if depth < 0 or (depth == 0 and word in ("select", "group by", "order by")):
                return False
            if depth == 0 and word == "from":
                return True
        return False

    def _role(self, place: int) -> tuple[str, int] | None:
        granted = self.statement.word(0) in ("grant", "revoke")
        after = self.statement.word(place - 1) in ("to", "from", ",")
        return ("", place + 1) if granted and after else None

    def _identity(self, place: int) -> tuple[str, int] | None:
        if self.statement.word(0) != "create" or not self.statement.is_call(place):
            return None
        seed, step = self._arguments(place)
        return (
            f"generated always as identity (start with {seed} increment by {step})",
            self._after_call(place),
        )

    def _set(self, place: int) -> tuple[str, int] | None:
        name = self.statement.word(1)
        if place or not (name in _SETTINGS or name.startswith("enable_")):
            return None
        return f"set standin.{name}", 2
