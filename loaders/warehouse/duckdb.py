"""The landing tables in a DuckDB file: laptops and CI.

The file is opened with the settings of profile target `local`, so that whoever
comes first makes the same file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from contracts import KINDS, Contract, contract_of
from loaders.errors import ConfigError, FootfallError, WarehouseError
from loaders.pieces import Pieces
from loaders.warehouse import (
    Counts,
    LedgerEntry,
    NotBuiltError,
    ReadObject,
    RejectedRecord,
)
from loaders.warehouse.form_check import FormCheck
from loaders.warehouse.landing_sql import landing_columns
from loaders.warehouse.tables import OBJECTS, REJECTED

# The same as in profiles.yml. Older programs open what `footfall publish` makes.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v2.0.0"
}
# With the bytes of two batches beside it a load of 128 MB objects stays below 1.2 GB;
# 640 MB is no faster (DuckDB 2.0).
_MEMORY_LIMIT = "320MB"
# A checkpoint after every 16 MB of log, DuckDB's default, rewrites the last rows of
# the table with each batch and triples the time of commits.
_CHECKPOINT = "1GB"


class DuckDBWarehouse:
    """One DuckDB file."""

    def __init__(self, path: Path | None, *, keeps: bool = True) -> None:
        """Open the file; it is made if missing.

        Args:
            path: The file, or None for a warehouse in memory.
            keeps: Whether what lands stays; a dry run rolls it back.

        Raises:
            ConfigError: The file cannot be made there, or is no DuckDB file.
            WarehouseError: Another process holds it.
        """
        self._path = path
        self._keeps = keeps
        if path is not None and not path.parent.is_dir():
            raise ConfigError(
                f"cannot open `{path}`: no such folder",
                "set FOOTFALL_DUCKDB_PATH to a file in a folder that exists",
            )
        with self._told():
            self._connection = duckdb.connect(str(path or ":memory:"), config=_SETTINGS)
            self._run(f"set memory_limit = '{_MEMORY_LIMIT}'")
            # Rows say themselves where they come from. In their order one thread alone
            # inserts, and the last checkpoint writes them again (DuckDB 2.0).
            self._run("set preserve_insertion_order = false")
            self._run("set enable_progress_bar = false")
            self._run(f"set checkpoint_threshold = '{_CHECKPOINT}'")
            if not keeps:
                self._run("begin")

    def prepare(self) -> None:
        """Create the landing schema and tables of every kind if missing."""
        tables = {"objects": OBJECTS, "rejected_records": REJECTED}
        for contract in map(contract_of, KINDS):
            tables[contract.table] = landing_columns(contract)
        with self._transaction():
            self._run("create schema if not exists landing")
            for name, columns in tables.items():
                told = ", ".join(f"{name} {kind}" for name, kind in columns.items())
                self._run(f"create table if not exists landing.{name} ({told})")

    def ledger(self, contract: Contract) -> Iterable[LedgerEntry]:
        """Every object of a kind that has landed."""
        with self._told():
            rows = self._run(
                "select object_key, object_hash, size_bytes, etag, modified_at"
                " from landing.objects where kind = ?",
                [contract.kind],
            )
        return [LedgerEntry(*row) for row in rows]

    def land(
        self, contract: Contract, objects: Sequence[ReadObject], load_id: str
    ) -> Counts:
        """Land objects whole, in one transaction with their ledger rows, or none."""
        with self._transaction():
            known = {
                (entry.object_key, entry.object_hash) for entry in self.ledger(contract)
            }
            new = []
            for one in objects:
                identity = (one.stored.object_key, one.object_hash)
                if identity in known:
                    self._seen_again(contract, one)
                else:
                    known.add(identity)
                    new.append(one)
            if not new:
                return Counts()
            return self._land_new(contract, new, load_id)

    def _land_new(
        self, contract: Contract, objects: Sequence[ReadObject], load_id: str
    ) -> Counts:
        lineage: dict[str, Any] = {
            "load_id": load_id,
            "load_sequence": self._next_sequence(),
            "landed_at": datetime.now(UTC).replace(tzinfo=None),
        }
        table = f"landing.{contract.table}"
        check = FormCheck(self._connection, contract, table, lineage)
        batch = check.land(objects)
        rejected = [
            {
                "kind": contract.kind,
                "object_key": one.stored.object_key,
                "object_hash": one.object_hash,
                **vars(record),
                **lineage,
                "delivered_at": one.delivered_at,
            }
            for one, pieces in zip(objects, batch, strict=True)
            for record in pieces.rejected()
        ]
        ledger = [
            _ledger_row(contract, one, pieces) | lineage
            for one, pieces in zip(objects, batch, strict=True)
        ]
        self._append("rejected_records", REJECTED, rejected)
        self._append("objects", OBJECTS, ledger)
        counts = Counts(
            objects=len(objects),
            landed=sum(row["landed"] for row in ledger),
            rejected=len(rejected),
        )
        self._check_sums(table, lineage["load_sequence"], counts)
        return counts

    def _next_sequence(self) -> int:
        """One more than any before; one process holds the file, and so the lock."""
        rows = self._run(
            "select coalesce(max(load_sequence), 0) + 1 from landing.objects"
        )
        return int(rows[0][0])

    def _seen_again(self, contract: Contract, one: ReadObject) -> None:
        """An object known by its content: the next listing shall know it unread."""
        self._run(
            "update landing.objects set size_bytes = ?, etag = ?, modified_at = ?"
            " where kind = ? and object_key = ? and object_hash = ?",
            [
                one.stored.size,
                one.stored.etag,
                one.stored.modified_at,
                contract.kind,
                one.stored.object_key,
                one.object_hash,
            ],
        )

    def _append(
        self, table: str, columns: dict[str, str], rows: list[dict[str, object]]
    ) -> None:
        if not rows:
            return
        told = ", ".join(
            f"unnest(cast(${name} as {kind}[])) as {name}"
            for name, kind in columns.items()
        )
        self._run(
            f"insert into landing.{table} by name select {told}",
            {name: [row[name] for row in rows] for name in columns},
        )

    def _check_sums(self, table: str, load_sequence: int, counts: Counts) -> None:
        """Refuse to commit where a record would be lost or doubled."""
        rows = self._run(
            f"select count(*) from {table} where load_sequence = ?",  # noqa: S608
            [load_sequence],
        )
        found = int(rows[0][0])
        if found != counts.landed:
            raise FootfallError(
                f"{found} records landed where {counts.landed} were counted",
                "nothing of this batch was kept; please report it with the object",
            )

    def rejected(self, limit: int) -> Iterator[RejectedRecord]:
        """The records that were set aside last."""
        with self._told():
            rows = self._run(
                "select kind, object_key, record_number, byte_offset, byte_count,"
                " reason, raw from landing.rejected_records"
                " order by load_sequence desc, object_key, record_number limit ?",
                [limit],
            )
        return (RejectedRecord(*row) for row in rows)

    def query(self, sql: str, values: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """The rows of one select over what dbt has built; `:name` is a value."""
        try:
            return self._run(re.sub(r":(\w+)", r"$\1", sql), dict(values))
        except duckdb.CatalogException as error:
            raise NotBuiltError(str(error).splitlines()[0]) from error
        except duckdb.Error as error:
            raise as_ours(error, self._path) from error

    def close(self) -> None:
        """Write what is pending into the file and let go of it."""
        with self._told():
            self._connection.close()

    def _run(self, sql: str, values: object = None) -> list[Any]:
        """Run a statement to its end; DuckDB 2.0 refuses another before it."""
        return list(self._connection.execute(sql, values).fetchall())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
            if not self._keeps:  # all of a dry run is one transaction, never committed
                yield
                return
            self._run("begin")
            try:
                yield
                self._run("commit")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        with suppress(duckdb.Error):  # a failed commit has rolled back already
            self._run("rollback")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """DuckDB's errors → ours."""
        try:
            yield
        except duckdb.Error as error:
            raise as_ours(error, self._path) from error


