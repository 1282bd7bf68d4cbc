"""What several files of tests start from is made once a run, by whoever comes first."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

RUN = "TESTS_OF_THIS_RUN"  # a folder that is there while the tests run
_DONE = ".done"


def made_once(name: str, make: Callable[[Path], object], copy: Path) -> Path:
    """A copy of a folder that the first process of the run which asks has made.

    Args:
        name: Of the folder; the same name is the same content.
        make: Fills the folder. Should it fail, the next process tries again.
        copy: Where the copy goes; nothing is there yet.
    """
    folder = Path(os.environ[RUN]) / name
    with alone(folder):
        if not (folder / _DONE).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / _DONE).touch()
    return Path(shutil.copytree(folder, copy, symlinks=True))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Other processes that want the same path wait meanwhile."""
    with path.with_name(f"{path.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
