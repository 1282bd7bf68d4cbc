"""The landing tables in Redshift: their columns, types and keys."""

from contracts import KINDS, Contract, contract_of
from loaders.warehouse.landing_sql import landing_columns
from loaders.warehouse.tables import OBJECTS, REJECTED

TYPES = {"blob": "varchar(65535)"}
"""DuckDB's type → Redshift's, where they differ.

Bytes are hex text. COPY takes VARBYTE from CSV, Parquet and ORC but not from JSON
(AWS: Loading a column of the VARBYTE data type), so `raw` would have to pass through
a text anyway; `from_hex(raw)` makes VARBYTE of it.
"""

MOST_RAW_BYTES = 65_535 // 2
"""As many bytes of a rejected record as a VARCHAR holds in hex."""

_KEYS = {
    "objects": "diststyle all sortkey (load_sequence)",
    "rejected_records": "diststyle even sortkey (load_sequence)",
}
"""How the small tables are spread.

The ledger is joined with each batch's objects and is small: a copy on every node. A
rejected record is read by a person.
"""


def record_keys(contract: Contract) -> str:
    """How a table of records is spread and sorted.

    By the record's id: staging looks for the copies of an id among all that landed,
    and an id is never null and, unlike a user, never has a million records, so no
    slice gets more than its share. Sorted by `load_sequence`: staging reads what is
    above the last one it has seen, and each batch is one sorted run at the end.
    """
    return f"diststyle key distkey ({contract.id_field}) sortkey (load_sequence)"


def landing_tables() -> dict[str, dict[str, str]]:
    """Every landing table → its columns → their types in Redshift."""
    tables = {"objects": OBJECTS, "rejected_records": REJECTED}
    tables |= {one.table: landing_columns(one) for one in map(contract_of, KINDS)}
    return {
        table: {name: TYPES.get(kind, kind) for name, kind in columns.items()}
        for table, columns in tables.items()
    }


def create_tables() -> list[str]:
    """Make the landing schema and what is missing in it."""
    keys = _KEYS | {one.table: record_keys(one) for one in map(contract_of, KINDS)}
    return [
        "create schema if not exists landing",
        *(
            f"create table if not exists landing.{table} ("
            + ", ".join(f"{name} {kind}" for name, kind in columns.items())
            + f") {keys[table]}"
            for table, columns in landing_tables().items()
        ),
    ]
