"""Copies of the marts: all of them change at one moment, readers keep what is open."""

import json
import os
import shutil
import subprocess
import sys
import time

import duckdb
import pytest
from click.testing import CliRunner

from loaders.cli import main
from loaders.errors import ConfigError
from loaders.warehouse import publish as publishing
from loaders.warehouse.publish import publish


def ask(path, sql):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def build(path, orders):
    with duckdb.connect(str(path)) as connection:
        for schema in ("staging", "marts"):
            connection.execute(f"create schema if not exists {schema}").fetchall()
        for sql in (
            "create or replace table staging.orders as"
            f" select range as order_id, 9.99::decimal(18, 2) as amount"
            f" from range({orders})",
            "create or replace table marts.fct_orders as from staging.orders",
            # as dbt writes them: with the name of the database
            f"create or replace view marts.rpt_orders as select count(*) as orders"
            f' from "{path.stem}".staging.orders',
        ):
            connection.execute(sql).fetchall()


@pytest.fixture
def warehouse(tmp_path):
    path = tmp_path / "the shop's.duckdb"
    build(path, 3)
    return path


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "published"


def test_tables_and_views_are_copied_as_a_file_and_as_parquet(warehouse, folder):
    report = publish(warehouse, folder)
    assert (report.marts, report.rows) == (2, 4)
    file = folder / "current" / "shop.duckdb"
    assert ask(file, "from marts.rpt_orders") == [(3,)]
    rows = ask(file, "from marts.fct_orders order by all")
    assert rows == ask(warehouse, "from marts.fct_orders order by all")
    parquet = folder / "current" / "fct_orders.parquet"
    assert duckdb.sql(f"from '{parquet}' order by all").fetchall() == rows
    files = [path for path in (folder / "current").iterdir() if path.is_file()]
    assert report.bytes == sum(path.stat().st_size for path in files)
    assert len(files) == 3


def test_older_programs_can_open_the_file(warehouse, folder):
    publish(warehouse, folder)
    with duckdb.connect(str(folder / "current" / "shop.duckdb")) as connection:
        found = connection.execute(
            "select tags['storage_version'] from duckdb_databases()"
            " where database_name = 'shop'"
        ).fetchall()
    assert found[0][0].startswith("v1.2")


def test_who_has_a_copy_open_keeps_it(warehouse, folder):
    publish(warehouse, folder)
    file = folder / "current" / "shop.duckdb"
    with duckdb.connect(str(file), read_only=True) as reader:
        for orders in (4, 5, 6):  # longer than old versions are kept
            build(warehouse, orders)
            publish(warehouse, folder)
        assert reader.execute("from marts.rpt_orders").fetchall() == [(3,)]
    assert ask(file, "from marts.rpt_orders") == [(6,)]
    versions = [path for path in folder.iterdir() if not path.is_symlink()]
    assert len(versions) == 2


def test_what_ends_midway_shows_nothing_and_leaves_nothing(
    warehouse, folder, monkeypatch
):
    publish(warehouse, folder)
    before = sorted(path.name for path in folder.iterdir())
    build(warehouse, 4)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "_show", killed)
    with pytest.raises(KeyboardInterrupt):
        publish(warehouse, folder)
    assert ask(folder / "current" / "shop.duckdb", "from marts.rpt_orders") == [(3,)]
    assert (folder / "current").resolve().name in before


def test_what_ends_after_readers_see_it_stays(warehouse, folder, monkeypatch):
    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "_clear", killed)
    with pytest.raises(KeyboardInterrupt):
        publish(warehouse, folder)
    assert ask(folder / "current" / "shop.duckdb", "from marts.rpt_orders") == [(3,)]


def test_what_others_keep_in_the_folder_stays(tmp_path):
    own = tmp_path / "warehouse"
    own.mkdir()
    build(own / "shop.duckdb", 3)
    backup = tmp_path / "backup"
    shutil.copytree(own, backup)
    for _ in range(4):
        publish(own / "shop.duckdb", tmp_path)
    assert ask(own / "shop.duckdb", "from marts.rpt_orders") == [(3,)]
    assert (backup / "shop.duckdb").is_file()


def test_two_may_publish_at_once(warehouse, folder):
    code = (
        "import sys; from pathlib import Path;"
        " from loaders.warehouse.publish import publish;"
        " [publish(*map(Path, sys.argv[1:])) for _ in range(5)]"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(warehouse), str(folder)])
        for _ in range(2)
    ]
    assert [one.wait() for one in both] == [0, 0]
    assert ask(folder / "current" / "shop.duckdb", "from marts.rpt_orders") == [(3,)]


def test_a_mart_can_be_left_out(warehouse, folder):
    assert publish(warehouse, folder, ["fct_orders"]).marts == 1
    names = {path.name for path in (folder / "current").iterdir()}
    assert names == {"shop.duckdb", "rpt_orders.parquet"}


def test_a_mart_that_is_not_there_cannot_be_left_out(warehouse, folder):
    with pytest.raises(ConfigError, match=r"has no marts\.fct_sales") as error:
        publish(warehouse, folder, ["fct_sales"])
    assert error.value.hint == "it has fct_orders, rpt_orders"
    assert not list(folder.iterdir())


def run(warehouse, *arguments):
    environment = {"FOOTFALL_DUCKDB_PATH": str(warehouse)}
    return CliRunner().invoke(main, ["publish", *arguments], env=environment)


def test_the_command_tells_what_it_did(warehouse):
    ran = run(warehouse, "--json")
    assert ran.exit_code == 0
    told = json.loads(ran.output)
    assert told["folder"] == str(warehouse.parent / "published" / "current")
    assert told["marts"] == 2


def test_nothing_to_publish_is_told_with_a_hint(tmp_path):
    ran = run(tmp_path / "none.duckdb")
    assert ran.exit_code == 2
    assert "there is no warehouse" in ran.output
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(str(empty)).close()
    ran = run(empty)
    assert ran.exit_code == 2
    assert "hint: run dbt build first" in ran.output


def test_a_folder_that_cannot_be_made_is_told_with_a_hint(warehouse, tmp_path):
    (tmp_path / "file").write_text("")
    ran = run(warehouse, "--output", str(tmp_path / "file" / "below"))
    assert ran.exit_code == 2
    assert "hint: give --output a folder" in ran.output


def test_a_warehouse_that_is_being_written_is_tried_again_later(warehouse, folder):
    code = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]);"
        " print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "held\n"
        ran = run(warehouse)
    finally:
        holder.communicate()
    assert ran.exit_code == 3
    assert "in use by another process" in ran.output
    assert not list(folder.iterdir())


def test_what_a_killed_publish_left_goes_after_a_day(warehouse, folder):
    young, old = (f".making-20260105T070000Z-0000000{n}" for n in (1, 2))
    for name, age in ((young, 3600), (old, 90_000)):
        left = folder / name
        left.mkdir(parents=True)
        (left / "shop.duckdb").touch()
        os.utime(left, (time.time() - age,) * 2)
    for _ in range(2):
        publish(warehouse, folder)
    names = {path.name for path in folder.iterdir()}
    assert young in names
    assert old not in names
    assert len(names) == 4  # two versions, and the link
