"""Which type of Redshift answers to which type of DuckDB, and how long texts may be.

DuckDB keeps no length of a text, so lengths come from where they are declared: the
contract of a mart, the loader's landing tables. A bare `varchar` or `text` is 256 bytes
on Redshift, and a longer value an error: hence a declared length must be there exactly.
"""

import re
from collections.abc import Mapping

TYPES = {
    "BOOLEAN": "boolean",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DECIMAL": "numeric",
    "DOUBLE": "double precision",
    "VARCHAR": "character varying",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
    "BLOB": "character varying",
}
"""DuckDB → Redshift, each as its catalog spells it.

Bytes are hex text there: COPY takes no VARBYTE from JSON.

Left out on purpose: HUGEINT, which is what DuckDB sums integers to and has no answer;
FLOAT, too coarse for money and rates; times with a zone, since all is stored in UTC.
"""

_SPELLINGS = {
    "varchar": "character varying",
    "decimal": "numeric",
    "double": "double precision",
    "timestamp": "timestamp without time zone",
}
_LONGEST_TEXT = 65_535  # bytes


class TypeMap:
    """Says why two columns are not of the same type, or nothing."""

    def __init__(self, declared: Mapping[str, Mapping[str, str]]) -> None:
        """Know what the project declares.

        Args:
            declared: `schema.relation` → columns → types as the project writes them.
        """
        self._declared = declared

    def mismatch(
        self, relation: str, column: str, duckdb_type: str, redshift_type: str
    ) -> str | None:
        """Why the types of one column do not answer to each other, or None."""
        ours, ours_size = _parts(duckdb_type)
        theirs, theirs_size = _parts(redshift_type)
        both = f"{duckdb_type} in duckdb, {redshift_type} in redshift"
        if TYPES.get(ours) != theirs:
            return both
        if ours == "DECIMAL" and ours_size != theirs_size:
            return both
        written = self._declared.get(relation, {}).get(column)
        if written is not None:
            name, size = _parts(written)
            if (_SPELLINGS.get(name, name), size) != (theirs, theirs_size):
                return f"declared {written}, {redshift_type} in redshift"
        if theirs == "character varying" and int(theirs_size or 0) > _LONGEST_TEXT:
            return f"{redshift_type} in redshift is longer than any text there"
        return None


def _parts(kind: str) -> tuple[str, str]:
    """A type's name and what stands in its brackets.

    >>> _parts("decimal(18, 2)")
    ('decimal', '18,2')
    >>> _parts("BIGINT")
    ('BIGINT', '')
    """
    found = re.fullmatch(r"([^(]+?)\s*(?:\(([^)]*)\))?", kind.strip())
    if found is None:
        return kind, ""
    return found[1], (found[2] or "").replace(" ", "")
