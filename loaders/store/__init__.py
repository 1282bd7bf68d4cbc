"""Where objects lie: a folder or an S3 prefix, behind one small protocol."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from loaders.errors import ConfigError


@dataclass(frozen=True)
class StoredObject:
    """One object as a listing shows it, unread.

    Attributes:
        object_key: The key in the bucket; for a folder, the path from
            `YYYY/MM/DD/HH/` on, else relative to the folder.
        address: What the store needs to read it.
        size: Bytes as stored.
        etag: The store's own mark of the content, if it has one.
        modified_at: When it was last written, UTC without a zone.
    """

    object_key: str
    address: str
    size: int
    etag: str | None
    modified_at: datetime


class Store(Protocol):
    """One place that can list and read objects."""

    def objects(self) -> Iterator[StoredObject]:
        """Every object of the source, in the order of its key."""

    def read(self, stored: StoredObject) -> bytes:
        """The object's bytes as stored."""


def open_store(source: str) -> Store:
    """The store that a source names.

    Args:
        source: A folder, or `s3://bucket/prefix`.

    Raises:
        ConfigError: There is no such source.
    """
    if source.startswith("s3://"):
        from loaders.store.s3 import S3Store  # boto3 costs 0.3 s to import

        return S3Store(source)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source):
        raise ConfigError(
            f"cannot read `{source}`: only folders and s3:// are known",
            "give a folder, or s3://bucket/prefix",
        )
    from loaders.store.local import LocalStore

    return LocalStore(source)
