"""Objects for both ways: what comes first, and what comes late.

A simulated shop, random histories of nasty values, every damaged object and record of
the fixtures, and visits by hand whose late events join sessions and make units vanish.
"""

import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fixtures.records import CORPUS, Digits
from oracle.events import Record
from oracle.histories import random_history
from oracle.invoice_histories import random_invoice_history

FIREHOSE_FIXTURES = Path(__file__).parents[1] / "fixtures" / "firehose"
_FOOTFALL = Path(sys.executable).with_name("footfall")
_CASES_IN_AN_OBJECT = 12


@dataclass(frozen=True)
class Deliveries:
    """Objects by key, in two parts.

    Attributes:
        first: What the first load finds.
        late: What lies beside it when the second load comes.
    """

    first: Mapping[str, bytes]
    late: Mapping[str, bytes]


def all_deliveries(folder: Path, events: int, histories: int) -> Deliveries:
    """Everything this module knows, mixed.

    Args:
        folder: An empty one, for the simulator.
        events: Different events of the simulated shop.
        histories: Random histories.
    """
    parts = [
        simulated_shop(folder, events),
        random_histories(histories),
        damaged_objects(),
        visits_by_hand(),
    ]
    return together(parts)


def together(parts: Iterable[Deliveries]) -> Deliveries:
    """Several deliveries as one; no two have a key in common."""
    parts = list(parts)
    return Deliveries(
        {key: data for part in parts for key, data in part.first.items()},
        {key: data for part in parts for key, data in part.late.items()},
    )


def cut(objects: Mapping[str, bytes], seed: int) -> Deliveries:
    """The last third of the objects comes late, and some of the others."""
    rng = random.Random(seed)
    keys = sorted(objects)
    late = {
        key
        for place, key in enumerate(keys)
        if place > 2 * len(keys) // 3 or rng.random() < 0.1
    }
    return Deliveries(
        {key: objects[key] for key in keys if key not in late},
        {key: objects[key] for key in keys if key in late},
    )


def simulated_shop(folder: Path, events: int) -> Deliveries:
    """Five days of a shop with more damage, repeats and lateness than is usual."""
    made = folder / "simulated"
    subprocess.run(
        f"{_FOOTFALL} simulate --events {events} --days 5 --object-records 400"
        f" --damage 0.005 --repeats 0.05 --late 0.05 --output {made}".split(),
        check=True,
        capture_output=True,
    )
    return cut(objects_below(made), seed=1)


def objects_below(folder: Path) -> dict[str, bytes]:
    """Files as objects, by their path below the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def invoice_histories(count: int) -> Deliveries:
    """Histories of invoice lines, whose customers and invoices meet each other."""
    return random_histories(count, random_invoice_history)


def random_histories(
    count: int, make: Callable[[int], list[Record]] = random_history
) -> Deliveries:
    """Histories of the oracle, whose users and sessions meet each other."""
    lines: dict[str, list[str]] = defaultdict(list)
    for seed in range(count):
        for record in make(seed):
            fields = {
                name: one for name, one in record.fields.items() if one is not None
            }
            key = f"{record.object_key}-{seed}-{record.object_hash[:8]}"
            lines[key].append(json.dumps(fields, ensure_ascii=False))
    objects = {key: "\n".join(told).encode() for key, told in lines.items()}
    return cut(objects, seed=2)


def damaged_objects() -> Deliveries:
    """Objects named by their fault, and every record at an edge of the contract."""
    objects = {
        f"2026/01/06/10/fault-{path.name}": path.read_bytes()
        for path in sorted(FIREHOSE_FIXTURES.iterdir())
    }
    for place in range(0, len(CORPUS), _CASES_IN_AN_OBJECT):
        cases = CORPUS[place : place + _CASES_IN_AN_OBJECT]
        told = "\n".join(as_json(case.record) for case in cases)
        objects[f"2026/01/06/11/cases-{place:03}"] = told.encode()
    return cut(objects, seed=3)


def as_json(record: Mapping[str, object]) -> str:
    """A record whose numbers keep their own digits."""
    told = (
        f"{json.dumps(name)}: {one if isinstance(one, Digits) else json.dumps(one)}"
        for name, one in record.items()
    )
    return "{" + ", ".join(told) + "}"


def visits_by_hand() -> Deliveries:
    """Late events that join sessions, move events, and make units vanish."""
    first = [
        _event("bridge-1", "bridged", "10:00", "view"),
        _event("bridge-2", "bridged", "10:50", "cart"),
        _event("move-1", "left", "11:00", "view", day="2026-01-03"),
        _event("order-1", "buyer", "12:00", "purchase", price="9.99"),
    ]
    late = [
        _event("bridge-3", "bridged", "10:25", "view"),  # two sessions become one
        _event("early-1", "buyer", "09:00", "view"),  # a session before the first
        _event("order-2", "buyer", "12:20", "purchase", price="9.99"),
    ]
    # The copy with the smallest key wins: the event of user `left` moves to another
    # user and day, and its session, user and day, the only of that date, are no more.
    moved = _event("move-1", "arrived", "11:00", "view", day="2026-01-02")
    return Deliveries(
        {"2026/01/08/13/shop-1-2026-01-08-13-00-00-b": _object(first)},
        {
            "2026/01/08/13/shop-1-2026-01-08-13-00-00-a": _object([moved]),
            "2026/01/08/13/shop-1-2026-01-08-13-00-00-c": _object(late),
            "2026/01/08/14/shop-1-2026-01-08-14-00-00-again": _object(first),
        },
    )


def _event(
    event_id: str,
    user: str,
    clock: str,
    event_type: str,
    *,
    day: str = "2026-01-08",
    price: str | None = None,
) -> dict[str, str | None]:
    return {
        "event_id": event_id,
        "event_time": f"{day} {clock}:00 UTC",
        "event_type": event_type,
        "product_id": "17850",
        "user_id": user,
        "price": price,
    }


def _object(records: list[dict[str, str | None]]) -> bytes:
    return "".join(map(json.dumps, records)).encode()
