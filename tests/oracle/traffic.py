"""Accepted events → what is odd about their volume and delivery, bucket by bucket."""

import statistics
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .events import Event, Settings
from .funnels import rounded

FIVE_MINUTES = timedelta(minutes=5)
BUSY = {"5 minutes": 20, "hour": 120, "day": 400}
LATE = timedelta(hours=1)
SILENT = range(8)  # days of an event and after it that count as trade


@dataclass
class Bucket:
    """The events of one stretch of time."""

    grain: str
    key: datetime | date
    at: datetime
    day: date
    hour: int
    events: list[Event] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.events)

    def of_type(self, event_type: str) -> list[Event]:
        return [event for event in self.events if event.event_type == event_type]

    @property
    def carts(self) -> int:
        return len(self.of_type("cart"))

    @property
    def by_user(self) -> list[int]:
        users = [event.user_id for event in self.events]
        counts: dict[str, int] = {}
        for user in users:
            counts[user] = counts.get(user, 0) + 1
        return list(counts.values())

    @property
    def late(self) -> int:
        return sum(
            event.delivered_at is not None
            and event.delivered_at > event.occurred_at + LATE
            for event in self.events
        )

    @property
    def copies(self) -> int:
        return sum(event.duplicate_count for event in self.events)

    @property
    def purchase_copies(self) -> int:
        different = {
            (
                *(each.occurred_at, each.user_id, each.user_session, each.order_id),
                *(each.product_id, each.price, each.quantity, each.has_quantity),
            )
            for each in self.of_type("purchase")
        }
        return len(self.of_type("purchase")) - len(different)


def whole_buckets(events: list[Event], settings: Settings) -> list[Bucket]:
    """Every bucket of trade, from the first event to the last, but these two."""
    if not events:
        return []
    zone = ZoneInfo(settings.shop_timezone)
    delivered = [each.occurred_at for each in events if each.delivered_at is not None]
    last = max(delivered or [each.occurred_at for each in events])
    moment = five_minutes(min(each.occurred_at for each in events))
    found: dict[tuple[str, datetime | date], Bucket] = {}
    busy_days = {each.occurred_at.date() for each in events}
    traded = {day + timedelta(days=number) for day in busy_days for number in SILENT}
    while moment <= five_minutes(last):
        for grain, key, local in keys(moment, zone) if moment.date() in traded else ():
            hour = 0 if grain == "day" else local.hour
            bucket = Bucket(grain, key, moment, local.date(), hour)
            found.setdefault((grain, key), bucket)
        moment += FIVE_MINUTES
    for event in events:
        for grain, key, _ in keys(five_minutes(event.occurred_at), zone):
            if (grain, key) in found:
                found[grain, key].events.append(event)
    kept = []
    for grain in BUSY:
        kept += [bucket for bucket in found.values() if bucket.grain == grain][1:-1]
    return kept


def five_minutes(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)


def keys(
    moment: datetime, zone: ZoneInfo
) -> list[tuple[str, datetime | date, datetime]]:
    """Grain, key and local time of each bucket that five minutes lie in."""
    local = moment.replace(tzinfo=UTC).astimezone(zone)
    return [
        ("5 minutes", moment, local),
        ("hour", moment - timedelta(minutes=local.minute), local),
        ("day", local.date(), local),
    ]


def expected(
    bucket: Bucket, same_hour: dict[Any, list[Bucket]], by_grain: list[Bucket]
) -> tuple[str, float, float] | None:
    """Baseline, expected volume and scale; None where nothing is known."""
    for baseline, step, steps in (("hour of week", 7, 6), ("hour of day", 1, 7)):
        references = [
            each
            for number in range(1, steps + 1)
            for each in same_hour.get(
                (bucket.grain, bucket.day - number * timedelta(days=step), bucket.hour),
                [],
            )
        ]
        if len({each.day for each in references}) >= 3:
            median = statistics.median(each.count for each in references)
            deviations = [abs(each.count - median) for each in references]
            return baseline, median, scale(median, statistics.median(deviations))
    began = bucket.at - timedelta(hours=3)
    first = bisect_left(by_grain, began, key=lambda each: each.at)
    stop = bisect_left(by_grain, bucket.at, key=lambda each: each.at)
    recent = by_grain[first:stop]
    if len(recent) < 3 or not any(each.count for each in recent):
        return None
    median = weighted_median([(each.count, each.count) for each in recent])
    deviation = weighted_median(
        [(abs(each.count - median), each.count) for each in recent]
    )
    return "hours before", median, scale(median, deviation)


