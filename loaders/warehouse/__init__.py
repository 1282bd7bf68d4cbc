"""Engines that can hold the landing tables, behind one small protocol.

No module outside this folder imports an engine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from contracts import Contract
from loaders.decode import Damage
from loaders.errors import ConfigError
from loaders.store import StoredObject


@dataclass(frozen=True)
class LedgerEntry:
    """What the ledger knows of one landed object."""

    object_key: str
    object_hash: str
    size: int
    etag: str | None
    modified_at: datetime


@dataclass(frozen=True)
class ReadObject:
    """One object, read, inflated and cut into pieces.

    Attributes:
        stored: What the listing showed.
        object_hash: sha256 of the stored bytes, in hex.
        delivered_at: When Firehose delivered it, UTC, if its key tells.
        data: Its bytes, inflated.
        bounds: Offsets of its pieces, shape (pieces + 1,).
        damage: Where its compression was broken.
    """

    stored: StoredObject
    object_hash: str
    delivered_at: datetime | None
    data: bytes
    bounds: NDArray[np.int64]
    damage: tuple[Damage, ...]


@dataclass(frozen=True)
class Counts:
    """What became of objects' records: `records` = `landed` + `rejected`."""

    objects: int = 0
    landed: int = 0
    rejected: int = 0

    @property
    def records(self) -> int:
        """Every record, landed or set aside."""
        return self.landed + self.rejected

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.objects + other.objects,
            self.landed + other.landed,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True)
class RejectedRecord:
    """One record that was set aside, for a person to read."""

    kind: str
    object_key: str
    record_number: int
    byte_offset: int
    byte_count: int
    reason: str
    raw: bytes


class NotBuiltError(ConfigError):
    """A relation that is asked has not been built."""

    def __init__(self, told: str) -> None:
        """Say what the engine says.

        Args:
            told: One line.
        """
        super().__init__(f"the marts are not built: {told}", "run dbt build first")


class Warehouse(Protocol):
    """One engine that can hold the landing tables."""

    def prepare(self) -> None:
        """Create the landing schema and tables of every kind if missing."""

    def ledger(self, contract: Contract) -> Iterable[LedgerEntry]:
        """Every object of a kind that has landed."""

    def land(
        self, contract: Contract, objects: Sequence[ReadObject], load_id: str
    ) -> Counts:
        """Land objects whole, in one transaction with their ledger rows, or none.

        Objects whose kind, key and hash the ledger has are not landed again;
        their ledger row takes the listing's size, etag and time.
        """

    def rejected(self, limit: int) -> Iterator[RejectedRecord]:
        """The records that were set aside last."""

    def query(self, sql: str, values: Mapping[str, str]) -> list[tuple[Any, ...]]:
        """The rows of one select over what dbt has built.

        Args:
            sql: Its text, in what both engines understand; `:name` is a value.
            values: They never enter the text.

        Raises:
            NotBuiltError: It has not been built.
        """

    def close(self) -> None:
        """Let go of the engine."""