def _ledger_row(contract: Contract, one: ReadObject, pieces: Pieces) -> dict[str, Any]:
    rejected = len(pieces.rejected())
    return {
        "kind": contract.kind,
        "object_key": one.stored.object_key,
        "object_hash": one.object_hash,
        "size_bytes": one.stored.size,
        "etag": one.stored.etag,
        "modified_at": one.stored.modified_at,
        "delivered_at": one.delivered_at,
        "records": pieces.landed + rejected,
        "landed": pieces.landed,
        "rejected": rejected,
    }


def as_ours(error: duckdb.Error, path: Path | None) -> FootfallError:
    """What an operator can do about an error of DuckDB."""
    text = str(error).splitlines()[0]
    if re.search(r"No space left|File too large|could not (write|trunc)", text, re.I):
        return WarehouseError(  # whatever its type: a failed commit is no IOException
            f"cannot write `{path}`: the disk is full",
            "free some space and run the same command again",
        )
    if isinstance(error, duckdb.IOException):
        if "Could not set lock" in text or "Conflicting lock" in text:
            return WarehouseError(
                f"`{path}` is in use by another process",
                "wait until it is done, or close the program that has it open",
            )
        if "not a valid DuckDB database" in text or "newer version" in text:
            return ConfigError(
                f"`{path}` is not a DuckDB file that this version reads",
                "set FOOTFALL_DUCKDB_PATH to another file",
            )
        if re.search(r"Permission denied|Read-only|Is a directory", text):
            return ConfigError(
                f"cannot open `{path}`: {text}", "let this user write the file"
            )
        return WarehouseError(text, "run the same command again")
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError(text, "free memory or disk and run the command again")
    return FootfallError(text, "please report it with the command that was run")
