"""The ways a producer may write a value: right, unusual, and wrong."""

import random
from datetime import datetime, timedelta

from .values import EPOCH

OFFSETS = ("UTC", "Z", "+00:00", "-00:00", "+02:00", "-05:00", "+05:30", "-03:45")

# Every spoiled record has one of these in place of what it had.
REFUSED: tuple[dict[str, str | None], ...] = (
    {"event_time": None},
    {"event_type": None},
    {"user_id": None},
    {"product_id": None},
    {"user_id": ""},
    {"product_id": " NA "},
    {"user_id": "${user.id}"},
    {"event_type": "Unknown"},
    {"event_type": "View"},
    {"event_type": "checkout"},
    {"event_time": "yesterday"},
    {"event_time": "2026-03-28"},
    {"event_time": "2026-03-28 23:59"},
    {"event_time": "2026-13-01 00:00:00"},
    {"event_time": "2026-02-29 00:00:00"},
    {"event_time": "2026-03-28 24:00:00"},
    {"event_time": "2026-03-28 23:59:60"},
    {"event_time": "2026-03-28 10:00:00."},
    {"event_time": "2026-03-28 10:00:00.1234567"},
    {"event_time": "2026-03-28 10:00:00  UTC"},
    {"event_time": "2026-03-28 10:00:00 CET"},
    {"event_time": "2026-03-28 10:00:00 +0100"},
    {"event_time": "2026-03-28  10:00:00"},
    {"event_time": "177474240"},
    {"event_time": "177474240000"},
    {"event_time": "1774742400.5"},
    {"event_time": "1999-12-31 23:59:59.999999"},
    {"event_time": "2000-01-01 00:59:59 +01:00"},
    {"event_time": "0001-01-01 00:00:00"},
    {"event_id": "1.48758E+18"},
    {"user_id": "1e+18"},
    {"product_id": "1.48758E+18"},
    {"user_session": "5E+3"},
    {"category_id": "2.05E+18"},
    {"order_id": "1.0e+06"},
    {"event_id": "e" * 129},
    {"user_id": "u" * 129},
    {"product_id": "é" * 65},
    {"user_session": "s" * 129},
    {"category_id": "c" * 129},
    {"order_id": "o" * 129},
    {"category_code": "c" * 1_025},
    {"brand": "b" * 1_025},
    {"ip": "i" * 1_025},
    {"user_agent": "é" * 513},
    {"price": "free"},
    {"price": "1,50"},
    {"price": "-0.01"},
    {"price": "-0.004"},
    {"price": "NaN"},
    {"price": "Infinity"},
    {"price": "-inf"},
    {"price": "1e16"},
    {"price": "1e400"},
    {"quantity": "0"},
    {"quantity": "-1"},
    {"quantity": "1.5"},
    {"quantity": "100001"},
    {"quantity": "100000.5"},
    {"quantity": "many"},
    {"quantity": "NaN"},
    {"currency": "EUR"},
)

# Values at the edge of what is accepted, and junk that counts as null.
ACCEPTED: tuple[dict[str, str | None], ...] = (
    {"event_time": "2000-01-01 00:00:00"},
    {"event_time": "1000000000"},
    {"event_time": "1000000000001"},
    {"user_id": "u" * 128},
    {"user_id": "1e18"},
    {"user_id": "E+18"},
    {"user_id": " u1"},
    {"user_id": "12345678901234567890"},
    {"product_id": "é" * 64},
    {"product_id": "na"},
    {"user_session": "unknown"},
    {"user_session": " NA "},
    {"user_session": "${unrendered"},
    {"user_session": "${" + "s" * 200},
    {"category_id": "(not set)", "category_code": "", "brand": "Unknown"},
    {"order_id": "  "},
    {"brand": "b" * 1_024},
    {"user_agent": "é" * 512},
    {"price": "1.005"},
    {"price": "2.675"},
    {"price": "0.004"},
    {"price": "-0"},
    {"price": "1e2"},
    {"price": "1.5E+1"},
    {"price": "NA"},
    {"price": "9999999999999999.99"},
    {"quantity": "2.0"},
    {"quantity": "1e2"},
    {"quantity": "100000"},
    {"quantity": "(not set)"},
    {"currency": "USD"},
    {"currency": "usd"},
    {"currency": "NA"},
    {"ip": "${ip}", "user_agent": ""},
)


def spell_time(rng: random.Random, moment: datetime) -> str:
    """One of the accepted ways to write a UTC moment."""
    microseconds = (moment - EPOCH) // timedelta(microseconds=1)
    if microseconds % 1_000_000 == 0 and rng.random() < 0.1:
        return str(microseconds // 1_000_000)
    if microseconds % 1_000 == 0 and rng.random() < 0.1:
        return str(microseconds // 1_000)
    offset = rng.choice(OFFSETS)
    zone = offset
    if offset[0] in "+-":
        shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
        moment += shift if offset[0] == "+" else -shift
    elif rng.random() < 0.3:
        zone = ""
    elif rng.random() < 0.5:
        zone = "UTC"
    fraction = f".{moment:%f}"
    if rng.random() < 0.7:
        fraction = fraction.rstrip("0").rstrip(".")
    blank = rng.choice(("", " ")) if zone else ""
    return (
        f"{moment:%Y-%m-%d}{rng.choice(' T')}{moment:%H:%M:%S}{fraction}{blank}{zone}"
    )
