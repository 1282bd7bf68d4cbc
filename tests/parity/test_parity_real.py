"""Real shops' rows on both ways: every relation of both warehouses is the same."""

import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from both_ways import BothWays, source
from deliveries import cut, objects_below, together
from way import FOOTFALL

REAL = Path(os.environ.get("REAL_FOLDER", Path(__file__).parents[3] / "shared/real"))
# Of a shop; REAL_ROWS=1000000 takes all 160,000, which is minutes of PostgreSQL.
ROWS = int(os.environ.get("REAL_ROWS", "12000"))
SHOPS = {
    "rees46": ("rees46_multi_20191001_prefix.csv.gz",),
    "google": ("ga360_201608_events.parquet", "ga360_201609_events.parquet"),
    "electronics": ("rees46_electronics_dups_and_null_sessions.csv.gz",),
}
INVOICES = {"uci": ("uci_online_retail_201012_201105.parquet",)}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason=f"no real shops' files in {REAL}"),
]


def first_rows(shop: str, folder: Path) -> Path:
    """The first rows of a shop's files, values as they are."""
    files = [str(REAL / name) for name in (SHOPS | INVOICES)[shop]]
    is_parquet = files[0].endswith(".parquet")
    reader = "read_parquet" if is_parquet else "read_csv"
    options = "" if is_parquet else ", all_varchar = true"
    taken = folder / f"{shop}.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * from {reader}({files}{options}) limit {ROWS})"
            f" to '{taken}' (format parquet)"
        ).fetchall()
    return taken


def objects_of(shop: str, folder: Path) -> dict[str, bytes]:
    """A shop's first rows as Firehose would have delivered them."""
    made = folder / shop
    rows = str(first_rows(shop, folder))
    kind = "invoice_line" if shop in INVOICES else "event"
    options = ["--kind", kind, "--object-records", "500", "--output", str(made)]
    subprocess.run(
        [str(FOOTFALL), "replay", rows, *options], check=True, capture_output=True
    )
    return {f"{shop}/{key}": data for key, data in objects_below(made).items()}


def test_real_shops_are_equal_at_first_and_after_late_data(stand_in_server, tmp_path):
    """All shops in one warehouse: a build takes as long for one as for three."""
    environment = stand_in_server.database_for_dbt().environment()
    bucket = stand_in_server.new_bucket()
    events = source(environment, bucket, "events/")
    lines = source(environment, bucket, "invoices/")
    delivered = together(cut(objects_of(shop, tmp_path), seed=4) for shop in SHOPS)
    invoiced = together(cut(objects_of(shop, tmp_path), seed=4) for shop in INVOICES)
    ways = BothWays(tmp_path, environment)
    try:
        for part, billed in (
            (delivered.first, invoiced.first),
            (delivered.late, invoiced.late),
        ):
            events.put(part)
            ways.load(events.url)
            lines.put(billed)
            ways.load(lines.url, "invoice_line")
            ways.build("--exclude-resource-type", "unit_test")
            compared = ways.compare()
            assert not compared.differences, str(compared)
    finally:
        ways.close()
    landed = compared.row_counts["landing.events"]
    assert landed == 1_446 + min(ROWS, 17_434) + min(ROWS, 79_813 + 62_060)
    assert compared.row_counts["landing.invoice_lines"] == min(ROWS, 209_029)
