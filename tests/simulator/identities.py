"""Which delivered records are accepted events, and what tells them apart."""

import collections
import datetime as dt
import json

from simulator.events import EVENT_TYPES


def occurred_at(record):
    return dt.datetime.strptime(record["event_time"], "%Y-%m-%d %H:%M:%S UTC")


def is_accepted(record):
    try:
        at = occurred_at(record)
    except ValueError:
        return False
    return (
        at.year >= 2000
        and record["event_type"] in EVENT_TYPES
        and record.get("user_id") is not None
        and record["price"] >= 0
    )


def identities(objects, has_ids):
    """(id, record) of accepted records, as the loader derives it."""
    for each in objects:
        seen = collections.Counter()
        for record in each.records:
            content = json.dumps(record, sort_keys=True)
            seen[content] += 1
            if is_accepted(record):
                yield (
                    record["event_id"] if has_ids else (content, seen[content]),
                    record,
                )
