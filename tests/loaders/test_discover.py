"""Which listed objects have to be read, and when they were delivered."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loaders.discover import delivered_at, not_landed
from loaders.store import StoredObject
from loaders.warehouse import LedgerEntry

THEN = datetime(2026, 1, 5, 8)
LISTED = StoredObject("2026/01/05/07/shop-1", "address", 10, "etag", THEN)
KNOWN = LedgerEntry(LISTED.object_key, "hash", 10, "etag", THEN)
LATER = THEN + timedelta(seconds=1)
FILE = replace(LISTED, etag=None)


@pytest.mark.parametrize(
    ("listed", "known", "is_new"),
    [
        pytest.param(LISTED, KNOWN, False, id="as it was"),
        pytest.param(replace(LISTED, object_key="x"), KNOWN, True, id="another key"),
        pytest.param(replace(LISTED, size=11), KNOWN, True, id="another size"),
        pytest.param(
            replace(LISTED, etag="x"), KNOWN, True, id="same second, new etag"
        ),
        pytest.param(replace(LISTED, modified_at=LATER), KNOWN, False, id="same etag"),
        pytest.param(FILE, KNOWN, False, id="a copy with its time"),
        pytest.param(replace(FILE, modified_at=LATER), KNOWN, True, id="touched copy"),
        pytest.param(LISTED, replace(KNOWN, etag=None), False, id="uploaded in time"),
        pytest.param(
            LISTED, replace(KNOWN, etag=None, modified_at=LATER), True, id="uploaded"
        ),
        pytest.param(FILE, replace(KNOWN, etag=None), False, id="a file as it was"),
    ],
)
def test_what_the_ledger_knows_is_not_read(listed, known, is_new):
    assert list(not_landed([listed], [known])) == ([listed] if is_new else [])


def test_late_objects_under_old_hours_are_found():
    listed = [replace(LISTED, object_key=key) for key in ("2025/01", "2026/02", "a")]
    ledger = [replace(KNOWN, object_key=key) for key in ("2026/02", "zzz")]
    assert [one.object_key for one in not_landed(listed, ledger)] == ["2025/01", "a"]


def test_an_object_is_known_by_any_of_its_contents():
    ledger = [replace(KNOWN, etag="old"), KNOWN, replace(KNOWN, etag="new")]
    assert list(not_landed([LISTED], ledger)) == []
    assert list(not_landed([LISTED], [])) == [LISTED]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("2026/01/05/07/shop-1-2026-01-05-07-12-09-0a1b-x.gz", "2026-01-05 07:12:09"),
        ("shop-1-2026-01-05-07-12-09", "2026-01-05 07:12:09"),
        ("2026/01/05/07/shop.json", "2026-01-05 08:00:00"),
        ("2026/12/31/23/shop.json", "2027-01-01 00:00:00"),
        ("prefix/2026/01/05/07/shop.json", "2026-01-05 08:00:00"),
        ("2026/01/05/07/shop-1-2026-13-05-07-12-09-0a", "2026-01-05 08:00:00"),
        ("2026/01/05/07/shop-1-0000-01-05-07-12-09-0a", "2026-01-05 08:00:00"),
        ("2026/01/05/24/shop.json", None),
        ("2026/01/05/shop.json", None),
        ("by-hand.json", None),
        ("", None),
    ],
)
def test_a_key_tells_when_it_was_delivered(key, expected):
    moment = None if expected is None else datetime.fromisoformat(expected)
    assert delivered_at(key, ZoneInfo("UTC")) == moment


@pytest.mark.parametrize(
    ("zone", "key", "expected"),
    [
        ("Asia/Tokyo", "2026/01/05/07/x", "2026-01-04 23:00:00"),
        ("Europe/Berlin", "2026/07/05/07/x", "2026-07-05 06:00:00"),
        ("Europe/Berlin", "2026/01/05/07/x", "2026-01-05 07:00:00"),
        ("Europe/Berlin", "a-1-2026-07-05-07-00-00-x", "2026-07-05 05:00:00"),
        ("Asia/Tokyo", "0001/01/01/00/x", None),
        ("America/New_York", "9999/12/31/23/x", None),
        ("America/New_York", "a-1-9999-12-31-23-00-00-x", None),
    ],
)
def test_the_times_of_keys_are_in_the_zone_of_the_stream(zone, key, expected):
    moment = None if expected is None else datetime.fromisoformat(expected)
    assert delivered_at(key, ZoneInfo(zone)) == moment