def weighted_median(values: list[tuple[float, int]]) -> float:
    """The smallest value up to which half of the weight lies.

    >>> weighted_median([(1, 1), (2, 1), (9, 8)])
    9
    """
    total, running = sum(weight for _, weight in values), 0
    for value, weight in sorted(values):
        running += weight
        if running >= total / 2:
            return value
    raise AssertionError


def scale(median: float, deviation: float) -> float:
    return rounded(max(1.4826 * deviation, median**0.5, 1.0))


def anomaly_rows(events: Iterable[Event], settings: Settings) -> list[dict[str, Any]]:
    """The rows of `rpt_traffic_anomalies`."""
    buckets = whole_buckets(list(events), settings)
    same_hour: dict[Any, list[Bucket]] = {}
    for bucket in buckets:
        slot = (bucket.grain, bucket.day, bucket.hour)
        same_hour.setdefault(slot, []).append(bucket)
    by_grain = {
        grain: [bucket for bucket in buckets if bucket.grain == grain] for grain in BUSY
    }
    usual = usual_shares(by_grain["5 minutes"])
    rows = []
    for bucket in buckets:
        known = expected(bucket, same_hour, by_grain[bucket.grain])
        busy = sum(n for n in bucket.by_user if n >= BUSY[bucket.grain])
        found = late_or_doubled(bucket, usual)
        if known is not None:
            found += unusual_volume(bucket, known, busy, usual["carts"])
        rows += [
            {
                "grain": bucket.grain,
                "bucket_at": bucket.at,
                "bucket_date": bucket.day,
                "anomaly": anomaly,
                "event_count": bucket.count,
                "baseline": known and known[0],
                "expected_event_count": known and float(known[1]),
                "robust_z": known and (bucket.count - known[1]) / known[2],
                "volume_ratio": bucket.count / known[1] if known and known[1] else None,
                "user_count": len(bucket.by_user),
                "busy_event_count": busy,
                "cart_count": bucket.carts,
                "purchase_count": len(bucket.of_type("purchase")),
                "late_count": bucket.late,
                "copy_count": bucket.copies,
                "purchase_copy_count": bucket.purchase_copies,
            }
            for anomaly in found
        ]
    return rows


def usual_shares(buckets: list[Bucket]) -> dict[str, float]:
    """Shares over all time."""
    events = sum(bucket.count for bucket in buckets)
    copies = sum(bucket.copies for bucket in buckets)
    purchases = sum(len(bucket.of_type("purchase")) for bucket in buckets)
    parts = {
        "carts": (sum(bucket.carts for bucket in buckets), events),
        "late": (sum(bucket.late for bucket in buckets), events),
        "copies": (copies, events + copies),
        "purchases": (sum(bucket.purchase_copies for bucket in buckets), purchases),
    }
    return {
        name: rounded(part / whole) if whole else 0.0
        for name, (part, whole) in parts.items()
    }


def late_or_doubled(bucket: Bucket, usual: dict[str, float]) -> list[str]:
    """What is odd about the delivery."""

    def jumps(part: int, whole: int, share: float, normal: float) -> bool:
        return whole >= 20 and part >= share * whole and part >= 2 * normal * whole

    found = []
    if jumps(bucket.late, bucket.count, 0.5, usual["late"]):
        found.append("late_data")
    purchases = len(bucket.of_type("purchase"))
    if jumps(
        bucket.copies, bucket.count + bucket.copies, 0.2, usual["copies"]
    ) or jumps(bucket.purchase_copies, purchases, 0.2, usual["purchases"]):
        found.append("duplicated_delivery")
    return found


def unusual_volume(
    bucket: Bucket, known: tuple[str, float, float], busy: int, cart_share: float
) -> list[str]:
    """What is odd about the volume."""
    baseline, median, chance = known
    if median >= 30 and bucket.count < 0.1 * median:
        return ["outage"]
    is_rise = (bucket.count - median) / chance >= 6 and bucket.count >= 3 * median
    if baseline == "hours before" or not is_rise or bucket.count < 100:
        return []
    is_of_few = busy >= 0.5 * (bucket.count - median)
    is_with_carts = bucket.carts >= 0.5 * cart_share * bucket.count
    if is_of_few == is_with_carts:
        return ["unexplained_rise"]
    return ["suspected_attack" if is_of_few else "demand_surge"]
