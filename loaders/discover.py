"""A source's listing and the ledger → the objects that have not landed.

Firehose delivers objects up to a day late under old hours, so there is no
high-water key: every listed object is looked up in the ledger. What the ledger
knows by key and size, and by etag or else time, is not read again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from loaders.store import StoredObject
from loaders.warehouse import LedgerEntry

STAGING_FOLDER = "_footfall_staging"
"""The folder of a source's bucket where loaders stage unless a setting says where."""

STAGED_MARK = ".footfall-staged."
"""In the name of every staged file, wherever it lies."""

_STAGED = re.compile(rf"(^|/){STAGING_FOLDER}/|{re.escape(STAGED_MARK)}[^/]*$")
_NAME_TIME = re.compile(r"-(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})(?!\d)[^/]*$")
_HOUR_FOLDER = re.compile(r"(?:^|/)(\d{4})/(\d{2})/(\d{2})/(\d{2})/[^/]*$")


def delivered(listed: Iterable[StoredObject]) -> Iterator[StoredObject]:
    """The objects that are a source's own, without what a loader staged beside them.

    Told by the key alone: a load into another warehouse, or of a copy of the bucket,
    knows nothing of the staging prefix.
    """
    return (stored for stored in listed if not _STAGED.search(stored.object_key))


def not_landed(
    listed: Iterable[StoredObject], ledger: Iterable[LedgerEntry]
) -> Iterator[StoredObject]:
    """The listed objects that have to be read.

    Args:
        listed: The source's objects.
        ledger: The landed objects of the same kind.

    Yields:
        Those that are not known by key, size, and etag, or time of writing where
        either side has no etag: S3 tells times to the second, in which an object
        can be written twice. Only their content can tell whether they are new.
    """
    sure: dict[tuple[str, int], set[str | datetime]] = defaultdict(set)
    times: dict[tuple[str, int], set[datetime]] = defaultdict(set)
    for entry in ledger:
        sure[entry.object_key, entry.size].add(entry.etag or entry.modified_at)
        times[entry.object_key, entry.size].add(entry.modified_at)
    for stored in listed:
        name = stored.object_key, stored.size
        if stored.etag:
            is_known = not sure[name].isdisjoint({stored.etag, stored.modified_at})
        else:
            is_known = stored.modified_at in times[name]
        if not is_known:
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
            utc = local.astimezone(UTC) + timedelta(hours=later)
        except (ValueError, OverflowError):
            continue  # no such day or hour: a name that only looks like a time
        return utc.replace(tzinfo=None)
    return None
