"""dlt into DuckDB by Parquet files, then Footfall's models and their tests.

The models read Footfall's landing tables: dlt's table is copied into them, all of it as
one object of the ledger.
"""

import os
from pathlib import Path

import dlt
import duckdb
from dlt.sources.filesystem import readers

from benchmarks.contenders.footfall_marts import JOB, build, call

FIELDS = {
    "event_id": "text",
    "event_time": "text",
    "event_type": "text",
    "product_id": "bigint",
    "category_id": "bigint",
    "category_code": "text",
    "brand": "text",
    "price": "double",
    "user_id": "bigint",
    "user_session": "text",
    "order_id": "text",
    "quantity": "bigint",
}
# One process for each core, and files small enough to share among them.
SETTINGS = {
    "runtime.dlthub_telemetry": False,
    "normalize.workers": os.cpu_count(),
    "extract.data_writer.file_max_items": 100_000,
}
COPIED = """
    insert into landing.events by name
    select
        {fields},
        'dlt' as object_key,
        _dlt_load_id as object_hash,
        row_number() over () as record_number,
        _dlt_load_id as load_id,
        1 as load_sequence,
        cast(now() as timestamp) as landed_at
    from delivered.events
"""
COUNTED = """
    insert into landing.objects by name
    select
        'event' as kind,
        object_key,
        object_hash,
        count(*) as records,
        count(*) as landed,
        0 as rejected,
        load_id,
        load_sequence,
        max(landed_at) as landed_at
    from landing.events
    group by all
"""


def load(objects: Path, work: Path) -> None:
    """dlt's pipeline: extract, normalize, load, with no state from before."""
    found = readers(bucket_url=objects.as_uri(), file_glob="**/*.gz")
    columns = {name: {"data_type": kind} for name, kind in FIELDS.items()}
    events = found.read_jsonl().with_name("events")
    events.apply_hints(columns=columns)
    pipeline = dlt.pipeline(
        "delivered",
        pipelines_dir=str(work / "dlt"),
        destination=dlt.destinations.duckdb(str(work / "shop.duckdb")),
        dataset_name="delivered",
    )
    pipeline.run(events, loader_file_format="parquet").raise_on_failed_jobs()


def run(objects: Path, work: Path) -> None:
    """An empty load makes the landing tables, dlt fills its own, SQL copies."""
    for name, value in SETTINGS.items():
        dlt.config[name] = value
    empty = work / "empty"
    empty.mkdir()
    call(work, "footfall", "load", str(empty), "--kind", "event")
    load(objects, work)
    with duckdb.connect(str(work / "shop.duckdb")) as connection:
        fields = ", ".join(f"cast({name} as varchar) as {name}" for name in FIELDS)
        connection.execute(COPIED.format(fields=fields)).fetchall()
        connection.execute(COUNTED).fetchall()
    build(work, *JOB)
