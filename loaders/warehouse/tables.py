"""What the landing tables beside the records' own hold."""

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
