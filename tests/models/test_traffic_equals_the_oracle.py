"""Traffic anomalies equal an oracle in plain Python; simulated ones are found."""

import json
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from oracle.events import Settings, stage
from oracle.traffic import anomaly_rows
from oracle.traffic_histories import traffic_history
from shop import objects_of
from test_oracle_equals_marts import same

FOOTFALL = Path(sys.executable).with_name("footfall")
KEY = ("grain", "bucket_at", "anomaly")
ANOMALIES = ("--select", "+rpt_traffic_anomalies")
EVERY_ANOMALY = {
    *("suspected_attack", "demand_surge", "unexplained_rise", "outage", "late_data"),
    "duplicated_delivery",
}


@pytest.mark.parametrize(
    ("zone", "first", "days"),
    [
        # Berlin skips an hour on 29 March, Santiago repeats one on 5 April
        pytest.param("Europe/Berlin", datetime(2026, 2, 24, 0, 0), 50, id="Berlin"),
        pytest.param("Asia/Kolkata", datetime(2026, 2, 24, 18, 0), 30, id="Kolkata"),
        pytest.param("America/Santiago", datetime(2026, 4, 1, 2), 12, id="Santiago"),
    ],
)
def test_anomalies_equal_the_oracle(shop, zone, first, days):
    records = traffic_history(days, first, days)
    settings = Settings(shop_timezone=zone)
    wanted = anomaly_rows(stage(records, settings).events, settings)
    found = {row["anomaly"] for row in wanted}
    assert found == EVERY_ANOMALY if days > 20 else found

    shop.land(records)
    shop.build(*ANOMALIES, variables={"shop_timezone": zone})
    same(shop.query("select * from marts.rpt_traffic_anomalies"), wanted, by=KEY)


def test_anomalies_do_not_depend_on_arrival(shop):
    objects = objects_of(traffic_history(9, datetime(2026, 3, 20, 22, 30), 30))
    random.Random(9).shuffle(objects)
    variables = {"shop_timezone": "Europe/Berlin"}
    third = len(objects) // 3
    for number in range(3):
        part = objects[number * third : (number + 1) * third if number < 2 else None]
        shop.land([one for records in part for one in records], number + 1)
        shop.build(*ANOMALIES, variables=variables)
    relations = [
        "intermediate.int_traffic_counted_to_buckets",
        "intermediate.int_traffic_expected_by_bucket",
        "marts.rpt_traffic_anomalies",
    ]
    by_increments = shop.snapshot(relations)
    shop.build("--full-refresh", *ANOMALIES, variables=variables)
    assert shop.snapshot(relations) == by_increments
    assert by_increments["marts.rpt_traffic_anomalies"]


@pytest.mark.slow
def test_simulated_incidents_are_found_and_named(shop, tmp_path):
    told = {
        "attack": "suspected_attack",
        "sale": "demand_surge",
        "late": "late_data",
        "doubled": "duplicated_delivery",
    }
    run(shop, "simulate", "--events", "200000", "--output", str(tmp_path / "objects"),
        *(word for name in told for word in ("--incident", name)))  # fmt: skip
    run(shop, "load", str(tmp_path / "objects"), "--kind", "event")
    shop.build(*ANOMALIES)
    truth = json.loads((tmp_path / "objects.truth.json").read_text())
    spans = {told[name]: span for name, span in truth["incidents"].items()}
    spans["outage"] = truth["outage"]
    rows = shop.query("select * from marts.rpt_traffic_anomalies")
    for anomaly, span in spans.items():
        began, ended = (datetime.fromisoformat(text[:19]) for text in span)
        grain = "5 minutes" if anomaly == "outage" else "hour"
        step = timedelta(minutes=5) if anomaly == "outage" else timedelta(hours=1)
        inside = {
            row["bucket_at"]: row["anomaly"]
            for row in rows
            if row["grain"] == grain
            and began <= row["bucket_at"] < ended
            and (anomaly == "outage" or row["anomaly"] != "outage")
        }
        buckets = [began + n * step for n in range(round((ended - began) / step))]
        assert inside == dict.fromkeys(buckets, anomaly), anomaly
    surges = {row["bucket_date"] for row in rows if row["anomaly"] == "demand_surge"}
    attacks = [row for row in rows if row["anomaly"] == "suspected_attack"]
    sale = datetime.fromisoformat(spans["demand_surge"][0][:19]).date()
    assert surges == {sale}
    assert not any(row["bucket_date"] == sale for row in attacks)


def run(shop, *arguments):
    subprocess.run(
        [str(FOOTFALL), *arguments],
        env={**os.environ, "FOOTFALL_DUCKDB_PATH": str(shop.path)},
        check=True,
        capture_output=True,
    )
