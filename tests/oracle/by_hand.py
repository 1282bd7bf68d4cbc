"""Records and sessions written by hand, for the tests of the oracle."""

from itertools import count

from .events import LANDING_FIELDS, Record, Settings, stage
from .sessions import build_sessions

DEFAULTS = Settings()
numbers = count(1)


def record(event_time="2026-03-28 10:00:00", event_type="view", /, **fields):
    number = next(numbers)
    lineage = {
        "object_key": fields.pop("object_key", "k1"),
        "object_hash": fields.pop("object_hash", "h1"),
        "record_number": fields.pop("record_number", number),
        "delivered_at": fields.pop("delivered_at", None),
    }
    delivered = dict.fromkeys(LANDING_FIELDS) | {
        "event_id": f"e{number:06}",
        "event_time": event_time,
        "event_type": event_type,
        "product_id": "p1",
        "user_id": "u1",
        "user_session": "s1",
    }
    return Record(**lineage, fields=delivered | fields)


def at(clock, event_type="view", /, **fields):
    return record(f"2026-03-28 {clock}", event_type, **fields)


def sessions_of(*records, **settings):
    return build_sessions(stage(records, DEFAULTS).events, Settings(**settings))
