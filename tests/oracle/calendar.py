"""The shop's local calendar: dates, weeks, months, and hours of the clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .events import Event, Settings

DAY = timedelta(days=1)
QUARTERS = (0, 15, 30, 45)


def watermark(events: Iterable[Event]) -> datetime | None:
    """How far events reach: those of known delivery, else all; none, None."""
    reached = list(events)
    known = [event for event in reached if event.delivered_at is not None]
    return max((event.occurred_at for event in known or reached), default=None)


def watermark_date(events: Iterable[Event], settings: Settings) -> date:
    """The local date of the watermark."""
    moment = watermark(events)
    assert moment is not None
    return settings.local_date(moment)


def monday(day: date) -> date:
    """The first date of the ISO week.

    >>> monday(date(2026, 3, 1))
    datetime.date(2026, 2, 23)
    """
    return date.fromisocalendar(*day.isocalendar()[:2], 1)


def next_month(day: date) -> date:
    """The first of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def dates_of(events: Iterable[Event], settings: Settings) -> list[date]:
    """Every local date from the first event's to the last one's."""
    days = {settings.local_date(event.occurred_at) for event in events}
    if not days:
        return []
    return [
        min(days) + number * DAY for number in range((max(days) - min(days)).days + 1)
    ]


def date_rows(events: list[Event], settings: Settings) -> list[dict[str, Any]]:
    """The rows of `dim_dates`."""
    if not events:
        return []
    until = watermark_date(events, settings)
    return [
        {
            "calendar_date": day,
            "week_start_date": monday(day),
            "iso_year": day.isocalendar().year,
            "iso_week": day.isocalendar().week,
            "weekday": day.isoweekday(),
            "weekday_name": f"{day:%A}",
            "month_start_date": day.replace(day=1),
            "day_of_month": day.day,
            "month_number": day.month,
            "quarter_number": (day.month + 2) // 3,
            "year_number": day.year,
            "is_weekend": day.isoweekday() > 5,
            "is_complete": day < until,
        }
        for day in dates_of(events, settings)
    ]


def local_hour(event: Event, settings: Settings) -> int:
    """What the shop's clock shows at an event."""
    aware = event.occurred_at.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(settings.shop_timezone)).hour


def hour_counts(day: date, settings: Settings) -> dict[int, int]:
    """How often the clock shows each hour on a date.

    Of an hour of which a part is skipped or comes again, the part tells.

    >>> summer = hour_counts(date(2026, 3, 29), Settings(shop_timezone="Europe/Berlin"))
    >>> summer[1], summer[2], summer[3]
    (1, 0, 1)
    """
    zone = ZoneInfo(settings.shop_timezone)
    noons = [datetime.combine(day + shift * DAY, time(12), zone) for shift in (-2, 2)]
    if noons[0].utcoffset() == noons[1].utcoffset():
        return dict.fromkeys(range(24), 1)
    return {
        hour: max(
            times_shown(datetime.combine(day, time(hour, minute)), zone)
            for minute in QUARTERS
        )
        for hour in range(24)
    }


def times_shown(shown: datetime, zone: ZoneInfo) -> int:
    """How often a clock of the zone shows a local time: once, never or twice.

    >>> times_shown(datetime(2026, 10, 25, 2, 30), ZoneInfo("Europe/Berlin"))
    2
    """
    moments = {shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sum(
        moment.astimezone(zone).replace(tzinfo=None) == shown for moment in moments
    )
