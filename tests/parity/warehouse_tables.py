"""Every relation of a warehouse, found by asking its catalog, never by a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from comparison import Row, Tables

from loaders.warehouse.redshift.landing_tables import MOST_RAW_BYTES

SCHEMAS = ("landing", "staging", "intermediate", "marts", "seeds")
_COLUMNS = """
    select
        table_schema, table_name, column_name, data_type,
        {length}, numeric_precision, numeric_scale
    from {catalog}
    where table_schema in ({schemas})
    order by table_schema, table_name, ordinal_position
"""


@dataclass(frozen=True)
class RememberedTables:
    """Relations as they were at one moment, or as a test makes them up.

    Attributes:
        name: What reports call it.
        shapes: `schema.relation` → its columns in order → their types.
        contents: `schema.relation` → its rows.
    """

    name: str
    shapes: Mapping[str, Mapping[str, str]]
    contents: Mapping[str, Sequence[Row]]

    def relations(self) -> Mapping[str, Mapping[str, str]]:
        return self.shapes

    def rows(self, relation: str, columns: Sequence[str]) -> list[Row]:
        places = [list(self.shapes[relation]).index(name) for name in columns]
        return [
            tuple(row[place] for place in places) for row in self.contents[relation]
        ]


def remember(tables: Tables, name: str) -> RememberedTables:
    """Every row of a warehouse as it is now."""
    shapes = tables.relations()
    contents = {
        relation: tables.rows(relation, list(columns))
        for relation, columns in shapes.items()
    }
    return RememberedTables(name, shapes, contents)


class DuckDBTables:
    """A DuckDB file; open only while it is asked, since it has one writer."""

    name = "duckdb"

    def __init__(self, path: Path) -> None:
        self._path = path

    def relations(self) -> Mapping[str, Mapping[str, str]]:
        # The catalog says `DECIMAL(18,2)` in one word.
        sql = _columns_sql("information_schema.columns", "null")
        return _shapes([(*row[:4], None, None, None) for row in self._ask(sql)])

    def rows(self, relation: str, columns: Sequence[str]) -> list[Row]:
        """Every row of a relation; bytes as Redshift keeps them, in hex."""
        rows = self._ask(_select(relation, columns))
        if not any(isinstance(value, bytes) for row in rows for value in row):
            return rows
        return [tuple(map(_hex_of_bytes, row)) for row in rows]

    def _ask(self, sql: str) -> list[Row]:
        with duckdb.connect(str(self._path), read_only=True) as connection:
            return connection.execute(sql).fetchall()


class RedshiftTables:
    """A Redshift database, or what stands in for one."""

    name = "redshift"

    def __init__(self, connection: Any) -> None:
        """Ask over an open connection of redshift_connector, in autocommit."""
        self._connection = connection

    def relations(self) -> Mapping[str, Mapping[str, str]]:
        # information_schema leaves out late-binding views.
        sql = _columns_sql("svv_columns", "character_maximum_length")
        return _shapes(self._ask(sql))

    def rows(self, relation: str, columns: Sequence[str]) -> list[Row]:
        return self._ask(_select(relation, columns))

    def _ask(self, sql: str) -> list[Row]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]


def _hex_of_bytes(value: object) -> object:
    return value[:MOST_RAW_BYTES].hex() if isinstance(value, bytes) else value


def _columns_sql(catalog: str, length: str) -> str:
    schemas = ", ".join(f"'{schema}'" for schema in SCHEMAS)
    return _COLUMNS.format(catalog=catalog, schemas=schemas, length=length)


def _shapes(columns: Sequence[Row]) -> dict[str, dict[str, str]]:
    """Rows of a catalog → relations with their columns and types."""
    found: dict[str, dict[str, str]] = {}
    for schema, table, column, kind, length, precision, scale in columns:
        told = str(kind)
        if kind == "numeric":
            told += f"({precision},{scale})"
        elif length is not None:
            told += f"({length})"
        found.setdefault(f"{schema}.{table}", {})[str(column)] = told
    return found


def _select(relation: str, columns: Sequence[str]) -> str:
    table = ".".join(f'"{part}"' for part in relation.split("."))
    told = ", ".join(f'"{name}"' for name in columns)
    return f"select {told} from {table}"
