"""A load's own folder on this machine, which tells whether the load still runs.

The operating system lets go of the folder's lock when its process ends, however it
ends. So a later load can tell what a killed one left from the files of one that is
at work, and need not wait.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_PREFIX, _LOCK = "footfall-load-", "lock"


class Workspace:
    """A locked folder named by the load."""

    def __init__(self, load_id: str, staging_address: str) -> None:
        """Make it; nobody else has the same id.

        Args:
            load_id: The load.
            staging_address: Where it stages, `` for a dry run.
        """
        with _alone():
            made = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}"))
            self._lock = (made / _LOCK).open("w")
            self._lock.write(staging_address)
            self._lock.flush()
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            self.folder = made.rename(_folder(load_id))  # only now is it seen

    def close(self, *, is_done: bool) -> None:
        """Let go of it.

        Args:
            is_done: Whether nothing of the load is left in S3, so that it may go.
        """
        if is_done:
            shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()


def has_ended(load_id: str) -> bool:
    """Whether a load ran on this machine and ended without removing what it staged."""
    lock = _held_by_nobody(_folder(load_id))
    if lock is None:
        return False
    lock.close()
    return True


def remove_ended(staging_address: str) -> None:
    """Remove the folders of loads that have ended and staged there, or nowhere."""
    with _alone():
        for unfinished in Path(tempfile.gettempdir()).glob(f".{_PREFIX}*"):
            shutil.rmtree(unfinished, ignore_errors=True)  # who made it was killed
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        lock = _held_by_nobody(folder)
        if lock is not None:
            if lock.read() in ("", staging_address):
                shutil.rmtree(folder, ignore_errors=True)
            lock.close()


@contextmanager
def _alone() -> Iterator[None]:
    """While no other load on this machine makes its folder."""
    place = os.open(tempfile.gettempdir(), os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def _held_by_nobody(folder: Path) -> IO[str] | None:
    """The folder's lock, taken, or None where a load holds it or there is none."""
    try:
        lock = (folder / _LOCK).open("r+")
    except OSError:  # of another user, or no folder of ours
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _folder(load_id: str) -> Path:
    return Path(tempfile.gettempdir()) / f"{_PREFIX}{load_id}"
