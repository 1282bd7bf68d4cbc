"""Events and order lines → top categories by local weekday and hour."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from .calendar import DAY, dates_of, hour_counts, local_hour, watermark_date
from .catalogue import UNKNOWN, categories_of
from .events import Event, Settings
from .sessions import Session, revenue, revenue_lines

Row = dict[str, Any]
RANKS = {
    "rank_by_revenue": "revenue_amount",
    "rank_by_purchases": "purchase_count",
    "rank_by_views": "view_count",
}


def periods(events: list[Event], settings: Settings) -> dict[str, list[date]]:
    """The dates of each period: those that the shop has seen, of the days before."""
    days = dates_of(events, settings)
    today = watermark_date(events, settings)
    return {"all_time": days} | {
        f"trailing_{length}_days": [
            day for day in days if today - length * DAY <= day < today
        ]
        for length in (28, 90)
    }


def top_category_rows(
    events: list[Event],
    sessions: Iterable[Session],
    by_bots: frozenset[str],
    settings: Settings,
) -> list[Row]:
    """The rows of `rpt_top_categories_hourly`."""
    lines = {line.event_id for session in sessions for line in revenue_lines(session)}
    rows = []
    for period, days in periods(events, settings).items():
        inside = set(days)
        cells: dict[tuple[int, int, int, str], list[Event]] = {}
        for event in events:
            if event.event_id in by_bots:
                continue
            day = settings.local_date(event.occurred_at)
            if day in inside:
                when = day.isoweekday(), local_hour(event, settings)
                for level, category in categories_of(event).items():
                    cells.setdefault((*when, level, category), []).append(event)
        shown = occurrences(days, settings)
        of_period = [
            {
                "period": period,
                "weekday": weekday,
                "hour": hour,
                "category_level": level,
                "category": category,
                "occurrences": shown[weekday, hour],
                **measures(members, lines, settings),
            }
            for (weekday, hour, level, category), members in cells.items()
        ]
        for row in of_period:
            row["revenue_per_occurrence"] = float(
                row["revenue_amount"] / row["occurrences"]
            )
            row |= ranks(row, of_period)
        rows += of_period
    return rows


def occurrences(days: Iterable[date], settings: Settings) -> dict[tuple[int, int], int]:
    """How often the clock shows each hour on each weekday among some dates."""
    found: dict[tuple[int, int], int] = {}
    for day in days:
        for hour, count in hour_counts(day, settings).items():
            key = day.isoweekday(), hour
            found[key] = found.get(key, 0) + count
    return found


def measures(members: list[Event], lines: set[str], settings: Settings) -> Row:
    """What is counted of the events of one cell."""
    types = [event.event_type for event in members]
    viewers = {
        (settings.local_date(event.occurred_at), event.user_id)
        for event in members
        if event.event_type == "view"
    }
    return {
        "view_count": types.count("view"),
        "viewer_count": len(viewers),
        "cart_count": types.count("cart"),
        "purchase_count": types.count("purchase"),
        "revenue_amount": revenue(
            event for event in members if event.event_id in lines
        ),
    }


def ranks(row: Row, rows: Iterable[Row]) -> dict[str, int | None]:
    """The row's dense ranks among the known categories of its hour and level."""
    if row["category"] == UNKNOWN:
        return dict.fromkeys(RANKS)
    place = ("weekday", "hour", "category_level")
    rivals = [
        other
        for other in rows
        if other["category"] != UNKNOWN
        and all(other[name] == row[name] for name in place)
    ]
    found: dict[str, int | None] = {}
    for rank, measure in RANKS.items():
        better: set[Decimal | int] = {
            other[measure] for other in rivals if other[measure] > row[measure]
        }
        found[rank] = len(better) + 1
    return found
