"""`footfall` in a process of its own, forked from one that has imported it already.

The process may be told where to die, how long a file it may write, and as whom
to run; the product knows nothing of it.
"""

import json
import multiprocessing
import os
import re
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    ["loaders.cli", "loaders.store.s3", "loaders.warehouse.duckdb", "pandas"]
)
_LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Limits:
    """What a process may not do, or where it ends.

    Attributes:
        dies_at: It is killed when it comes to a statement that starts so, or at
            `reading` or `closing`.
        dies_after: The statement is let through first.
        times: How often it comes there before it dies.
        file_bytes: No file may grow longer.
        user: The numeric user it runs as.
        batch_bytes: How many inflated bytes make a batch.
    """

    dies_at: str | None = None
    dies_after: bool = False
    times: int = 1
    file_bytes: int | None = None
    user: int | None = None
    batch_bytes: int | None = None


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def told(self):
        """The JSON object on the last line."""
        return json.loads(self.out.splitlines()[-1])


class Running:
    """A command on its way."""

    def __init__(self, arguments, folder, limits):
        """Start it; its output goes to files in a folder."""
        self._folder = folder
        for name in ("out", "err"):
            (folder / name).touch()
        given = (list(map(str, arguments)), dict(os.environ), str(folder), limits)
        self.process = _CONTEXT.Process(target=_run, args=given, daemon=True)
        self.process.start()

    def done(self):
        """Wait for its end."""
        self.process.join(_LONGEST_SECONDS)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            self.process.join()
        told = [(self._folder / name).read_text("utf-8") for name in ("out", "err")]
        return Ran(code, *told)


def _run(arguments, environment, folder, limits):
    for number, name in enumerate(("out", "err"), start=1):
        os.dup2(os.open(Path(folder) / name, os.O_WRONLY), number)
    os.environ.clear()
    os.environ.update(environment)
    _limit(limits)
    from loaders.cli import main

    sys.argv = ["footfall", *arguments]
    main(prog_name="footfall")


def _limit(limits):
    if limits.batch_bytes is not None:
        from loaders import land

        land._BATCH_BYTES = limits.batch_bytes
    if limits.file_bytes is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, -1))
    if limits.user is not None:
        os.setgroups([])
        os.setgid(limits.user)
        os.setuid(limits.user)
    if limits.dies_at == "reading":
        _die_reading(limits.times)
    elif limits.dies_at is not None:
        _die_in_duckdb(limits)


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


def _die_reading(times):
    from loaders.store.local import LocalStore

    read = LocalStore.read
    seen = []

    def dying_read(self, stored):
        seen.append(stored)
        if len(seen) == times:
            _die()
        return read(self, stored)

    LocalStore.read = dying_read


def _die_in_duckdb(limits):
    import duckdb

    connect = duckdb.connect

    class DyingConnection:
        def __init__(self, *arguments, **named):
            self._real = connect(*arguments, **named)
            self._left = limits.times

        def __getattr__(self, name):
            return getattr(self._real, name)

        def execute(self, sql, *arguments):
            here = re.match(rf"\s*{limits.dies_at}", sql) is not None
            self._left -= here
            dies = here and self._left == 0
            if dies and not limits.dies_after:
                _die()
            answer = self._real.execute(sql, *arguments)
            if dies:
                answer.fetchall()
                _die()
            return answer

        def close(self):
            if limits.dies_at == "closing" and not limits.dies_after:
                _die()
            self._real.close()
            if limits.dies_at == "closing":
                _die()

    duckdb.connect = DyingConnection
