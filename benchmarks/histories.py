"""A shop's history, loaded and built, and what its stream delivers afterwards.

One simulation makes both: a day of the middle ends the history, and the objects that
Firehose names from then on wait in `later`. So their users come back, their sessions
and carts go on. A hundredth of every hour is late by days: records of the history's
last days that were held back from it, besides what the simulator itself delivers late.
"""

import datetime as dt
import json
import math
import random
import re
import shutil
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

from isal import igzip

from benchmarks.objects import FOOTFALL
from benchmarks.processes import Run, need

DBT = str(Path(sys.executable).with_name("dbt"))
EVENTS_A_DAY = 200_000  # a shop grows in days, not in size
FEWEST_DAYS = 5
OBJECT_RECORDS = 100_000
LATE_SHARE = 0.01
LATE_DAYS = 4  # within the shortest history, so that all touch as many dates
FIRST_DAY = dt.datetime(2026, 1, 5)
# No damage, or DuckDB's plain reader refuses the objects that it is compared on.
WHOLE = ("--damage", "0", "--separator", "newline", "--gzip")
BUILD = (DBT, "build", "--full-refresh", "--resource-type", "seed", "model")

_NAMED_AT = re.compile(r"-1-(\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)-")
_WITH_HEADER = 31


def days_of(events: int) -> int:
    """Over how many days a feed spreads."""
    return max(FEWEST_DAYS, events // EVENTS_A_DAY)


@dataclass(frozen=True)
class History:
    """A folder with a history of about so many events."""

    folder: Path
    events: int

    @property
    def objects(self) -> Path:
        """What was delivered up to the end of the history."""
        return self.folder / "objects"

    @property
    def later(self) -> Path:
        """What is delivered after it."""
        return self.folder / "later"

    @property
    def held(self) -> Path:
        """Records of its last days that come later, in no order."""
        return self.folder / "held.gz"

    @property
    def warehouse(self) -> Path:
        """The history, loaded and built."""
        return self.folder / "shop.duckdb"

    @property
    def facts(self) -> Path:
        """Days, end and sizes, once all of it is there."""
        return self.folder / "history.json"

    @property
    def ends_at(self) -> dt.datetime:
        """The midnight before the first object that comes later."""
        return FIRST_DAY + dt.timedelta(days=days_of(self.events))

    def deliver(self, later: int, bot: int = 0) -> None:
        """Simulate, and part what comes later: at least so many records."""
        days = days_of(self.events)
        a_day = self.events / days
        # the last day is the weakest: its late records come when all is over
        more = math.ceil(later / a_day) + 1 if later else 0
        made = self.folder / "made"
        shop = ["--events", str(round(a_day * (days + more)) + bot)]
        shop += ["--days", str(days + more), "--output", str(made)]
        shop += ["--object-records", str(OBJECT_RECORDS), *WHOLE]
        shop += ["--bot-events", str(bot)] if bot else []
        need([FOOTFALL, "simulate", *shop])
        over_at = self.ends_at + dt.timedelta(days=more)
        for path in [path for path in made.rglob("*") if path.is_file()]:
            side = self.objects
            if more and named_at(path) >= self.ends_at:
                side = self.later
                if named_at(path) >= over_at:
                    continue
            place = side / path.relative_to(made)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)
        shutil.rmtree(made)
        self._hold_back(round(later * LATE_SHARE))
        facts = {
            "events": self.events,
            "days": days,
            "ends_at": str(self.ends_at),
            "bot": bot,
            "later": later,
        }
        self.facts.write_text(json.dumps(facts) + "\n")

    def _hold_back(self, wanted: int) -> None:
        """Take so many records out of the objects of the last days."""
        since = self.ends_at - dt.timedelta(days=LATE_DAYS)
        found = sorted(path for path in self.objects.rglob("*") if path.is_file())
        bodies = {path: lines_of(path) for path in found if named_at(path) >= since}
        everything = [
            (path, number)
            for path, body in bodies.items()
            for number in range(len(body))
        ]
        chosen = random.Random(wanted).sample(everything, wanted)
        held = [bodies[path][number] for path, number in chosen]
        self.held.write_bytes(igzip.compress(b"".join(held), 1))
        out = set(chosen)
        for path in {path for path, _ in chosen}:
            body = enumerate(bodies[path])
            kept = [line for number, line in body if (path, number) not in out]
            path.write_bytes(igzip.compress(b"".join(kept), 1))

    def load(self, path: Path) -> Run:
        """The history into a new warehouse."""
        command = [FOOTFALL, "load", str(self.objects), "--kind", "event", "--json"]
        return need(command, environment_of(path), tells_rows=True)

    def build(self, path: Path) -> Run:
        """Every model of a loaded warehouse, anew."""
        return need([*BUILD], environment_of(path))


