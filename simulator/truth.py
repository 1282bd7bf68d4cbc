"""A plan → what a correct loader and staging must count, exactly.

records = landed + rejected, and landed = kept + repeats + quarantined.
"""

import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.damage import DAMAGES, INTACT
from simulator.deliveries import Deliveries
from simulator.events import EVENT_TYPES, NO_ORDER
from simulator.seasons import outage
from simulator.traffic import Traffic

Truth = dict[str, Any]


def count_truth(
    traffic: Traffic, deliveries: Deliveries, first_day: dt.date, days: int
) -> Truth:
    """The true answers, as they are written beside the objects.

    `events` and `bot_sessions` are of the whole run; `by_type`, `users`, `orders` and
    `sessions_source_ids` of the events that are kept: a record damaged in its only
    copy is nobody's event any more.
    """
    copies, cut_records = _copies_per_row(deliveries)
    is_intact = deliveries.damage == INTACT
    accepted = np.bincount(
        deliveries.event[is_intact],
        weights=copies[is_intact],
        minlength=len(traffic.events),
    ).astype(np.int64)
    kept = traffic.events.take(accepted > 0)
    sessions = np.unique(kept.session)

    by_damage = {
        damage.name: int(copies[deliveries.damage == number].sum())
        for number, damage in enumerate(DAMAGES)
    }
    rejected = {d.name: by_damage[d.name] for d in DAMAGES if d.is_form}
    rejected["object_cut_short"] = cut_records
    quarantined = {d.name: by_damage[d.name] for d in DAMAGES if not d.is_form}

    records = int(copies.sum()) + cut_records
    by_type = np.bincount(kept.kind, minlength=len(EVENT_TYPES)).tolist()
    midnight = dt.datetime.combine(first_day, dt.time())
    return {
        "objects": len(deliveries.objects),
        "records": records,
        "landed": records - sum(rejected.values()),
        "rejected": sum(rejected.values()),
        "kept": len(kept),
        "repeats": int(accepted.sum()) - len(kept),
        "quarantined": sum(quarantined.values()),
        "by_type": dict(zip(EVENT_TYPES, by_type, strict=True)),
        "users": int(np.unique(traffic.users[sessions]).size),
        "sessions_source_ids": int(traffic.has_session_id[sessions].sum()),
        "rejected_by_damage": rejected,
        "quarantined_by_damage": quarantined,
        "events": len(traffic.events),
        "events_lost": int((accepted == 0).sum()),
        "orders": int(np.unique(kept.order[kept.order != NO_ORDER]).size),
        "bot_sessions": traffic.robot_sessions,
        "objects_cut_short": sum(each.is_cut for each in deliveries.objects),
        "objects_empty": sum(each.first == each.stop for each in deliveries.objects),
        "first_event_at": _text(midnight, int(kept.second.min()))
        if len(kept)
        else None,
        "last_event_at": _text(midnight, int(kept.second.max())) if len(kept) else None,
        "outage": [_text(midnight, second) for second in outage(days)],
        "incidents": {
            name: [_text(midnight, second) for second in span]
            for name, span in traffic.incidents.items()
        },
    }


def _copies_per_row(deliveries: Deliveries) -> tuple[NDArray[np.int64], int]:
    """How often each row is delivered whole, and how many records are cut short."""
    steps = np.zeros(len(deliveries.event) + 1, np.int64)
    cut_records = 0
    for each in deliveries.objects:
        steps[each.first] += 1
        steps[each.stop - each.is_cut] -= 1
        cut_records += each.is_cut
    return np.cumsum(steps)[:-1], cut_records


def _text(midnight: dt.datetime, seconds: int) -> str:
    return f"{midnight + dt.timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S UTC}"
