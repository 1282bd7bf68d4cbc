"""The schemas of this folder → the facts that the loader needs of each kind."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

KINDS = ("event", "invoice_line", "customer_model", "customer_prediction")
"""Every record kind; each has `<kind>.schema.json` beside this file."""

_LANDING = {
    "event": "events",
    "invoice_line": "invoice_lines",
    "customer_model": "customer_models",
    "customer_prediction": "customer_predictions",
}
_ID_DEFINITIONS = {"#/$defs/id", "#/$defs/required_id"}


@dataclass(frozen=True)
class Contract:
    """The shape of one record kind.

    Attributes:
        kind: Its name, one of `KINDS`.
        table: The landing table, without its schema.
        id_field: The record's own id; derived by the loader where absent.
        fields: Every known key, in the order of the schema.
        id_fields: The known keys whose digits must survive.
    """

    kind: str
    table: str
    id_field: str
    fields: tuple[str, ...]
    id_fields: tuple[str, ...]


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of a record kind."""
    text = (Path(__file__).parent / f"{kind}.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def contract_of(kind: str) -> Contract:
    """The facts of one record kind.

    >>> contract_of("event").fields[:3]
    ('event_id', 'event_time', 'event_type')
    """
    properties = schema_of(kind)["properties"]
    fields = tuple(properties)
    return Contract(
        kind=kind,
        table=_LANDING[kind],
        id_field=fields[0],
        fields=fields,
        id_fields=tuple(
            name for name in fields if properties[name].get("$ref") in _ID_DEFINITIONS
        ),
    )
