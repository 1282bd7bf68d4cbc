"""PostgreSQL's wire protocol, as much of it as a proxy must read."""

import asyncio
import struct
from collections.abc import Iterator

SSL_REQUEST = 80877103
GSS_REQUEST = 80877104
CANCEL_REQUEST = 80877102


def message(kind: bytes, body: bytes) -> bytes:
    """A message: its kind, its length, its body."""
    return kind + struct.pack("!i", len(body) + 4) + body


async def read_message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The kind and body of the next message.

    Raises:
        asyncio.IncompleteReadError: The other side has gone.
    """
    head = await reader.readexactly(5)
    (length,) = struct.unpack("!i", head[1:])
    return head[:1], await reader.readexactly(length - 4)


async def read_startup(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The code and body of a start-up packet, which has no kind."""
    length, code = struct.unpack("!ii", await reader.readexactly(8))
    return code, await reader.readexactly(length - 8)


def texts(body: bytes, count: int) -> tuple[list[str], bytes]:
    """The first zero-ended texts of a body, and what follows them."""
    *found, rest = body.split(b"\0", count)
    return [one.decode() for one in found], rest


def packet(code: int, body: bytes) -> bytes:
    """A packet without a kind."""
    return struct.pack("!ii", len(body) + 8, code) + body


def startup(parameters: dict[str, str], code: int) -> bytes:
    """A start-up packet."""
    pairs = "".join(f"{name}\0{value}\0" for name, value in parameters.items())
    return packet(code, pairs.encode() + b"\0")


def parameters_of(body: bytes) -> dict[str, str]:
    """The parameters of a start-up packet."""
    parts = [part.decode() for part in body.rstrip(b"\0").split(b"\0")]
    return dict(zip(parts[::2], parts[1::2], strict=False))


def error(text: str, code: str = "XX000", severity: str = "ERROR") -> bytes:
    """An ErrorResponse."""
    fields = (("S", severity), ("V", severity), ("C", code), ("M", text))
    body = "".join(f"{name}{value}\0" for name, value in fields)
    return message(b"E", body.encode() + b"\0")


def error_text(body: bytes) -> str:
    """The message of an ErrorResponse's body."""
    for part in body.split(b"\0"):
        if part[:1] == b"M":
            return part[1:].decode(errors="replace")
    return ""


def whole_messages(held: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of every whole message that some bytes begin with."""
    start = 0
    while start + 5 <= len(held):
        (length,) = struct.unpack_from("!i", held, start + 1)
        end = start + 1 + length
        if end > len(held):
            return
        yield start, end
        start = end
