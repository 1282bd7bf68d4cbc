"""Listed objects → batches → a report, whatever engine takes them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from contracts import contract_of
from loaders import land
from loaders.errors import SourceError, WarehouseError
from loaders.store import StoredObject
from loaders.warehouse import Counts, LedgerEntry

UTC = ZoneInfo("UTC")
EVENT = contract_of("event")
THEN = datetime(2026, 1, 5)


class Shelf:
    """A store in memory that notes what is read."""

    def __init__(self, objects):
        self._objects = objects
        self.read_keys = []

    def objects(self):
        for key, content in self._objects.items():
            yield StoredObject(key, key, len(content), None, THEN)

    def read(self, stored):
        self.read_keys.append(stored.object_key)
        content = self._objects[stored.address]
        if content == b"unreadable":
            raise SourceError("cannot read", "try again")
        return content


class Notebook:
    """A warehouse that notes what it is given."""

    def __init__(self, known=(), refuses_after=None):
        self._known = known
        self._refuses_after = refuses_after
        self.batches = []

    def ledger(self, contract):
        return [LedgerEntry(key, "", size, None, THEN) for key, size in self._known]

    def land(self, contract, objects, load_id):
        if len(self.batches) == self._refuses_after:
            raise WarehouseError("full", "free some space")
        self.batches.append([one.stored.object_key for one in objects])
        return Counts(len(objects), len(objects), 0)


def load(objects, warehouse, **given):
    return land.load(Shelf(objects), warehouse, EVENT, UTC, **given)


def test_every_object_lands_once_and_in_order():
    objects = {f"{number:03}": b"{}" for number in range(100)}
    notebook = Notebook()
    report = load(objects, notebook)
    assert [key for batch in notebook.batches for key in batch] == list(objects)
    assert (report.objects_seen, report.objects_loaded) == (100, 100)


def test_what_the_ledger_knows_is_seen_and_not_read():
    shelf = Shelf({"a": b"{}", "b": b"{}"})
    report = land.load(shelf, Notebook(known=[("a", 2)]), EVENT, UTC)
    assert shelf.read_keys == ["b"]
    assert (report.objects_seen, report.objects_loaded) == (2, 1)


def test_nothing_new_asks_nothing_of_the_warehouse():
    notebook = Notebook()
    report = load({}, notebook)
    assert notebook.batches == []
    assert (report.objects_seen, report.records) == (0, 0)


@pytest.mark.parametrize(
    ("batch_bytes", "batch_objects", "sizes"),
    [(1, 9, [1] * 6), (5, 9, [3, 3]), (100, 9, [6]), (100, 4, [4, 2])],
)
def test_a_batch_is_whole_objects_up_to_a_size(
    monkeypatch, batch_bytes, batch_objects, sizes
):
    monkeypatch.setattr(land, "_BATCH_BYTES", batch_bytes)
    monkeypatch.setattr(land, "_BATCH_OBJECTS", batch_objects)
    notebook = Notebook()
    load(dict.fromkeys("abcdef", b"{}"), notebook)
    assert [len(batch) for batch in notebook.batches] == sizes


def test_batches_before_an_unreadable_object_are_kept(monkeypatch):
    monkeypatch.setattr(land, "_BATCH_BYTES", 1)
    notebook = Notebook()
    with pytest.raises(SourceError):
        load({"a": b"{}", "b": b"{}", "c": b"unreadable", "d": b"{}"}, notebook)
    assert notebook.batches == [["a"], ["b"]]


def test_a_refusal_of_the_warehouse_ends_the_load(monkeypatch):
    monkeypatch.setattr(land, "_BATCH_BYTES", 1)
    notebook = Notebook(refuses_after=2)
    with pytest.raises(WarehouseError):
        load(dict.fromkeys("abcdef", b"{}"), notebook)
    assert notebook.batches == [["a"], ["b"]]


def test_progress_goes_from_nothing_to_all_bytes(monkeypatch):
    monkeypatch.setattr(land, "_BATCH_BYTES", 1)
    told = []
    load({"a": b"{}", "b": b"{}{}"}, Notebook(), progress=lambda *now: told.append(now))
    assert told == [(0, 6), (2, 6), (6, 6)]


def test_each_load_has_an_id_of_its_own():
    first, second = load({}, Notebook()), load({}, Notebook())
    assert first.load_id != second.load_id
    assert first.seconds >= 0


def test_the_report_adds_up():
    counts = Counts(1, 2, 3) + Counts(10, 20, 30)
    assert (counts.objects, counts.records) == (11, 55)
