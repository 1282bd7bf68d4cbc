"""A source's listing and the ledger → the objects that have not landed.

Firehose delivers objects up to a day late under old hours, so there is no
high-water key: every listed object is looked up in the ledger. What the ledger
knows by key and size, and by etag or time, is not read again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from loaders.store import StoredObject
from loaders.warehouse import LedgerEntry

_NAME_TIME = re.compile(
    r"-(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})(?!\d)[^/]*$"
)
_HOUR_FOLDER = re.compile(r"(?:^|/)(\d{4})/(\d{2})/(\d{2})/(\d{2})/[^/]*$")


def not_landed(
    listed: Iterable[StoredObject], ledger: Iterable[LedgerEntry]
) -> Iterator[StoredObject]:
    """The listed objects that have to be read.

    Args:
        listed: The source's objects.
        ledger: The landed objects of the same kind.

    Yields:
        Those that are not known by key, size, and etag or time of writing. Only
        their content can tell whether they are new.
    """
    known: dict[tuple[str, int], set[str | datetime]] = defaultdict(set)
    for entry in ledger:
        marks = known[entry.object_key, entry.size]
        marks.add(entry.modified_at)
        if entry.etag:
            marks.add(entry.etag)
    for stored in listed:
        marks = known.get((stored.object_key, stored.size), set())
        if stored.modified_at not in marks and stored.etag not in marks:
            yield stored


def delivered_at(object_key: str, zone: ZoneInfo) -> datetime | None:
    """When Firehose delivered an object, as its key tells.

    Args:
        object_key: The key; its name's time counts, else its folder's hour.
        zone: The zone of the times in keys.

    Returns:
        UTC without a zone: the name's time, or the end of the folder's hour, or
        None where the key tells neither.

    >>> delivered_at("2026/01/05/07/shop-1-2026-01-05-07-12-00-0a", ZoneInfo("UTC"))
    datetime.datetime(2026, 1, 5, 7, 12)
    >>> delivered_at("2026/01/05/07/shop.json", ZoneInfo("UTC"))
    datetime.datetime(2026, 1, 5, 8, 0)
    """
    for pattern, later in ((_NAME_TIME, 0), (_HOUR_FOLDER, 1)):
        found = pattern.search(object_key)
        if found is None:
            continue
        try:
            local = datetime(*map(int, found.groups()), tzinfo=zone)  # type: ignore[misc,arg-type]
        except ValueError:
            continue  # no such day or hour: a name that only looks like a time
        utc = local.astimezone(UTC) + timedelta(hours=later)
        return utc.replace(tzinfo=None)
    return None