def environment_of(warehouse: Path) -> dict[str, str]:
    """Where a process finds a warehouse, and where dbt writes: beside it."""
    return {
        "FOOTFALL_DUCKDB_PATH": str(warehouse),
        "DBT_TARGET_PATH": str(warehouse.parent / "target"),
        "DBT_LOG_PATH": str(warehouse.parent / "logs"),
    }


def kept_history(folder: Path, events: int, later: int) -> History:
    """A history with a built warehouse and enough to come; made where it is missing."""
    history = History(folder / str(events), events)
    if history.facts.exists() and history.warehouse.exists():
        kept = json.loads(history.facts.read_text())
        if kept["later"] >= later:
            return history
        sys.exit(
            f"error: {history.folder} has {kept['later']} records to come, not {later}"
            f"\n\nhint: remove it, or ask for fewer events"
        )
    shutil.rmtree(history.folder, ignore_errors=True)
    history.folder.mkdir(parents=True)
    history.deliver(later)
    history.load(history.warehouse)
    history.build(history.warehouse)
    shutil.rmtree(history.objects)
    return history


def deal_hours(history: History, records: int, hours: int, folder: Path) -> list[Path]:
    """The next records of a stream, so many an hour, as objects in a folder an hour.

    An hour is cut by its number of records, so that all weigh the same; what the
    stream delivered in one object stays together as far as it fits. What is late comes
    in the hour's last object.
    """
    found = [path for path in history.later.rglob("*") if path.is_file()]
    held, late = lines_of(history.held), round(records * LATE_SHARE)
    lines: list[tuple[Path, bytes]] = []
    dealt: list[Path] = []
    for path in sorted(found, key=lambda path: (named_at(path), path.name)):
        name = path.relative_to(history.later)
        lines += [(name, line) for line in lines_of(path)]
        while len(lines) >= records - late and len(dealt) < hours:
            dealt.append(folder / f"hour-{len(dealt) + 1:03}")
            taken, lines = lines[: records - late], lines[records - late :]
            past, held = held[:late], held[late:]
            last = taken[-1][0]
            _write(dealt[-1], [*taken, *((last, line) for line in past)])
        if len(dealt) == hours:
            return dealt
    sys.exit(f"error: the stream has {len(dealt)} hours of {records} records to come")


def _write(folder: Path, lines: list[tuple[Path, bytes]]) -> None:
    """Records into objects, named as the ones that they were delivered in."""
    bodies: dict[Path, list[bytes]] = {}
    for name, line in lines:
        bodies.setdefault(name, []).append(line)
    for name, body in bodies.items():
        # the rest of an object that was cut is another object
        place = folder / name.with_name(f"{name.stem}-{folder.name}.gz")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(igzip.compress(b"".join(body), 1))


def lines_of(path: Path) -> list[bytes]:
    """The records of an object, each with its newline."""
    body = zlib.decompressobj(_WITH_HEADER).decompress(path.read_bytes())
    return body.splitlines(keepends=True)


def named_at(path: Path) -> dt.datetime:
    """When Firehose delivered an object."""
    found = _NAMED_AT.search(path.name)
    assert found is not None, path
    return dt.datetime.strptime(found[1], "%Y-%m-%d-%H-%M-%S")
