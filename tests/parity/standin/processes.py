"""Processes that end when the one that started them ends, however it ends.

Every child reads the same pipe and the starter alone holds its other end: when the
starter is gone, killed or not, the pipe closes and each child ends itself.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent


class StandInError(Exception):
    """The stand-in cannot start; the text says what to do about it."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(f"error: {text}\n\nhint: {hint}")


@dataclass
class Service:
    """A started process, and the ports it said it listens on."""

    process: subprocess.Popen[str]
    log: Path
    ports: tuple[int, ...] = ()

    def wait_until_ready(self) -> "Service":
        """Read the line with the ports.

        Raises:
            StandInError: The process ended instead.
        """
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line.startswith("ready "):
            self.process.wait(timeout=10)
            told = self.log.read_text(errors="replace").strip().splitlines()
            raise StandInError(
                f"{self.log.stem} did not start: {told[-1] if told else 'no reason'}",
                f"the whole story is in {self.log}",
            )
        self.ports = tuple(int(port) for port in line.split()[1:])
        return self


class Lifeline:
    """The pipe that children watch."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._read, self._write = os.pipe()
        self._services: list[Service] = []

    def start(self, module: str, *arguments: str, **environment: str) -> Service:
        """Start a module of this package; its output goes to a log."""
        log = self._logs / f"{module}.log"
        kept = {
            name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ
        }
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", f"{PACKAGE.name}.{module}", *arguments],
                stdin=self._read,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=PACKAGE.parent,
                env={**kept, **environment},
                text=True,
                start_new_session=True,  # what ends a group would end it uncleaned
            )
        service = Service(process, log)
        self._services.append(service)
        return service

    def cut(self) -> None:
        """Close the pipe and wait until every child has ended."""
        os.close(self._write)
        os.close(self._read)
        for service in self._services:
            try:
                service.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                service.process.kill()
                service.process.wait()
            if service.process.stdout:
                service.process.stdout.close()


def ready(*ports: int) -> None:
    """Tell the starter where this process listens."""
    print("ready", *ports, flush=True)  # noqa: T201


def when_starter_ends(act: Callable[[], None] = lambda: None) -> None:
    """In a child: act, then end this process, as soon as the pipe closes."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        try:
            act()
        finally:
            os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
