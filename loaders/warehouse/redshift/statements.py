"""The SQL text of one batch's transaction and of what is read of the ledger.

Nothing in it comes from data: names are ours, the role and the addresses of staged
files were checked where the settings are read. So no value is ever a part of a text.
"""
# ruff: noqa: S608 - the reason is above

from collections.abc import Mapping

from contracts import Contract
from loaders.warehouse.redshift.landing_tables import landing_tables


def land_batch(
    contract: Contract, manifests: Mapping[str, str], iam_role: str
) -> list[str]:
    """One batch's transaction.

    Args:
        contract: The kind of its records.
        manifests: Landing table → `s3://…` of the manifest of its staged rows; a
            table without rows is left out.
        iam_role: The role that COPY takes.

    Returns:
        Statements for `Transport.run`. Objects that the ledger knows are left out, so
        the same batch may run again, or beside another loader of the same objects.
    """
    records = contract.table
    tables = ("objects", records, "rejected_records")
    copied = [table for table in tables if table in manifests]
    return [
        # First of all: Redshift takes a transaction's snapshot at its first read or
        # write, and LOCK is neither. So the second of two loaders waits here and then
        # sees what the first has landed; behind a COPY it would not.
        "lock landing.objects",
        *(
            f"create temp table staged_{table} (like landing.{table})"
            for table in tables
        ),
        *(_copy(table, manifests[table], iam_role) for table in copied),
        _UPDATE_KNOWN,
        _FORGET_KNOWN,
        _TAKE_SEQUENCE,
        _insert_of_new(records),
        _insert_of_new("rejected_records"),
        _insert_objects(),
        _check_sums(records),
        *(f"drop table staged_{table}" for table in tables),
    ]


# An object known by its content: the next listing shall know it unread.
_UPDATE_KNOWN = """
    update landing.objects
    set size_bytes = staged.size_bytes,
        etag = staged.etag,
        modified_at = staged.modified_at
    from staged_objects as staged
    where objects.kind = staged.kind
        and objects.object_key = staged.object_key
        and objects.object_hash = staged.object_hash
"""

_FORGET_KNOWN = """
    delete from staged_objects
    using landing.objects as known
    where known.kind = staged_objects.kind
        and known.object_key = staged_objects.object_key
        and known.object_hash = staged_objects.object_hash
"""

_TAKE_SEQUENCE = """
    update staged_objects
    set load_sequence = (
        select coalesce(max(load_sequence), 0) + 1 from landing.objects
    )
"""


def _columns(table: str) -> list[str]:
    return list(landing_tables()[table])


def _copy(table: str, manifest: str, iam_role: str) -> str:
    role = "default" if iam_role == "default" else f"'{iam_role}'"
    return f"""
        copy staged_{table} ({", ".join(_columns(table))})
        from '{manifest}'
        iam_role {role}
        format json 'auto' gzip manifest timeformat 'auto'
        compupdate off statupdate off
    """.strip()


def _insert_of_new(table: str) -> str:
    """Rows of the objects that are left, under the sequence that these took."""
    names = _columns(table)
    told = ", ".join(
        ("objects" if name == "load_sequence" else "staged") + f".{name}"
        for name in names
    )
    return f"""
        insert into landing.{table} ({", ".join(names)})
        select {told}
        from staged_{table} as staged
        inner join staged_objects as objects
            on objects.object_key = staged.object_key
            and objects.object_hash = staged.object_hash
    """


def _insert_objects() -> str:
    names = ", ".join(_columns("objects"))
    return f"insert into landing.objects ({names}) select {names} from staged_objects"


def _check_sums(records: str) -> str:
    """Divides by zero, which ends the transaction, where a record is lost or doubled.

    The Data API runs the whole list and nobody looks at a result in between, so the
    statement has to fail by itself.
    """

    def counted(table: str) -> str:
        return f"""
            select landed.object_key, landed.object_hash, count(*) as row_count
            from landing.{table} as landed
            inner join staged_objects as objects
                on objects.object_key = landed.object_key
                and objects.object_hash = landed.object_hash
                and objects.load_sequence = landed.load_sequence
            group by landed.object_key, landed.object_hash
        """

    return f"""
        with landed_rows as ({counted(records)}),
        rejected_rows as ({counted("rejected_records")}),
        wrong as (
            select count(*) as object_count
            from staged_objects as objects
            left join landed_rows
                on landed_rows.object_key = objects.object_key
                and landed_rows.object_hash = objects.object_hash
            left join rejected_rows
                on rejected_rows.object_key = objects.object_key
                and rejected_rows.object_hash = objects.object_hash
            where objects.landed != coalesce(landed_rows.row_count, 0)
                or objects.rejected != coalesce(rejected_rows.row_count, 0)
                or objects.records != objects.landed + objects.rejected
        )
        select 1 / (case when object_count = 0 then 1 else 0 end) as agrees
        from wrong
    """


LEDGER = """
    select object_key, object_hash, size_bytes, etag,
        to_char(modified_at, 'YYYY-MM-DD HH24:MI:SS.US') as modified_at
    from landing.objects
    where kind = :kind
"""
"""What is known of the objects of a kind."""

TOTALS = """
    select count(*) as objects, coalesce(sum(landed), 0) as landed,
        coalesce(sum(rejected), 0) as rejected
    from landing.objects
    where load_id = :load_id
"""
"""What a load has landed: one row."""

TABLES_THERE = """
    select table_name from information_schema.tables where table_schema = 'landing'
"""
"""The landing tables that this user sees."""


def last_rejected(limit: int) -> str:
    """A query for the records that were set aside last."""
    return f"""
        select kind, object_key, record_number, byte_offset, byte_count, reason, raw
        from landing.rejected_records
        order by load_sequence desc, object_key, record_number
        limit {limit:d}
    """
