"""Refusals of whole statements: tables, changes, transactions."""

from .rules import refuse
from .tokens import Statement


def is_create(statement: Statement, kind: str) -> bool:
    words = statement.words(0, 5)
    return words[:1] == ["create"] and kind in words


@refuse(
    "CREATE TABLE IF NOT EXISTS … AS",
    "drop the table first, or create and insert",
    "r_CREATE_TABLE_AS.html",
    "create",
)
def create_if_not_exists_as(statement: Statement, place: int) -> bool:
    if place or not is_create(statement, "table"):
        return False
    told = "exists" in statement.words(0, 6)
    return told and statement.top_level("as", 0, len(statement)) > 0


@refuse(
    "ON CONFLICT",
    "delete and insert, or merge",
    "c_redshift-and-postgres-sql.html",
    "on",
)
def on_conflict(statement: Statement, place: int) -> bool:
    return statement.follow(place, "on", "conflict")


@refuse("RETURNING", "select the rows", "c_redshift-and-postgres-sql.html", "returning")
def returning(statement: Statement, place: int) -> bool:
    heads = ("insert", "update", "delete", "with", "merge")
    return statement.word(place) == "returning" and statement.word(0) in heads


@refuse("index", "use a sort key", "c_redshift-and-postgres-sql.html", "create")
def index(statement: Statement, place: int) -> bool:
    words = statement.words(0, 4)
    return place == 0 and words[:1] == ["create"] and "index" in words


@refuse("check constraint", "test the column", "r_CREATE_TABLE_NEW.html", "check")
def check_constraint(statement: Statement, place: int) -> bool:
    ddl = is_create(statement, "table") or statement.word(0) == "alter"
    return ddl and statement.follow(place, "check", "(")


@refuse(
    "savepoint",
    "use one transaction",
    "c_unsupported-postgresql-features.html",
    "savepoint",
    "release",
    "rollback",
)
def savepoint(statement: Statement, place: int) -> bool:
    words = statement.words(0, 3)
    return place == 0 and (
        words[:1] in (["savepoint"], ["release"]) or words[:2] == ["rollback", "to"]
    )


@refuse(
    "sequence",
    "use bigint identity(1, 1)",
    "c_unsupported-postgresql-features.html",
    "create",
)
def sequence(statement: Statement, place: int) -> bool:
    return place == 0 and is_create(statement, "sequence")


@refuse(
    "unlogged table", "use a temporary table", "r_CREATE_TABLE_NEW.html", "unlogged"
)
def unlogged(statement: Statement, place: int) -> bool:
    return place == 1 and statement.word(1) == "unlogged" and (
        statement.word(0) == "create"
    )  # fmt: skip


@refuse("ON COMMIT", "drop the temporary table", "r_CREATE_TABLE_NEW.html", "on")
def on_commit(statement: Statement, place: int) -> bool:
    return is_create(statement, "table") and statement.follow(place, "on", "commit")


@refuse(
    "partition or tablespace",
    "use sort keys",
    "c_redshift-and-postgres-sql.html",
    "tablespace",
    "inherits",
    "partition",
    "partition by",
)
def partition(statement: Statement, place: int) -> bool:
    if not is_create(statement, "table"):
        return False
    named = statement.word(place) in ("tablespace", "inherits")
    return named or statement.follow(place, "partition", "by") or (
        statement.follow(place, "partition by") and
        statement.top_level("as", 0, place) < 0
    )  # fmt: skip


@refuse("trigger", "use a query", "c_unsupported-postgresql-features.html", "create")
def trigger(statement: Statement, place: int) -> bool:
    return place == 0 and is_create(statement, "trigger")


@refuse(
    "several columns in one ALTER TABLE",
    "add one column a statement",
    "r_ALTER_TABLE.html",
    "alter",
)
def many_alterations(statement: Statement, place: int) -> bool:
    if place or statement.words(0, 2) != ["alter", "table"]:
        return False
    return statement.top_level(",", 0, len(statement)) > 0


@refuse(
    "ADD COLUMN IF NOT EXISTS", "ask the catalog first", "r_ALTER_TABLE.html", "add"
)
def add_if_not_exists(statement: Statement, place: int) -> bool:
    return statement.word(0) == "alter" and (
        statement.follow(place, "add", "column", "if")
        or statement.follow(place, "add", "if")
    )


@refuse(
    "DELETE … USING with JOIN", "list the tables after USING", "r_DELETE.html", "using"
)
def delete_join(statement: Statement, place: int) -> bool:
    if statement.word(0) != "delete" or statement.word(place) != "using":
        return False
    end = statement.top_level("where", place, len(statement))
    return statement.top_level("join", place, end if end > 0 else len(statement)) > 0


@refuse(
    "TRUNCATE of several tables",
    "truncate one table a statement",
    "r_TRUNCATE.html",
    "truncate",
)
def many_truncated(statement: Statement, place: int) -> bool:
    return place == 0 and statement.word(0) == "truncate" and (
        {",", "cascade", "restart"} & set(statement.words()) != set()
    )  # fmt: skip


@refuse("DO block", "use a stored procedure", "c_redshift-and-postgres-sql.html", "do")
def do_block(statement: Statement, place: int) -> bool:
    return place == 0 and statement.word(0) == "do"


@refuse(
    "credentials in COPY or UNLOAD",
    "use iam_role",
    "copy-parameters-authorization.html",
    "access_key_id",
    "secret_access_key",
    "session_token",
    "credentials",
)
def keys_in_copy(statement: Statement, place: int) -> bool:
    keys = ("access_key_id", "secret_access_key", "session_token", "credentials")
    heads = ("copy", "unload")
    return statement.word(0) in heads and statement.word(place) in keys


@refuse(
    "COPY of PostgreSQL",
    "copy from 's3://…' with iam_role",
    "r_COPY.html",
    "stdin",
    "stdout",
)
def foreign_copy(statement: Statement, place: int) -> bool:
    return statement.word(0) == "copy" and statement.word(place) in ("stdin", "stdout")
