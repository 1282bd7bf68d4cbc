"""What the commands print, keep, and exit with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

EVENT = {
    "event_id": "e1",
    "event_time": "2026-01-05 07:00:00 UTC",
    "event_type": "view",
    "product_id": "17850.0",
    "user_id": 12345678901234567890,
}
LINE = {
    "invoice_no": "C536379",
    "stock_code": "085123A",
    "quantity": -6,
    "invoice_date": "2010-12-01 08:26:00",
    "unit_price": 2.55,
    "customer_id": 17850.0,
}
FACTS = [
    "objects_seen",
    "objects_loaded",
    "records",
    "landed",
    "rejected",
    "load_id",
    "seconds",
]


@pytest.fixture
def delivered(tmp_path):
    """Two objects, one empty and one damaged: 3 records land, 2 do not."""
    hour = tmp_path / "delivered/2026/01/05/07"
    hour.mkdir(parents=True)
    good = [json.dumps(EVENT | {"event_id": f"e{number}"}) for number in range(3)]
    (hour / "shop-1").write_text("\n".join([*good[:2], '{"cut', good[2], "[1]"]))
    (hour / "shop-2").write_bytes(b"")
    return tmp_path / "delivered"


def counts(told):
    return [told[name] for name in FACTS[:5]]


def test_the_installed_command_loads(delivered, database):
    command = Path(sys.executable).with_name("footfall")
    done = subprocess.run(
        [command, "load", delivered, "--kind", "event", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert counts(json.loads(done.stdout)) == [2, 2, 5, 3, 2]


def test_json_is_one_object_on_the_last_line(run, delivered, database):
    ran = run("load", delivered, "--kind", "event", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == 1
    assert list(ran.told) == FACTS
    assert counts(ran.told) == [2, 2, 5, 3, 2]


def test_facts_are_one_a_line_and_tab_separated(run, delivered, database):
    ran = run("load", delivered, "--kind", "event")
    assert [line.split("\t")[0] for line in ran.out.splitlines()] == FACTS
    assert ran.err == ""


def test_a_second_run_lands_nothing(run, delivered, database, tables):
    run("load", delivered, "--kind", "event")
    before = tables(database)
    second = run("load", delivered, "--kind", "event", "--json")
    assert counts(second.told) == [2, 0, 0, 0, 0]
    assert tables(database) == before


def test_what_is_new_lands_alone(run, delivered, database):
    run("load", delivered, "--kind", "event")
    old_hour = delivered / "2025/12/31/23"
    old_hour.mkdir(parents=True)
    (old_hour / "shop-9").write_text(json.dumps(EVENT))
    later = run("load", delivered, "--kind", "event", "--json")
    assert counts(later.told) == [3, 1, 1, 1, 0]


def test_every_kind_has_its_tables_after_a_load_of_one(
    run, delivered, database, tables
):
    run("load", delivered, "--kind", "event")
    found = tables(database)
    assert found["invoice_lines"] == []
    assert len(found["events"]) == 3


def test_invoice_lines_land_in_their_own_table(run, tmp_path, database, tables):
    folder = tmp_path / "lines"
    folder.mkdir()
    (folder / "lines.json").write_text(json.dumps(LINE) + json.dumps(LINE))
    ran = run("load", folder, "--kind", "invoice_line", "--json")
    assert counts(ran.told) == [1, 1, 2, 2, 0]
    found = tables(database)
    assert found["events"] == []
    first, second = found["invoice_lines"]
    assert first["line_id"] != second["line_id"]
    delivered = {name: first[name] for name in LINE}
    assert delivered == {name: str(LINE[name]) for name in LINE}


def test_one_object_may_be_loaded_as_each_kind(run, delivered, database, tables):
    for kind in ("event", "invoice_line"):
        ran = run("load", delivered, "--kind", kind, "--json")
        assert counts(ran.told) == [2, 2, 5, 3, 2]
    assert len(tables(database)["objects"]) == 4


def test_a_dry_run_tells_the_same_counts_and_makes_no_file(run, delivered, database):
    tried = run("load", delivered, "--kind", "event", "--json", "--dry-run")
    assert counts(tried.told) == [2, 2, 5, 3, 2]
    assert not list(database.parent.glob("warehouse*"))


def test_a_dry_run_keeps_nothing(run, delivered, database, tables):
    run("load", delivered, "--kind", "event")
    (delivered / "another").write_text(json.dumps(EVENT) + "[")
    before = tables(database)
    for _ in range(2):
        tried = run("load", delivered, "--kind", "event", "--json", "--dry-run")
        assert counts(tried.told) == [3, 1, 2, 1, 1]
        assert tables(database) == before
    kept = run("load", delivered, "--kind", "event", "--json")
    assert counts(kept.told) == counts(tried.told)


def test_rejected_lists_what_was_set_aside(run, delivered, database):
    run("load", delivered, "--kind", "event")
    ran = run("rejected")
    assert (ran.code, ran.err) == (0, "")
    head, *lines = [line.split("\t") for line in ran.out.splitlines()]
    names = ("kind", "object_key", "record_number", "byte_offset", "reason", "raw")
    assert head == list(names)
    key = "2026/01/05/07/shop-1"
    assert [line[:3] for line in lines] == [["event", key, "3"], ["event", key, "5"]]
    assert lines[1][4:] == ["a JSON array, not an object", "'[1]'"]
    assert len(run("rejected", "--limit", "1").out.splitlines()) == 2


def test_rejected_keeps_one_line_for_each_record(run, tmp_path, database):
    folder = tmp_path / "odd"
    folder.mkdir()
    envelope = {"errorCode": "Lambda.\tFailed\n\ud800", "rawData": "e30="}
    (folder / "ob\tject").write_text(json.dumps(envelope) + "\n\x00\t\xff")
    run("load", folder, "--kind", "event")
    lines = run("rejected").out.splitlines()
    assert len(lines) == 3
    assert {line.count("\t") for line in lines} == {5}


def test_rejected_without_a_warehouse_says_what_to_do(run, database, assert_told):
    assert_told(run("rejected"), 2, "no warehouse at", "run footfall load first")
    assert not database.exists()


@pytest.mark.parametrize(
    ("source", "error"),
    [
        pytest.param("nowhere", "no such folder", id="missing folder"),
        pytest.param("delivered/2026/01/05/07/shop-1", "is not a folder", id="a file"),
        pytest.param("gs://shop-events/2026", "only folders and s3://", id="scheme"),
        pytest.param("s3://", "no bucket", id="no bucket"),
        pytest.param("", "is empty", id="an unset variable"),
    ],
)
def test_a_source_that_is_none_is_a_setting(
    run, delivered, database, assert_told, monkeypatch, source, error
):
    monkeypatch.chdir(delivered.parent)
    path = delivered.parent / source
    named = path if path.exists() and source else source
    ran = run("load", named, "--kind", "event", "--json")
    assert_told(ran, 2, error)
    assert not database.exists()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        pytest.param(["load", "."], "Missing option '--kind'", id="no kind"),
        pytest.param(["load", ".", "--kind", "click"], "'click' is not", id="kind"),
        pytest.param(["load", "--kind", "event"], "Missing argument", id="no source"),
        pytest.param(["lode"], "No such command 'lode'", id="command"),
        pytest.param(["rejected", "--limit", "0"], "not in the range", id="limit"),
    ],
)
def test_a_mistyped_command_is_a_setting(run, assert_told, arguments, error):
    assert_told(run(*arguments), 2, error, "--help")


def test_the_target_of_production_names_every_setting_that_is_missing(
    run, delivered, assert_told, monkeypatch
):
    monkeypatch.setenv("FOOTFALL_REDSHIFT_DATABASE", "shop")
    ran = run("load", delivered, "--kind", "event", "--target", "prod")
    assert_told(ran, 2, "FOOTFALL_REDSHIFT_HOST, FOOTFALL_REDSHIFT_USER", "loading.md")
    assert "DBT_ENV_SECRET_REDSHIFT_PASSWORD and FOOTFALL_REDSHIFT_IAM" in ran.err
    assert "FOOTFALL_REDSHIFT_DATABASE" not in ran.err


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "/etc/passwd", "../UTC"])
def test_a_time_zone_that_is_none_is_a_setting(
    run, delivered, database, monkeypatch, assert_told, zone
):
    monkeypatch.setenv("FOOTFALL_FIREHOSE_TIME_ZONE", zone)
    ran = run("load", delivered, "--kind", "event")
    assert_told(ran, 2, f"is not a time zone: {zone}", "Europe/Berlin")


def test_the_zone_of_keys_moves_the_time_of_delivery(
    run, delivered, database, monkeypatch, tables
):
    monkeypatch.setenv("FOOTFALL_FIREHOSE_TIME_ZONE", "Europe/Berlin")
    run("load", delivered, "--kind", "event")
    hours = {row["delivered_at"].hour for row in tables(database)["objects"]}
    assert hours == {7}


def test_an_object_that_cannot_be_read_is_tried_again(
    run, delivered, database, assert_told, tables
):
    broken = delivered / "2026/01/05/07/shop-3"
    broken.symlink_to("/proc/self/mem")  # opens, and gives no byte to anybody
    failed = run("load", delivered, "--kind", "event", "--json")
    assert_told(failed, 3, "shop-3`: ", "run the same command again")
    assert not any(tables(database).values())
    broken.unlink()
    ran = run("load", delivered, "--kind", "event", "--json")
    assert counts(ran.told) == [2, 2, 5, 3, 2]


def test_a_link_to_nothing_is_no_object(run, delivered, database):
    (delivered / "shop-3").symlink_to(delivered / "gone")
    ran = run("load", delivered, "--kind", "event", "--json")
    assert counts(ran.told) == [2, 2, 5, 3, 2]


def test_a_file_name_that_is_not_utf_8_is_told_by_its_bytes(
    run, delivered, database, tables
):
    strange = os.fsencode(delivered / "2026/01/05/07") + b"/shop-\xff"
    with open(strange, "w") as file:  # noqa: PTH123 - a name of bytes
        file.write(json.dumps(EVENT))
    ran = run("load", delivered, "--kind", "event", "--json")
    assert counts(ran.told) == [3, 3, 6, 4, 2]
    keys = {row["object_key"] for row in tables(database)["objects"]}
    assert "2026/01/05/07/shop-\\xff" in keys
    again = run("load", delivered, "--kind", "event", "--json")
    assert again.told["objects_loaded"] == 0


def test_help_shows_every_command(run):
    ran = run("--help")
    assert ran.code == 0
    for command in ("load", "rejected", "simulate", "replay"):
        assert f"  {command} " in ran.out


def test_the_file_is_readable_by_another_program_after_a_load(run, delivered, database):
    run("load", delivered, "--kind", "event")
    assert not database.with_name("warehouse.duckdb.wal").exists()
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute("select count(*) from landing.events").fetchall()
    assert found == [(3,)]
