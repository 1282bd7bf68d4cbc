"""Objects in a folder, as `aws s3 sync` or the simulator leave them."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from loaders.errors import ConfigError, SourceError
from loaders.store import StoredObject

_MAX_KEY_BYTES = 1024  # S3's limit, and so that of the landing columns
_HOUR_FOLDER = re.compile(r"(?:^|/)(\d{4}/\d{2}/\d{2}/\d{2}/.+)$")


class LocalStore:
    """The files below one folder; names that start with a dot are not objects."""

    def __init__(self, source: str) -> None:
        """Check that the folder is there.

        Raises:
            ConfigError: It is missing, is a file, or may not be listed.
        """
        self._root = Path(source)
        if not source:  # an unset variable, not the current folder
            raise ConfigError(
                "cannot read ``: the source is empty",
                "give the folder that holds the objects, or s3://bucket/prefix",
            )
        if not self._root.is_dir():
            found = "is not a folder" if self._root.exists() else "no such folder"
            raise ConfigError(
                f"cannot read `{source}`: {found}",
                "give the folder that holds the objects, or s3://bucket/prefix",
            )
        if not os.access(self._root, os.R_OK | os.X_OK):
            raise ConfigError(
                f"cannot read `{source}`: permission denied",
                "let this user list and read the folder",
            )

    def objects(self) -> Iterator[StoredObject]:
        """Every file of the folder, in the order of its path."""
        paths = []
        for folder, names, files in os.walk(self._root, onerror=_refuse):
            names[:] = [name for name in names if not name.startswith(".")]
            paths += [
                os.path.join(folder, name)  # noqa: PTH118 - Path costs 5x here
                for name in files
                if not name.startswith(".")
            ]
        for path in sorted(paths):
            try:
                found = os.stat(path)  # noqa: PTH116
            except FileNotFoundError:
                continue  # moved away since it was listed: the next run sees it
            modified = datetime.fromtimestamp(found.st_mtime, UTC)
            key = _object_key(os.path.relpath(path, self._root))
            if len(key.encode()) > _MAX_KEY_BYTES:
                raise ConfigError(
                    f"cannot read `{path}`: its key is over {_MAX_KEY_BYTES:,} bytes",
                    "give a folder nearer to the objects; S3 has no longer keys",
                )
            yield StoredObject(
                object_key=key,
                address=path,
                size=found.st_size,
                etag=None,
                modified_at=modified.replace(tzinfo=None),
            )

    def read(self, stored: StoredObject) -> bytes:
        """The file's bytes.

        Raises:
            SourceError: It cannot be read.
        """
        try:
            return Path(stored.address).read_bytes()
        except OSError as error:
            raise SourceError(
                f"cannot read `{stored.address}`: {error.strerror}",
                "make the file readable and run the same command again",
            ) from None


def _object_key(path: str) -> str:
    """The key of a file, so that a folder and its bucket name objects alike.

    >>> _object_key("copy/events/2026/01/05/07/shop-1")
    '2026/01/05/07/shop-1'
    >>> _object_key("by-hand/shop.json")
    'by-hand/shop.json'
    """
    # a name need not be UTF-8; what is not is told by its bytes, as in \xff
    key = os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "backslashreplace")
    found = _HOUR_FOLDER.search(key)
    return found[1] if found else key


def _refuse(error: OSError) -> None:
    raise SourceError(
        f"cannot list `{error.filename}`: {error.strerror}",
        "make the folder readable and run the same command again",
    )
