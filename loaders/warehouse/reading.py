"""A warehouse that is only read, so that who reads it changes nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import duckdb

from loaders.errors import ConfigError
from loaders.settings import Settings, read_redshift_settings
from loaders.warehouse import NotBuiltError
from loaders.warehouse.duckdb import as_ours


class Reader(Protocol):
    """What answers selects over what dbt has built."""

    def query(self, sql: str, values: Mapping[str, str] = ...) -> list[tuple[Any, ...]]:
        """The rows of one select.

        Args:
            sql: Its text; `:name` is a value.
            values: They never enter the text.

        Raises:
            NotBuiltError: It has not been built.
        """

    def close(self) -> None:
        """Let go of the engine."""


def open_reader(target: str, settings: Settings, database: str) -> Reader:
    """Open the warehouse of a target to read it.

    Args:
        target: `local` or `prod`.
        settings: Where `local` is: a warehouse, or the copy that was published of it.
        database: How the selects call it.

    Raises:
        ConfigError: It is not there, or cannot be read.
        WarehouseError: A load or a build has it open.
    """
    if target == "prod":
        from loaders.warehouse.redshift.warehouse import RedshiftWarehouse

        return RedshiftWarehouse(read_redshift_settings(None))
    return _DuckDBReader(settings.duckdb_path, database)


class _DuckDBReader:
    """One DuckDB file; others may read it at the same time."""

    def __init__(self, path: Path, database: str) -> None:
        if not path.is_file():
            raise ConfigError(
                f"no warehouse at `{path}`", "run footfall load and dbt build first"
            )
        self._path = path
        self._connection = duckdb.connect()
        name = '"' + database.replace('"', '""') + '"'
        text = "'" + str(path).replace("'", "''") + "'"
        try:
            # under the name that the selects were compiled with, whatever its file's
            self._connection.execute(f"attach {text} as {name} (read_only)")
            self._connection.execute(f"use {name}")
            self._connection.execute("set enable_progress_bar = false")
        except duckdb.Error as error:
            self.close()
            raise as_ours(error, path) from error

    def query(
        self, sql: str, values: Mapping[str, str] | None = None
    ) -> list[tuple[Any, ...]]:
        try:
            found = self._connection.execute(sql, dict(values or {}))
            return list(found.fetchall())
        except duckdb.CatalogException as error:
            raise NotBuiltError(str(error).splitlines()[0]) from error
        except duckdb.Error as error:
            raise as_ours(error, self._path) from error

    def close(self) -> None:
        self._connection.close()
