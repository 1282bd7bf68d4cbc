"""`footfall` in a process of its own, which may be told where to die.

The product knows nothing of it: statements, calls of AWS and the parts of the Redshift
warehouse are wrapped in the new process before the command runs.
"""

import atexit
import json
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "loaders.cli",
        "loaders.store.s3",
        "loaders.warehouse.redshift.warehouse",
        "loaders.warehouse.redshift.connector",
        "loaders.warehouse.redshift.data_api",
        "redshift_connector",
    ]
)
_LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Limits:
    """Where a process ends, and how small its batches are.

    Attributes:
        dies_at: It is killed when it comes to a statement that starts so, to a call of
            AWS of this name, or to `reading`.
        how: `before` or `after` it, or `during`: while the server is at work. With
            `stopped` it stops before it, and goes on when it is told to.
        times: How often it comes there before it dies.
        batch_bytes: How many inflated bytes make a batch.
        file_rows: How many rows make another staged file.
        loses: A staged file whose name starts so never reaches S3.
        drops_rows: A row vanishes between COPY and the landing table.
        old_days: After how many days what another machine staged is old.
    """

    dies_at: str | None = None
    how: str = "before"
    times: int = 1
    batch_bytes: int = 128 << 20
    file_rows: int = 50_000
    loses: str | None = None
    drops_rows: bool = False
    old_days: int = 1


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """The JSON object on the last line."""
        found: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return found


_started: list[Any] = []


@atexit.register
def _kill_stopped() -> None:
    """A stopped process takes no other signal, and would be waited for without end."""
    for process in _started:
        process.kill()


class Running:
    """A command on its way."""

    def __init__(
        self,
        arguments: list[str],
        environment: dict[str, str],
        folder: Path,
        limits: Limits,
    ) -> None:
        """Start it; its output goes to files in a folder."""
        self._folder = folder
        folder.mkdir()
        given = (arguments, environment, folder, limits)
        self.process = _CONTEXT.Process(target=_run, args=given, daemon=True)
        self.process.start()
        _started.append(self.process)

    def wait_until_stopped(self) -> None:
        """Wait until it has come to the place where it stops."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        for _ in range(_LONGEST_SECONDS * 10):
            if not stat.exists():
                raise AssertionError("it ended before it came to that place")
            if stat.read_text().rpartition(")")[2].split()[0] == "T":
                return
            time.sleep(0.05)
        raise AssertionError("it never came to that place")

    def go_on(self) -> None:
        """Let it go on."""
        os.kill(self.process.pid, signal.SIGCONT)

    def done(self) -> Ran:
        """Wait for its end."""
        self.process.join(_LONGEST_SECONDS)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            self.process.join()
            code = -1000  # too slow
        told = []
        for name in ("out", "err"):
            path = self._folder / name
            told.append(path.read_text("utf-8") if path.exists() else "")
        return Ran(code, *told)


def _run(
    arguments: list[str], environment: dict[str, str], folder: Path, limits: Limits
) -> None:
    for number, name in enumerate(("out", "err"), start=1):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(environment)
    _limit(limits)
    from loaders.cli import main

    sys.argv = ["footfall", *arguments]
    main(prog_name="footfall")


def _limit(limits: Limits) -> None:
    from loaders import land
    from loaders.warehouse.redshift import judge, staging, warehouse

    land._BATCH_BYTES = limits.batch_bytes
    judge._LEAST_ROWS = limits.file_rows
    warehouse._WAITS_SECONDS = (0.05, 0.1, 0.2)
    staging._OLD = timedelta(days=limits.old_days)
    if limits.loses is not None:
        _lose(limits.loses)
    if limits.drops_rows:
        _drop_rows()
    if limits.dies_at is None:
        return
    death = _Death(limits)
    _wrap_reading(death)
    _wrap_statements(death)
    _wrap_aws(death)


def _lose(name: str) -> None:
    """Leave one file out of what is uploaded; its manifest names it all the same."""
    from loaders.warehouse.redshift.staging import StagingArea

    write = StagingArea._write
    StagingArea._write = lambda self, batch, path: (
        None if path.name.startswith(name) else write(self, batch, path)
    )


def _drop_rows() -> None:
    """As if an insert had lost a row."""
    from loaders.warehouse.redshift import statements

    insert = statements._insert_of_new
    statements._insert_of_new = lambda table: (
        insert(table) + " where staged.record_number != 1"
    )


class _Death:
    """Counts how often the place was come to."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.times
        self._lock = threading.Lock()

    def at(self, place: str, go_on: Callable[[], Any]) -> Any:
        """Do something, unless or until this is the place to die at."""
        with self._lock:
            here = re.match(rf"\s*{self._limits.dies_at}", place) is not None
            self._left -= here
            dies = here and self._left == 0
        if not dies:
            return go_on()
        if self._limits.how == "stopped":
            os.kill(os.getpid(), signal.SIGSTOP)
            return go_on()
        if self._limits.how == "before":
            _die()
        if self._limits.how == "during":
            threading.Timer(0.004, _die).start()
        answer = go_on()
        _die()
        return answer


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _wrap_reading(death: _Death) -> None:
    from loaders.store.s3 import S3Store

    read = S3Store.read
    S3Store.read = lambda self, stored: death.at("reading", lambda: read(self, stored))


def _wrap_statements(death: _Death) -> None:
    from redshift_connector.core import Connection

    execute = Connection.execute

    def dying(self: Connection, cursor: Any, operation: str, vals: Any) -> Any:
        return death.at(operation, lambda: execute(self, cursor, operation, vals))

    Connection.execute = dying


def _wrap_aws(death: _Death) -> None:
    from botocore.client import BaseClient

    call = BaseClient._make_api_call

    def dying(self: Any, name: str, given: Any) -> Any:
        return death.at(name, lambda: call(self, name, given))

    BaseClient._make_api_call = dying
