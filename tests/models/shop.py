"""Landing rows by hand, `dbt build` as a user runs it, rows of any relation."""

import json
import os
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from oracle.events import Record

from contracts import contract_of
from loaders.warehouse.duckdb import DuckDBWarehouse

PROJECT = Path(__file__).parents[2]
LANDED_AT = datetime(2026, 12, 31, 12)
TECHNICAL = {
    "landed_at",
    "load_id",
    "load_sequence",
    "built_at",
    "first_landed_at",
    "last_landed_at",
}
# Views over landing show its rows as they are; they hold nothing of their own.
BUILT = ("staging", "intermediate", "marts")
EXEMPT = {"intermediate.build_marks", "intermediate.int_events_versioned"}


class Shop:
    """One warehouse file; emptied for each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "shop.duckdb"
        self._builder: subprocess.Popen[str] | None = None

    def empty(self) -> None:
        """An empty landing and nothing built."""
        for path in (self.path, self.path.with_suffix(".duckdb.wal")):
            path.unlink(missing_ok=True)
        warehouse = DuckDBWarehouse(self.path)
        warehouse.prepare()
        warehouse.close()

    def land(
        self, records: Iterable[Record], load_sequence: int = 1, kind: str = "event"
    ) -> None:
        """Land records as one transaction of the loader would, ledger and all."""
        contract = contract_of(kind)
        records = list(records)
        rows = [
            {
                **{name: record.fields.get(name) for name in contract.fields},
                "object_key": record.object_key,
                "object_hash": record.object_hash,
                "record_number": record.record_number,
                "load_sequence": load_sequence,
                "delivered_at": record.delivered_at,
            }
            for record in records
        ]
        held = Counter((one.object_key, one.object_hash) for one in records)
        ledger = sorted(
            {(one.object_key, one.object_hash, one.delivered_at) for one in records},
            key=str,
        )
        objects = [
            {
                "kind": kind,
                "object_key": key,
                "object_hash": object_hash,
                "records": held[key, object_hash],
                "landed": held[key, object_hash],
                "rejected": 0,
                "load_sequence": load_sequence,
                "delivered_at": delivered_at,
                "landed_at": LANDED_AT,
            }
            for key, object_hash, delivered_at in ledger
        ]
        with duckdb.connect(str(self.path)) as connection:
            for table, values in ((contract.table, rows), ("objects", objects)):
                if values:
                    insert(connection, f"landing.{table}", values)

    def build(
        self,
        *arguments: str,
        variables: dict[str, object] | None = None,
        data_tests: bool = False,
    ) -> None:
        """`dbt build` without the unit tests, and mostly without the data tests."""
        left_out = ["unit_test"] if data_tests else ["unit_test", "test"]
        done, printed = self.dbt(
            "build",
            "--exclude-resource-type",
            *left_out,
            *arguments,
            variables=variables,
        )
        assert done, printed

    def dbt(
        self, *arguments: str, variables: dict[str, object] | None = None
    ) -> tuple[bool, str]:
        """Any dbt command on this warehouse: whether it succeeded, what it printed."""
        told = ["--vars", json.dumps(variables)] if variables else []
        if self._builder is None or self._builder.poll() is not None:
            self._builder = self.start_builder()
        assert self._builder.stdin is not None
        assert self._builder.stdout is not None
        self._builder.stdin.write(json.dumps([*arguments, *told]) + "\n")
        self._builder.stdin.flush()
        line = self._builder.stdout.readline()
        if not line:
            return False, "dbt was killed"
        answer = json.loads(line)
        return answer["success"], answer["printed"] + answer["error"]

    def build_and_kill(
        self, after: float, variables: dict[str, object] | None = None
    ) -> bool:
        """Start a build and kill it; whether it was still running then."""
        # dbt is running and warm: the build starts at once
        self.dbt("parse", variables=variables)
        builder = self._builder
        assert builder is not None
        assert builder.stdin is not None
        assert builder.stdout is not None
        told = ["--vars", json.dumps(variables)] if variables else []
        command = ["build", "--exclude-resource-type", "unit_test", "test", *told]
        builder.stdin.write(json.dumps(command) + "\n")
        builder.stdin.flush()
        ended, _, _ = select.select([builder.stdout], [], [], after)
        self.close()
        return not ended

    def start_builder(self) -> subprocess.Popen[str]:
        """The process that runs dbt on this warehouse."""
        environment = {
            **os.environ,
            "FOOTFALL_DUCKDB_PATH": str(self.path),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        return subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("builder.py"))],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the process that runs dbt."""
        if self._builder is not None:
            self._builder.kill()
            self._builder.communicate()
            self._builder = None

    def query(self, sql: str) -> list[dict[str, object]]:
        """The rows of a query, one dict each."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            found = connection.execute(sql)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def assert_same_as_one_refresh(
        self,
        *selection: str,
        variables: dict[str, object] | None = None,
        data_tests: bool = False,
    ) -> None:
        """Build what is landed by an increment, then anew: the same rows everywhere."""
        self.build(*selection, variables=variables, data_tests=data_tests)
        names = [name for name in self.relations(*BUILT) if name not in EXEMPT]
        by_increments = self.snapshot(names)
        self.build(*selection, "--full-refresh", variables=variables)
        at_once = self.snapshot(names)
        for name in names:
            assert by_increments[name] == at_once[name], name

    def relations(self, *schemas: str) -> list[str]:
        """Every table and view of some schemas, qualified."""
        told = ", ".join(f"'{schema}'" for schema in schemas)
        rows = self.query(
            "select table_schema || '.' || table_name as name"
            f" from information_schema.tables where table_schema in ({told})"
        )
        return sorted(str(row["name"]) for row in rows)

    def snapshot(self, relations: Sequence[str]) -> dict[str, list[tuple[object, ...]]]:
        """Rows of some relations as sorted texts, without the technical columns.

        The first of each are the columns' names.
        """
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return {name: texts_of(connection, name) for name in relations}


def texts_of(
    connection: duckdb.DuckDBPyConnection, relation: str
) -> list[tuple[object, ...]]:
    """One relation of a snapshot."""
    described = connection.execute(f"select * from {relation} limit 0").description
    names = [column[0] for column in described if column[0] not in TECHNICAL]
    texts = ", ".join(f'cast("{name}" as varchar)' for name in names)
    found = connection.execute(f"select {texts} from {relation} order by all")
    return [tuple(names), *found.fetchall()]


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]
) -> None:
    """Append rows; columns that are left out are null."""
    names = list(rows[0])
    types = dict.fromkeys(("delivered_at", "landed_at"), pa.timestamp("us"))
    columns = {
        name: pa.array([row[name] for row in rows], types.get(name)) for name in names
    }
    connection.register("rows_by_hand", pa.table(columns))
    told = ", ".join(names)
    connection.execute(
        f"insert into {table} ({told}) select {told} from rows_by_hand"
    ).fetchall()
    connection.unregister("rows_by_hand")


def objects_of(records: Iterable[Record]) -> list[list[Record]]:
    """Records by their object, in the order of first sight."""
    found: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        found.setdefault((record.object_key, record.object_hash), []).append(record)
    return list(found.values())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
