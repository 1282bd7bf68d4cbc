"""What the Data API does with each call, without HTTP.

Shapes and limits: https://docs.aws.amazon.com/redshift-data/latest/APIReference/
"""

import datetime
import decimal
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import redshift_connector

MOST_STATEMENTS = 40
LONGEST_STATEMENT = 100 * 1024
PAGE_ROWS = 1000


class RefusedCallError(Exception):
    """A call that AWS answers with an exception at once."""

    def __init__(self, text: str, kind: str = "ValidationException") -> None:
        super().__init__(text)
        self.kind = kind


@dataclass
class Execution:
    """One statement, or one of a batch, and how it stands."""

    sql: str
    name: str
    status: str = "SUBMITTED"
    error: str = ""
    rows: list[list[Any]] | None = None
    columns: list[str] = field(default_factory=list)
    affected: int = -1
    parts: list["Execution"] = field(default_factory=list)
    began: float = field(default_factory=time.time)

    def described(self) -> dict[str, Any]:
        """The fields that a statement and a part of a batch share."""
        count = self.affected if self.rows is None else len(self.rows)
        told: dict[str, Any] = {
            "Id": self.name,
            "Status": self.status,
            "QueryString": self.sql,
            "HasResultSet": self.rows is not None,
            "ResultRows": count,
            "ResultSize": 0,
            "CreatedAt": self.began,
            "UpdatedAt": time.time(),
            "Duration": int((time.time() - self.began) * 1e9),
            "RedshiftQueryId": 0,
        }
        return told | ({"Error": self.error} if self.error else {})


class Calls:
    """Every statement of this process's life."""

    def __init__(self, port: int, user: str, password: str) -> None:
        self._where = {"host": "127.0.0.1", "port": port, "user": user}
        self._password = password
        self._executions: dict[str, Execution] = {}
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()

    def answer(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a call.

        Raises:
            RefusedCallError: AWS would refuse it at once.
        """
        if operation == "ExecuteStatement":
            return self._submit(asked, [asked.get("Sql", "")])
        if operation == "BatchExecuteStatement":
            return self._submit(asked, asked.get("Sqls", []), is_batch=True)
        if operation == "DescribeStatement":
            return self._describe(asked)
        if operation == "GetStatementResult":
            return self._result(asked)
        raise RefusedCallError(f"{operation} is not in the stand-in")

    def _submit(
        self, asked: dict[str, Any], sqls: list[str], is_batch: bool = False
    ) -> dict[str, Any]:
        if not sqls or not all(sqls):
            raise RefusedCallError("no SQL")
        if len(sqls) > MOST_STATEMENTS:
            raise RefusedCallError(f"more than {MOST_STATEMENTS} statements in a batch")
        if any(len(sql.encode()) > LONGEST_STATEMENT for sql in sqls):
            raise RefusedCallError("a statement is longer than 100 KB")
        if not (asked.get("WorkgroupName") or asked.get("ClusterIdentifier")):
            raise RefusedCallError("neither WorkgroupName nor ClusterIdentifier")
        if not asked.get("Database"):
            raise RefusedCallError("no Database")
        if is_batch and asked.get("Parameters"):
            raise RefusedCallError("parameters of a batch are not in the stand-in")
        if asked.get("SessionId") or asked.get("SessionKeepAliveSeconds"):
            raise RefusedCallError("sessions are not in the stand-in")
        with self._lock:
            token = asked.get("ClientToken") or str(uuid.uuid4())
            known = self._tokens.get(token)
            if known is None:
                name = self._tokens[token] = str(uuid.uuid4())
                whole = Execution(sqls[0], name)
                if is_batch:
                    whole.sql = ""
                    whole.parts = [
                        Execution(sql, f"{name}:{number}")
                        for number, sql in enumerate(sqls, 1)
                    ]
                for one in (whole, *whole.parts):
                    self._executions[one.name] = one
                threading.Thread(
                    target=self._run, args=(whole, asked), daemon=True
                ).start()
        told = self._executions[self._tokens[token]]
        answer = {"Id": told.name, "CreatedAt": told.began}
        named = (
            "Database",
            "WorkgroupName",
            "ClusterIdentifier",
            "DbUser",
            "SecretArn",
        )
        return answer | {name: asked[name] for name in named if name in asked}

    def _run(self, whole: Execution, asked: dict[str, Any]) -> None:
        whole.status = "STARTED"
        try:
            with redshift_connector.connect(
                **self._where,
                password=self._password,
                database=asked["Database"],
                ssl=False,
            ) as opened:
                opened.autocommit = not whole.parts
                for number, part in enumerate(whole.parts or [whole], 1):
                    self._run_one(opened, part, asked.get("Parameters", []), number)
                if whole.parts:
                    opened.commit()
        except Exception as error:
            whole.error, whole.status = _reason(error), "FAILED"
            for part in whole.parts:
                if part.status == "SUBMITTED":
                    part.status = "ABORTED"
        else:
            whole.status = "FINISHED"

    def _run_one(
        self,
        opened: redshift_connector.Connection,
        part: Execution,
        parameters: list[dict[str, str]],
        number: int,
    ) -> None:
        if ":" in part.name:
            part.status = "STARTED"
        cursor = opened.cursor()
        try:
            if parameters:
                cursor.paramstyle = "named"
                values = {one["name"]: one["value"] for one in parameters}
                cursor.execute(part.sql, values)
            else:
                cursor.execute(part.sql)
        except Exception as error:
            if ":" not in part.name:
                raise
            part.error, part.status = _reason(error), "FAILED"
            raise RuntimeError(f"Query #{number} failed with {part.error}") from error
        part.affected = cursor.rowcount
        if cursor.description:
            part.columns = [_text(one[0]) for one in cursor.description]
            part.rows = [list(row) for row in cursor.fetchall()]
        if ":" in part.name:
            part.status = "FINISHED"

    def _known(self, name: str) -> Execution:
        if name not in self._executions:
            raise RefusedCallError("Query does not exist.", "ResourceNotFoundException")
        return self._executions[name]

    def _describe(self, asked: dict[str, Any]) -> dict[str, Any]:
        one = self._known(asked["Id"])
        told = one.described()
        if one.parts:
            told["SubStatements"] = [part.described() for part in one.parts]
            told["HasResultSet"] = any(part.rows is not None for part in one.parts)
        return told

    def _result(self, asked: dict[str, Any]) -> dict[str, Any]:
        one = self._known(asked["Id"])
        if one.status != "FINISHED" or one.rows is None:
            raise RefusedCallError(
                "Query does not have result.", "ResourceNotFoundException"
            )
        start = int(asked.get("NextToken") or 0)
        page = one.rows[start : start + PAGE_ROWS]
        told: dict[str, Any] = {
            "Records": [[_field(value) for value in row] for row in page],
            "ColumnMetadata": [{"name": name, "label": name} for name in one.columns],
            "TotalNumRows": len(one.rows),
        }
        if start + PAGE_ROWS < len(one.rows):
            told["NextToken"] = str(start + PAGE_ROWS)
        return told


def _field(value: Any) -> dict[str, Any]:
    """One value as the Data API spells it."""
    if value is None:
        return {"isNull": True}
    if isinstance(value, bool):
        return {"booleanValue": value}
    if isinstance(value, int):
        return {"longValue": value}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, (datetime.datetime, datetime.date, decimal.Decimal)):
        return {"stringValue": str(value)}
    return {"stringValue": _text(value)}


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _reason(error: Exception) -> str:
    told = error.args[0] if error.args else error
    return f"ERROR: {told['M']}" if isinstance(told, dict) else str(told)
