"""The contract's corpus, landed and staged: SQL refuses what the schema refuses."""

import os
import subprocess
import sys
from pathlib import Path

from fixtures.records import CORPUS, as_json

FOOTFALL = Path(sys.executable).with_name("footfall")


def test_sql_accepts_exactly_what_the_schema_accepts(shop, tmp_path):
    (tmp_path / "corpus.json").write_text(
        "\n".join(as_json(one.record) for one in CORPUS)
    )
    subprocess.run(
        [str(FOOTFALL), "load", str(tmp_path), "--kind", "event"],
        env={**os.environ, "FOOTFALL_DUCKDB_PATH": str(shop.path)},
        check=True,
        capture_output=True,
    )
    shop.build("--select", "+stg_firehose__events_judged")
    judged = {
        row["record_number"]: row["quarantine_reason"]
        for row in shop.query("select * from staging.stg_firehose__events_judged")
    }
    told = {
        number: judged.get(number, "rejected by the loader")
        for number in range(1, len(CORPUS) + 1)
    }
    wrong = {
        one.spoken: told[number]
        for number, one in enumerate(CORPUS, start=1)
        if (told[number] is None) != one.accepted
    }
    assert wrong == {}
