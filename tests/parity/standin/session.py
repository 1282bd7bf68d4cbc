"""One client's connection through the proxy, both ways.

Upwards, the texts of Parse and Query become what their plan says; a refused one becomes
a text that PostgreSQL cannot read, so that PostgreSQL itself keeps the state of the
transaction, and its error gets the refusal's words on the way down. Everything else
passes as it is: values, types, counts and errors are PostgreSQL's own.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from . import wire
from .copying import CopyError
from .faults import Fault, Faults
from .plans import Plan, plan_of

_REFUSED = "standin_refused_statement_"


class DroppedError(Exception):
    """A fault wants both connections gone."""


class Surroundings(Protocol):
    """What a session needs of its proxy."""

    faults: Faults
    folder: Path

    async def stage(self, plan: Plan) -> None:
        """Bring the records of a plan's COPYs to their files."""

    def note(self, database: str, sql: str, refusal: str) -> None:
        """Remember a statement."""


@dataclass
class Session:
    """A client and its PostgreSQL."""

    proxy: Surroundings
    database: str
    client: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    server: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    prepared: dict[str, Plan] = field(default_factory=dict)
    portals: dict[str, Plan] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    after: Fault | None = None
    is_lost: bool = False

    async def run(self) -> None:
        """Pass messages both ways until one side ends, or a fault ends both."""
        ways = [asyncio.create_task(way()) for way in (self._up, self._down)]
        done, going = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)
        for task in done:
            error = task.exception()
            expected = (asyncio.IncompleteReadError, ConnectionError, DroppedError)
            if error and not isinstance(error, expected):
                raise error
        for plan in [*self.prepared.values(), *self.portals.values()]:
            for copy in plan.copies:
                copy.file.unlink(missing_ok=True)

    async def _up(self) -> None:
        reader, writer = self.client[0], self.server[1]
        handlers: dict[bytes, Callable[[bytes], Awaitable[bytes]]] = {
            b"P": self._parse,
            b"B": self._bind,
            b"E": self._execute,
            b"Q": self._query,
        }
        while True:
            kind, body = await wire.read_message(reader)
            handler = handlers.get(kind)
            writer.write(await handler(body) if handler else wire.message(kind, body))
            await writer.drain()

    async def _plan(self, sql: str) -> Plan:
        try:
            plan = await asyncio.to_thread(plan_of, sql, self.proxy.folder)
        except Exception as error:
            traceback.print_exc()
            plan = Plan("", f"the stand-in cannot read this: {error!r}")
        self.proxy.note(self.database, sql, plan.refusal)
        return plan

    def _refused(self, reason: str) -> str:
        """A text that PostgreSQL cannot read, which stands for a reason."""
        self.refusals.append(reason)
        return f"{_REFUSED}{len(self.refusals) - 1}_"

    async def _parse(self, body: bytes) -> bytes:
        (name, sql), rest = wire.texts(body, 2)
        plan = await self._plan(sql)
        self.prepared[name] = plan
        text = self._refused(plan.refusal) if plan.refusal else plan.text
        return wire.message(b"P", f"{name}\0{text}\0".encode() + rest)

    async def _bind(self, body: bytes) -> bytes:
        (portal, name), _ = wire.texts(body, 2)
        if name in self.prepared:
            self.portals[portal] = self.prepared[name]
        return wire.message(b"B", body)

    async def _execute(self, body: bytes) -> bytes:
        (portal,), _ = wire.texts(body, 1)
        reason = await self._before(self.portals.get(portal))
        if reason:
            return wire.message(b"P", f"\0{self._refused(reason)}\0\0\0".encode())
        return wire.message(b"E", body)

    async def _query(self, body: bytes) -> bytes:
        plan = await self._plan(body[:-1].decode())
        reason = plan.refusal or await self._before(plan)
        text = self._refused(reason) if reason else plan.text
        for copy in plan.copies:
            self.prepared[copy.file.name] = plan  # so that its file goes in the end
        return wire.message(b"Q", text.encode() + b"\0")

    async def _before(self, plan: Plan | None) -> str:
        """What must happen before a plan runs; why it cannot, or ""."""
        if plan is None:
            return ""
        for verb, place in (("copy", "copy"), ("commit", "commit"), ("end", "commit")):
            if verb not in plan.verbs:
                continue
            fault = self.proxy.faults.take(self.database, f"before_{place}")
            if fault and fault.how == "drop":
                raise DroppedError
            if fault:
                return fault.text
            self.after = self.proxy.faults.take(self.database, f"after_{place}")
        try:
            await self.proxy.stage(plan)
        except CopyError as error:
            return str(error)
        return ""

    async def _down(self) -> None:
        reader, writer = self.server[0], self.client[1]
        kind = b""
        while kind != b"Z":
            kind, body = await wire.read_message(reader)
            if kind == b"S" and body.startswith(b"server_version\0"):
                body = b"server_version\x008.0.2\0"
            writer.write(wire.message(kind, body))
            await writer.drain()
        held = b""
        while chunk := await reader.read(1 << 18):
            held += chunk
            passed, end = [], 0
            for start, stop in wire.whole_messages(held):
                passed.append(self._told(held[start:stop]))
                end = stop
            held = held[end:]
            writer.write(b"".join(passed))
            await writer.drain()

    def _told(self, message: bytes) -> bytes:
        """A message of PostgreSQL as the client gets it."""
        kind = message[:1]
        if kind == b"E" and _REFUSED.encode() in message:
            return self._told_refusal(message)
        if self.is_lost:
            if kind == b"Z":
                raise DroppedError
            return b""
        if self.after and kind == b"C":
            done = {"copy": b"DO\0", "commit": b"COMMIT\0"}
            if message[5:] == done[self.after.where.removeprefix("after_")]:
                fault, self.after = self.after, None
                self.is_lost = fault.how == "drop"
                return b"" if self.is_lost else wire.error(fault.text)
        return message

    def _told_refusal(self, message: bytes) -> bytes:
        text = wire.error_text(message[5:])
        number = int(text.split(_REFUSED)[1].split("_")[0])
        return wire.error(self.refusals[number], "42601")


def connect_to(host: str, port: int) -> Awaitable[Any]:
    """A connection with room for large messages."""
    return asyncio.open_connection(host, port, limit=1 << 26)
