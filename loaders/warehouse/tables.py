"""What the landing tables beside the records' own hold, and how texts are stored."""

from contracts import Contract
from loaders.warehouse.landing_sql import landing_columns

OBJECTS = {
    "kind": "varchar(32)",
    "object_key": "varchar(1024)",
    "object_hash": "varchar(64)",
    "size_bytes": "bigint",
    "etag": "varchar(128)",
    "modified_at": "timestamp",
    "delivered_at": "timestamp",
    "records": "bigint",
    "landed": "bigint",
    "rejected": "bigint",
    "load_id": "varchar(64)",
    "load_sequence": "bigint",
    "landed_at": "timestamp",
}
"""The ledger: one row per landed object."""

REJECTED = {
    "kind": "varchar(32)",
    "object_key": "varchar(1024)",
    "object_hash": "varchar(64)",
    "record_number": "bigint",
    "byte_offset": "bigint",
    "byte_count": "bigint",
    "reason": "varchar(1024)",
    "raw": "blob",
    "load_id": "varchar(64)",
    "load_sequence": "bigint",
    "delivered_at": "timestamp",
    "landed_at": "timestamp",
}
"""One row per record that was set aside."""


def compressed_texts(contract: Contract) -> dict[str, str]:
    """Text columns → their types, with the compression that suits them."""
    texts = {
        name: f"{kind} using compression dictionary"
        for name, kind in landing_columns(contract).items()
        if kind.startswith("varchar") and name != "extra"
    }
    id_field = contract.id_field  # no two alike
    return texts | {id_field: texts[id_field].replace("dictionary", "fsst")}
