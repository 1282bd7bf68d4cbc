"""A source's new objects → the warehouse, batch by batch.

The next batch is read, inflated and cut while the warehouse takes the one before:
both release Python's lock. A batch is objects whole, so memory follows the batch
and the largest object, never the size of the load.
"""

import hashlib
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from contracts import Contract
from loaders.decode import inflate, record_bounds
from loaders.discover import delivered, delivered_at, not_landed
from loaders.store import Store, StoredObject
from loaders.warehouse import Counts, ReadObject, Warehouse

# Inflated bytes of one transaction. A batch ends in a row group that is not full, which
# the last checkpoint writes again: with 64 MB a load takes 20 % more time and its file
# 25 % more room (DuckDB 2.0); 256 MB gains nothing and costs 50 MB more memory.
_BATCH_BYTES = 128 << 20
_WAITING_BYTES = 32 << 20  # as stored, of objects that are read before their turn
_BATCH_OBJECTS = 2_000  # of nearly empty objects
# S3 answers one small object in 20 to 50 ms, most of it waiting.
_PARALLEL_READS = 8


@dataclass(frozen=True)
class LoadReport:
    """What one load did; `records` = `landed` + `rejected`."""

    objects_seen: int
    objects_loaded: int
    records: int
    landed: int
    rejected: int
    load_id: str
    seconds: float


def load(
    store: Store,
    warehouse: Warehouse,
    contract: Contract,
    zone: ZoneInfo,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> LoadReport:
    """Land every object of a store that has not landed.

    Args:
        store: Where the objects lie.
        warehouse: Where they go; prepared.
        contract: The kind of the records.
        zone: The zone of the times in object keys.
        progress: Told the bytes done and the bytes in all after each batch.
    """
    started = time.perf_counter()
    load_id = uuid.uuid4().hex
    listed = list(delivered(store.objects()))
    todo = list(not_landed(listed, warehouse.ledger(contract)))
    total, done, counts = sum(one.size for one in todo), 0, Counts()
    progress(0, total)
    for batch in _batches(store, todo, zone):
        counts += warehouse.land(contract, batch, load_id)
        done += sum(one.stored.size for one in batch)
        progress(done, total)
    return LoadReport(
        objects_seen=len(listed),
        objects_loaded=counts.objects,
        records=counts.records,
        landed=counts.landed,
        rejected=counts.rejected,
        load_id=load_id,
        seconds=round(time.perf_counter() - started, 3),
    )


def _batches(
    store: Store, todo: Iterable[StoredObject], zone: ZoneInfo
) -> Iterator[list[ReadObject]]:
    """Batches of read objects, one always being made ahead."""
    with (
        ThreadPoolExecutor(1, "ahead") as ahead,
        ThreadPoolExecutor(_PARALLEL_READS, "read") as readers,
    ):
        waiting = _reading(store, iter(todo), readers)

        def next_batch() -> list[ReadObject]:
            batch: list[ReadObject] = []
            size = 0
            for stored, content in waiting:
                batch.append(_read(stored, content.result(), zone))
                size += len(batch[-1].data)
                if size >= _BATCH_BYTES or len(batch) >= _BATCH_OBJECTS:
                    break
            return batch

        following = ahead.submit(next_batch)
        while batch := following.result():
            following = ahead.submit(next_batch)
            yield batch


def _reading(
    store: Store, todo: Iterator[StoredObject], readers: ThreadPoolExecutor
) -> Iterator[tuple[StoredObject, Future[bytes]]]:
    """Objects with their bytes on the way; few large or some small ones at once."""
    waiting: list[tuple[StoredObject, Future[bytes]]] = []
    size = 0
    for stored in todo:
        waiting.append((stored, readers.submit(store.read, stored)))
        size += stored.size
        while size > _WAITING_BYTES or len(waiting) > _PARALLEL_READS:
            size -= waiting[0][0].size
            yield waiting.pop(0)
    yield from waiting


def _read(stored: StoredObject, content: bytes, zone: ZoneInfo) -> ReadObject:
    inflated = inflate(content)
    return ReadObject(
        stored=stored,
        object_hash=hashlib.sha256(content).hexdigest(),
        delivered_at=delivered_at(stored.object_key, zone),
        data=inflated.data,
        bounds=record_bounds(inflated.data),
        damage=inflated.damage,
    )
