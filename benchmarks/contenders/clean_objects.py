"""The records that a careful reader accepts, found one by one: a reference to judge by.

Slow and plain on purpose: Python's own JSON, line by line, a set of ids. What it keeps
is written as clean objects that every tool reads.
"""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

REQUIRED = ("event_time", "event_type", "product_id", "user_id")
TYPES = ("view", "cart", "remove_from_cart", "purchase")
BEGINNING = '{"event_id"'
DECODER = json.JSONDecoder()


def texts(content: bytes) -> Iterator[str]:
    """The lines of an object that are text, cut short or not."""
    for line in content.split(b"\n"):
        try:
            yield line.decode("utf-8").strip()
        except UnicodeDecodeError:
            continue


def records(text: str) -> Iterator[dict[str, Any]]:
    """The records of a line; one that is cut short runs into the next."""
    place = text.find(BEGINNING)
    while place >= 0:
        try:
            record, end = DECODER.raw_decode(text, place)
        except json.JSONDecodeError:
            end = place + 1
        else:
            yield record
        place = text.find(BEGINNING, end)


def is_accepted(record: dict[str, Any]) -> bool:
    """What the simulator's damage breaks: types, fields, times, prices."""
    if any(record.get(name) is None for name in REQUIRED):
        return False
    try:
        at = datetime.strptime(record["event_time"], "%Y-%m-%d %H:%M:%S UTC")
    except ValueError:
        return False
    is_known = record["event_type"] in TYPES
    return is_known and 2000 <= at.year < 2100 and (record.get("price") or 0) >= 0


def clean(objects: Path, folder: Path) -> int:
    """Write what is accepted, each event once; how many there are."""
    seen: set[str] = set()
    for path in sorted(objects.rglob("*.gz")):
        kept = []
        for text in texts(gzip.decompress(path.read_bytes())):
            for record in records(text):
                if is_accepted(record) and record["event_id"] not in seen:
                    seen.add(record["event_id"])
                    kept.append(json.dumps(record))
        target = folder / path.relative_to(objects)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress("\n".join(kept).encode(), 1))
    return len(seen)
