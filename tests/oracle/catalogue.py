"""Accepted events → products, their versions, categories and brands."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from .events import Event

Row = dict[str, Any]
UNKNOWN = "unknown"
LEVEL_COLUMNS = 8


def told(event: Event) -> tuple[str | None, str | None, str | None]:
    """What an event says of its product, besides the price."""
    return event.category_id, event.category_code, event.brand


def versions_of(events: Iterable[Event]) -> Iterator[tuple[int, list[Event]]]:
    """One product's events, cut wherever they say something else; numbered from 1."""
    ordered = sorted(events, key=lambda event: event.order)
    for number, (_, members) in enumerate(groupby(ordered, key=told), start=1):
        yield number, list(members)


def product_version_rows(events: Iterable[Event]) -> list[Row]:
    """The rows of `dim_product_versions`."""
    by_product: dict[str, list[Event]] = {}
    for event in events:
        by_product.setdefault(event.product_id, []).append(event)
    rows = []
    for product_id, members in by_product.items():
        versions = list(versions_of(members))
        for number, version in versions:
            prices = [event.price for event in version if event.price is not None]
            following = versions[number][1] if number < len(versions) else None
            rows.append(
                {
                    "product_id": product_id,
                    "version_number": number,
                    "category_id": version[0].category_id or UNKNOWN,
                    "category_code": version[0].category_code or UNKNOWN,
                    "brand": version[0].brand or UNKNOWN,
                    "event_count": len(version),
                    "lowest_price": min(prices, default=None),
                    "highest_price": max(prices, default=None),
                    "latest_price": prices[-1] if prices else None,
                    "is_current": following is None,
                    "valid_from_at": version[0].occurred_at,
                    "valid_to_at": following[0].occurred_at if following else None,
                    "last_seen_at": version[-1].occurred_at,
                }
            )
    return rows


def product_rows(versions: Iterable[Row]) -> list[Row]:
    """The rows of `dim_products`."""
    return [
        {
            "product_id": row["product_id"],
            "category_id": row["category_id"],
            "category_code": row["category_code"],
            "brand": row["brand"],
            "version_count": row["version_number"],
            "latest_price": row["latest_price"],
            "described_since_at": row["valid_from_at"],
            "last_seen_at": row["last_seen_at"],
        }
        for row in versions
        if row["is_current"]
    ]


def member_rows(events: list[Event], versions: list[Row], column: str) -> list[Row]:
    """What `dim_brands` and `dim_categories` have in common, by the column's member."""
    members = {getattr(event, column) or UNKNOWN for event in events} | {UNKNOWN}
    rows = []
    for member in members:
        having = [
            each for each in events if (getattr(each, column) or UNKNOWN) == member
        ]
        now = {
            row["product_id"]
            for row in versions
            if row["is_current"] and row[column] == member
        }
        times = [event.occurred_at for event in having]
        rows.append(
            {
                column: member,
                "product_count": len({event.product_id for event in having}),
                "current_product_count": len(now),
                "event_count": len(having),
                "is_unknown": member == UNKNOWN,
                "first_seen_at": min(times, default=None),
                "last_seen_at": max(times, default=None),
            }
        )
    return rows


def category_rows(events: list[Event], versions: list[Row]) -> list[Row]:
    """The rows of `dim_categories`."""
    rows = member_rows(events, versions, "category_code")
    for row in rows:
        names = [name or UNKNOWN for name in row["category_code"].split(".")]
        padded = [*names, *[None] * LEVEL_COLUMNS]
        row["depth"] = 0 if row["is_unknown"] else len(names)
        for level in range(1, LEVEL_COLUMNS + 1):
            row[f"level_{level}"] = padded[level - 1]
    return rows


def categories_of(event: Event) -> dict[int, str]:
    """The categories that an event counts in, by level.

    Its path down to each level; where that level has no name, or the event no path at
    all, `unknown`.
    """
    names = (event.category_code or UNKNOWN).split(".")
    return {
        level: ".".join(names[:level]) if name else UNKNOWN
        for level, name in enumerate(names, start=1)
    }
