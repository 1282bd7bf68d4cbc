"""Carts → what became of those that opened on a local date, by what lay in them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from .carts import IDLE, NOTHING, RECOVERY, Cart, Row
from .events import Event, Settings
from .funnels import rounded, wilson_bounds
from .sessions import SessionKey

HOLDS: dict[str, Callable[[Event], str]] = {
    "none": lambda _: "all",
    "category_level_1": lambda event: (
        (event.category_code or "").split(".")[0] or "unknown"
    ),
    "brand": lambda event: event.brand or "unknown",
}
RATES = {
    "abandonment": ("abandoned_count", "matured_count"),
    "recovery": ("recovered", "recovery_matured_count"),
    "same_session_conversion": ("same_session_conversion_count", "matured_count"),
    "later_conversion": ("later_conversion_count", "matured_count"),
}


def abandoned_daily_rows(
    carts: list[Cart],
    watermark: datetime,
    bots: frozenset[SessionKey],
    settings: Settings,
) -> list[Row]:
    """The rows of `rpt_abandoned_carts_daily`."""
    held: dict[tuple[Any, str, str], list[tuple[Cart, set[str]]]] = {}
    for cart in carts:
        day = settings.local_date(cart.opened_at)
        for hold, member_of in HOLDS.items():
            members: dict[str, set[str]] = {}
            for product in cart.products:
                member = member_of(cart.latest_addition(product))
                members.setdefault(member, set()).add(product)
            for member, products in members.items():
                held.setdefault((day, hold, member), []).append((cart, products))
    return [
        {"opened_date": day, "hold": hold, "member": member}
        | day_measures(
            [each for each in of_member if each[0].lines[0].session not in bots],
            watermark,
        )
        | {
            "bot_cart_count": sum(
                cart.lines[0].session in bots for cart, _ in of_member
            )
        }
        for (day, hold, member), of_member in held.items()
    ]


def day_measures(of_member: list[tuple[Cart, set[str]]], watermark: datetime) -> Row:
    """Counts and rates of carts, of each of which some products are the member's."""
    row: Row = {
        "cart_count": len(of_member),
        "open_count": 0,
        "matured_count": 0,
        "abandoned_count": 0,
        "recovery_matured_count": 0,
        "recovered_same_item_count": 0,
        "recovered_other_item_count": 0,
        "same_session_conversion_count": 0,
        "later_conversion_count": 0,
        "left_quantity": 0,
        "left_amount": NOTHING,
    }
    abandoning_users = set()
    for cart, products in of_member:
        status = cart.status(watermark)
        row["open_count"] += status in ("open", "abandoned")
        if status in ("abandoned", "expired"):
            row["left_quantity"] += sum(cart.left.get(each, 0) for each in products)
            row["left_amount"] += sum(map(cart.left_amount, products), NOTHING)
        if watermark - cart.opened_at < IDLE:
            continue
        row["matured_count"] += 1
        sales = [
            each
            for each in cart.lines
            if each.took("purchase") and each.event.product_id in products
        ]
        if any(each.session == cart.lines[0].session for each in sales):
            row["same_session_conversion_count"] += 1
        elif sales:
            row["later_conversion_count"] += 1
        abandonment = cart.abandonment(watermark)
        lay = products & abandonment[1].contents.keys() if abandonment else set()
        if abandonment is None or not lay:
            continue
        row["abandoned_count"] += 1
        abandoning_users.add(cart.lines[0].event.user_id)
        if watermark - abandonment[0] < RECOVERY:
            continue
        row["recovery_matured_count"] += 1
        bought = {each.product_id for each in cart.bought_back(watermark)}
        row["recovered_same_item_count"] += bool(bought & lay)
        row["recovered_other_item_count"] += bool(bought) and not bought & lay
    row["abandoning_user_count"] = len(abandoning_users)
    return row | rates(row)


def rates(row: Row) -> Row:
    """Each rate and its bounds."""
    recovered = row["recovered_same_item_count"] + row["recovered_other_item_count"]
    counts = row | {"recovered": recovered}
    found: Row = {}
    for name, (part, whole) in RATES.items():
        hits, trials = counts[part], counts[whole]
        lower, upper = wilson_bounds(hits, trials)
        found |= {
            f"{name}_rate": rounded(hits / trials) if trials else None,
            f"{name}_rate_lower": lower,
            f"{name}_rate_upper": upper,
        }
    return found
