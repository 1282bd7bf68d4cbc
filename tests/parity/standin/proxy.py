"""The proxy: what a client of Redshift connects to.

Run as a process: `python -m standin.proxy POSTGRES_PORT FOLDER IAM_ROLE`. It listens on
two ports of 127.0.0.1: one speaks Redshift's wire protocol, the other takes orders as
lines of JSON (faults). Every statement of a client is noted in FOLDER/statements.jsonl.
"""

import asyncio
import contextlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any, TextIO

import boto3

from . import wire
from .copying import CopyError, stage
from .faults import Fault, Faults
from .plans import Plan
from .processes import ready, when_starter_ends
from .session import Session, connect_to

_KEPT = ("user", "database", "client_encoding", "application_name")
_LONGEST_NOTE = 20_000


class Proxy:
    """All connections, and what they share."""

    def __init__(self, postgres_port: int, folder: Path, iam_role: str) -> None:
        self.faults = Faults()
        self.folder = folder / "staged"
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o755)
        self._postgres_port = postgres_port
        self._iam_role = iam_role
        self._notes: TextIO = (folder / "statements.jsonl").open("a", buffering=1)
        self._s3: Any = boto3.client(
            "s3", endpoint_url=os.environ["STANDIN_S3"], region_name="us-east-1"
        )

    async def stage(self, plan: Plan) -> None:
        for copy in plan.copies:
            if copy.iam_role not in (self._iam_role, "default"):
                raise CopyError(
                    f"User is not authorized to assume IAM Role {copy.iam_role}"
                )
            await asyncio.to_thread(stage, copy, self._s3)

    def note(self, database: str, sql: str, refusal: str) -> None:
        told = {"database": database, "sql": sql[:_LONGEST_NOTE], "refusal": refusal}
        self._notes.write(json.dumps(told) + "\n")

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One client, from its first packet to its last."""
        gone = (asyncio.IncompleteReadError, ConnectionError)
        server: asyncio.StreamWriter | None = None
        try:
            code, body = await self._first_packet(reader, writer)
            up_reader, server = await connect_to("127.0.0.1", self._postgres_port)
            if code == wire.CANCEL_REQUEST:
                server.write(wire.packet(code, body))
                await server.drain()
                return
            told = wire.parameters_of(body)
            kept = {name: told[name] for name in _KEPT if name in told}
            server.write(wire.startup(kept, code))
            session = Session(
                self,
                told.get("database", ""),
                (reader, writer),
                (up_reader, server),
            )
            await session.run()
        except gone:
            pass
        except Exception:
            traceback.print_exc()
        finally:
            for one in (writer, server):
                if one:
                    one.close()

    async def _first_packet(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[int, bytes]:
        while True:
            code, body = await wire.read_startup(reader)
            if code not in (wire.SSL_REQUEST, wire.GSS_REQUEST):
                return code, body
            writer.write(b"N")
            await writer.drain()

    async def obey(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Arm the faults that lines of JSON ask for."""
        with contextlib.suppress(ConnectionError):
            async for line in reader:
                try:
                    self.faults.arm(Fault(**json.loads(line)))
                    answer = "armed"
                except (TypeError, ValueError) as error:
                    answer = f"error: {error}"
                writer.write(answer.encode() + b"\n")
                await writer.drain()
        writer.close()


async def run(proxy: Proxy) -> None:
    """Listen until the process ends."""
    clients = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=1 << 26)
    orders = await asyncio.start_server(proxy.obey, "127.0.0.1", 0)
    ready(*(one.sockets[0].getsockname()[1] for one in (clients, orders)))
    async with clients, orders:
        await clients.serve_forever()


def main() -> None:
    when_starter_ends()
    port, folder, iam_role = sys.argv[1:]
    asyncio.run(run(Proxy(int(port), Path(folder), iam_role)))


if __name__ == "__main__":
    main()
