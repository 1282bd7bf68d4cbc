"""A bucket of objects and a Redshift to load them into, for tests of the loader."""

import gzip
import json
import random
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
from load_process import Limits, Ran, Running
from standin import StandIn, postgres

from contracts import KINDS, contract_of
from loaders.warehouse.redshift.landing_tables import MOST_RAW_BYTES

TABLES = ("objects", "rejected_records", *(contract_of(one).table for one in KINDS))
TECHNICAL = ("load_id", "landed_at")
"""Columns that no two loads agree on."""

VIA = {
    "connector": {},
    "data-api": {
        "FOOTFALL_REDSHIFT_TRANSPORT": "data-api",
        "FOOTFALL_REDSHIFT_WORKGROUP": "shop",
    },
}
"""The two ways to Redshift → what an operator sets for each."""

FIXTURES = Path(__file__).parents[1] / "fixtures" / "firehose"

Rows = dict[str, list[dict[str, Any]]]


class Shop:
    """One source in S3, one warehouse.

    Attributes:
        environment: What an operator of both has set; tests may change it.
        bucket: Where the objects lie.
        client: Of S3.
    """

    def __init__(self, redshift: StandIn, folder: Path, via: str = "connector") -> None:
        """Make a bucket; the warehouse is an empty database."""
        self.environment = {
            "TMPDIR": str(folder),
            "FOOTFALL_DUCKDB_PATH": str(folder / "warehouse.duckdb"),
            **redshift.environment(),
            **VIA[via],
        }
        self.redshift = redshift
        self.bucket = redshift.new_bucket()
        self.client: Any = redshift.aws("s3")
        self._folder = folder
        self._numbers = count(1)

    @property
    def source(self) -> str:
        """What `footfall load` takes."""
        return f"s3://{self.bucket}/"

    def put(self, objects: Mapping[str, bytes]) -> None:
        """Write objects."""
        for key, content in objects.items():
            self.client.put_object(Bucket=self.bucket, Key=key, Body=content)

    def start(self, *arguments: str, **limits: Any) -> Running:
        """Start `footfall` in a process of its own."""
        folder = self._folder / f"output-{next(self._numbers)}"
        told = list(map(str, arguments))
        return Running(told, dict(self.environment), folder, Limits(**limits))

    def start_load(
        self, *options: str, source: str | None = None, **limits: Any
    ) -> Running:
        """Start a load of the bucket, or of another source."""
        given = ("load", source or self.source, "--kind", "event", "--json")
        return self.start(*given, "--target", "prod", *options, **limits)

    def load(self, *options: str, source: str | None = None, **limits: Any) -> Ran:
        """Load to the end."""
        return self.start_load(*options, source=source, **limits).done()

    def landed(self) -> Rows:
        """Every row of the landing tables in the warehouse, bytes as bytes."""
        redshift = self.redshift
        opened = postgres.connect(
            redshift.postgres_port, redshift.password, redshift.database
        )
        try:
            with opened.cursor() as cursor:
                found = {}
                for table in TABLES:
                    cursor.execute(f"select * from landing.{table}")
                    names = [column.name for column in cursor.description]
                    rows = [dict(zip(names, row, strict=True)) for row in cursor]
                    found[table] = rows
        finally:
            opened.close()
        for row in found["rejected_records"]:
            row["raw"] = bytes.fromhex(row["raw"])
        return sorted_rows(found)

    def landed_locally(self) -> Rows:
        """The same objects loaded into DuckDB."""
        given = ("load", self.source, "--kind", "event", "--json")
        ran = self.start(*given).done()
        assert ran.code == 0, ran.err
        return duckdb_rows(Path(self.environment["FOOTFALL_DUCKDB_PATH"]))

    def staged(self) -> list[str]:
        """The keys that lie in the staging prefix."""
        found = self.client.list_objects_v2(
            Bucket=self.bucket, Prefix="_footfall_staging/"
        )
        return [entry["Key"] for entry in found.get("Contents", [])]

    def folders(self) -> list[str]:
        """What loads have left on this machine."""
        return [path.name for path in self._folder.glob("*footfall-load-*")]


def duckdb_rows(path: Path) -> Rows:
    """Every row of the landing tables of a file, of `raw` what Redshift keeps."""
    found = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        for table in TABLES:
            answer = connection.execute(f"from landing.{table}")
            names = [column[0] for column in answer.description]
            rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
            found[table] = rows
    for row in found["rejected_records"]:
        row["raw"] = row["raw"][:MOST_RAW_BYTES]
    return sorted_rows(found)


def sorted_rows(found: Rows, *left_out: str) -> Rows:
    """Rows without technical columns, in an order of their own."""
    gone = {*TECHNICAL, *left_out}
    return {
        table: sorted(
            ({name: row[name] for name in row if name not in gone} for row in rows),
            key=repr,
        )
        for table, rows in found.items()
    }


def delivery(seed: int, objects: int = 5, records: int = 40) -> dict[str, bytes]:
    """Objects of events: ids of both kinds, repeats, damage, an empty one."""
    rng = random.Random(seed)
    made = {}
    for number in range(objects):
        texts = [_record(rng, place) for place in range(records)]
        texts += rng.sample(texts, records // 8)
        texts.insert(rng.randrange(records), '{"event_id": "cut')
        content = rng.choice(["", "\n"]).join(texts) if number != 3 else ""
        key = f"2026/01/05/{number:02}/shop-1-2026-01-05-{number:02}-30-00-{seed}"
        made[key] = gzip.compress(content.encode(), mtime=0)
    return made


def _record(rng: random.Random, number: int) -> str:
    record = {
        "event_time": f"2026-01-05 07:{number % 60:02}:00 UTC",
        "event_type": rng.choice(["view", "cart", "purchase"]),
        "product_id": rng.randrange(50),
        "user_id": str(rng.randrange(10)),
        "brand": rng.choice(["", " ", "\\N", "\\", 'a"b', "tab\there", "ü☃𝄞", None]),
        "shelf": {"row": rng.randrange(3), "text": "back\\slash\nnewline"},
    }
    if rng.random() < 0.5:
        record["event_id"] = f"e{rng.randrange(10**6)}"
    return json.dumps(record, ensure_ascii=rng.random() < 0.5)


def damaged() -> dict[str, bytes]:
    """Every object of the damage corpus."""
    return {
        f"2026/01/06/07/{path.name}": path.read_bytes()
        for path in sorted(FIXTURES.iterdir())
        if path.is_file() and path.suffix != ".md"
    }
