"""The landing tables in Redshift behind the loader's protocol.

Judge, stage, run one transaction, read the ledger, remove what was staged. The
ledger alone tells what has landed: an answer can be lost, or wrong.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from contracts import Contract
from loaders.errors import WarehouseError
from loaders.settings import RedshiftSettings, Server
from loaders.warehouse import (
    Counts,
    LedgerEntry,
    NotBuiltError,
    ReadObject,
    RejectedRecord,
)
from loaders.warehouse.redshift import statements
from loaders.warehouse.redshift.judge import Judge
from loaders.warehouse.redshift.landing_tables import create_tables, landing_tables
from loaders.warehouse.redshift.staging import StagingArea
from loaders.warehouse.redshift.transport import (
    NoLandingError,
    RefusedError,
    Transport,
    as_ours,
)
from loaders.warehouse.redshift.workspace import Workspace

# Waits between tries: a warehouse that restarts or fails over is back within a minute.
_WAITS_SECONDS = (1.0, 5.0, 20.0)
_Answer = TypeVar("_Answer")


class RedshiftWarehouse:
    """One database of Redshift."""

    def __init__(self, settings: RedshiftSettings, *, keeps: bool = True) -> None:
        """Open the way to it; nothing is asked yet.

        Args:
            settings: Where it is; `staging` is there unless it is only read.
            keeps: Whether what lands stays; a dry run judges and sends nothing.

        Raises:
            ConfigError: The driver is missing, or AWS cannot be signed in to.
        """
        self._transport = _transport(settings)
        self._keeps = keeps
        self._area = StagingArea(settings.staging) if settings.staging else None
        self._workspace: Workspace | None = None
        self._batch_count = 0
        self._before = Counts()
        self._known: set[tuple[str, str]] | None = None
        self._is_clean = True
        self._has_answered = False

    def prepare(self) -> None:
        """Create what is missing of the landing tables; remove what ended loads left.

        Raises:
            ConfigError: Redshift or S3 refuses the operator.
            WarehouseError: One of them did not answer.
        """
        if self._area is None or not self._keeps:
            return
        found = {name for (name,) in self._query(statements.TABLES_THERE)}
        if not found >= landing_tables().keys():
            self._tried(lambda: self._transport.run(create_tables()))
        self._area.remove_ended()

    def ledger(self, contract: Contract) -> Iterable[LedgerEntry]:
        """Every object of a kind that has landed."""
        try:
            rows = self._query(statements.LEDGER, {"kind": contract.kind})
        except NoLandingError:
            if self._keeps:
                raise
            rows = []  # the load that this is the rehearsal of would make it
        return [
            LedgerEntry(key, digest, int(size), etag, datetime.fromisoformat(written))
            for key, digest, size, etag, written in rows
        ]

    def land(
        self, contract: Contract, objects: Sequence[ReadObject], load_id: str
    ) -> Counts:
        """Land objects whole, in one transaction with their ledger rows, or none."""
        if self._area is None:
            raise ValueError("opened to be read")
        if self._workspace is None:
            address = self._area.address if self._keeps else ""
            self._workspace = Workspace(load_id, address)
        self._batch_count += 1
        folder = self._workspace.folder / str(self._batch_count)
        folder.mkdir()
        try:
            if not self._keeps:
                return self._judged(contract, objects, load_id, folder)
            return self._landed(contract, objects, load_id, folder, self._area)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def rejected(self, limit: int) -> Iterator[RejectedRecord]:
        """The records that were set aside last; of `raw` what Redshift keeps."""
        rows = self._query(statements.last_rejected(limit))
        return (
            RejectedRecord(kind, key, number, offset, count, reason, bytes.fromhex(raw))
            for kind, key, number, offset, count, reason, raw in rows
        )

    def query(
        self, sql: str, values: Mapping[str, str] = MappingProxyType({})
    ) -> list[tuple[Any, ...]]:
        """The rows of one select over what dbt has built; `:name` is a value."""
        try:
            return self._query(sql, values)
        except NoLandingError as error:
            raise NotBuiltError(error.told) from error

    def close(self) -> None:
        """Let go of the connection, and of the load's folder on this machine."""
        self._transport.close()
        if self._workspace is not None:
            self._workspace.close(is_done=self._is_clean)

    def _judged(
        self,
        contract: Contract,
        objects: Sequence[ReadObject],
        load_id: str,
        folder: Path,
    ) -> Counts:
        """What would land of a batch."""
        if self._known is None:
            rows = self.ledger(contract)
            self._known = {(one.object_key, one.object_hash) for one in rows}
        new = [
            one
            for one in objects
            if (one.stored.object_key, one.object_hash) not in self._known
        ]
        with Judge(folder) as judge:
            return judge.land(contract, new, load_id)

    def _landed(
        self,
        contract: Contract,
        objects: Sequence[ReadObject],
        load_id: str,
        folder: Path,
        area: StagingArea,
    ) -> Counts:
        batch = f"{load_id}/{self._batch_count}"
        with Judge(folder) as judge:
            files = judge.files_of(contract, objects, load_id, folder)
        try:
            manifests = area.upload(batch, files)
            self._run_batch(
                statements.land_batch(contract, manifests, area.iam_role), load_id
            )
        finally:
            self._is_clean &= area.remove(batch)
        return self._counted(load_id)

    def _run_batch(self, transaction: Sequence[str], load_id: str) -> None:
        """Run a transaction until the ledger shows it, or it is of no use.

        After an error the ledger decides: the batch may have been committed all the
        same. Reading it waits for a transaction of ours that the server still runs,
        since that holds the ledger's lock; should that come to its end later, the next
        try finds its objects in the ledger and lands none twice.
        """
        for wait in (*_WAITS_SECONDS, None):
            try:
                self._transport.run(transaction)
            except RefusedError as refused:
                if self._totals(load_id) != self._before:
                    return
                error = as_ours(refused)
                if wait is None or not isinstance(error, WarehouseError):
                    raise error from None
                time.sleep(wait)
            else:
                return

    def _counted(self, load_id: str) -> Counts:
        """What the ledger has more of this load than before."""
        before, self._before = self._before, self._totals(load_id)
        return Counts(
            objects=self._before.objects - before.objects,
            landed=self._before.landed - before.landed,
            rejected=self._before.rejected - before.rejected,
        )

    def _totals(self, load_id: str) -> Counts:
        rows = self._query(statements.TOTALS, {"load_id": load_id})
        return Counts(*map(int, rows[0]))

    def _query(
        self, sql: str, parameters: Mapping[str, str] | None = None
    ) -> list[tuple[Any, ...]]:
        return self._tried(lambda: self._transport.query(sql, parameters))

    def _tried(self, ask: Callable[[], _Answer]) -> _Answer:
        """Ask what may be asked again; one that never answered is not asked twice."""
        for wait in (*_WAITS_SECONDS, None):
            try:
                answer = ask()
            except RefusedError as refused:
                error = as_ours(refused)
                is_passing = isinstance(error, WarehouseError) and self._has_answered
                if wait is None or not is_passing:
                    raise error from None
                time.sleep(wait)
            else:
                self._has_answered = True
                return answer
        raise AssertionError("the last try returns or raises")


def _transport(settings: RedshiftSettings) -> Transport:
    """The way that the settings tell; neither driver is imported for the other."""
    if isinstance(settings.reached, Server):
        from loaders.warehouse.redshift.connector import Connector

        return Connector(settings.reached, settings.database)
    from loaders.warehouse.redshift.data_api import DataApiTransport

    return DataApiTransport(settings.reached, settings.database)
