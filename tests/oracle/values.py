"""Delivered text → one typed value, or the reason it has none."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

JUNK_LITERALS = ("(not set)", "NA", "Unknown", "")
JUNK_PREFIX = "${"
MAX_QUANTITY = 100_000
PRICE_LIMIT = Decimal(10) ** 16  # the first amount that decimal(18,2) cannot hold
EPOCH = datetime(1970, 1, 1)

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
LOST_DIGITS = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE]\+[0-9]+")
WRITTEN_TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[ T](?P<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?:\.(?P<fraction>[0-9]{1,6}))?"
    r"(?: ?(?P<zone>UTC|Z|(?P<sign>[+-])(?P<offset>[0-9]{2}:[0-9]{2})))?"
)


class Reason(StrEnum):
    """Why a record was set aside."""

    MISSING_FIELD = "missing_field"
    UNKNOWN_TYPE = "unknown_type"
    UNPARSEABLE_TIME = "unparseable_time"
    IMPOSSIBLE_TIME = "impossible_time"
    LOST_DIGITS = "lost_digits"
    LONG_ID = "long_id"
    LONG_TEXT = "long_text"
    BAD_PRICE = "bad_price"
    BAD_QUANTITY = "bad_quantity"
    FOREIGN_CURRENCY = "foreign_currency"


class SetAsideError(Exception):
    """A value cannot be accepted; carries the reason."""

    def __init__(self, reason: Reason):
        super().__init__(reason.value)
        self.reason = reason


def without_junk(value: str | None) -> str | None:
    """The value as it is, or None when it says nothing.

    >>> without_junk(" NA "), without_junk("${user}"), without_junk(" p1")
    (None, None, ' p1')
    """
    if value is None:
        return None
    trimmed = value.strip(" ")
    if trimmed in JUNK_LITERALS or trimmed.startswith(JUNK_PREFIX):
        return None
    return value


def parse_time(text: str) -> datetime:
    """The UTC moment a producer wrote.

    >>> parse_time("2019-10-01T02:00:00.5 +02:00")
    datetime.datetime(2019, 10, 1, 0, 0, 0, 500000)
    """
    if re.fullmatch("[0-9]{10}", text):
        return EPOCH + timedelta(seconds=int(text))
    if re.fullmatch("[0-9]{13}", text):
        return EPOCH + timedelta(milliseconds=int(text))
    written = WRITTEN_TIME.fullmatch(text)
    if written is None:
        raise SetAsideError(Reason.UNPARSEABLE_TIME)
    microseconds = int((written["fraction"] or "0").ljust(6, "0"))
    try:
        moment = datetime.strptime(
            f"{written['date']} {written['clock']}", "%Y-%m-%d %H:%M:%S"
        ) + timedelta(microseconds=microseconds)
        if written["sign"] is None:
            return moment
        offset = datetime.strptime(written["offset"], "%H:%M") - datetime(1900, 1, 1)
        return moment - offset if written["sign"] == "+" else moment + offset
    except (ValueError, OverflowError):  # no such day, hour or offset
        raise SetAsideError(Reason.UNPARSEABLE_TIME) from None


def parse_number(text: str, reason: Reason) -> Decimal:
    """The exact value of a decimal number, with or without an exponent."""
    if NUMBER.fullmatch(text.strip(" ")) is None:
        raise SetAsideError(reason)
    try:
        return Decimal(text.strip(" "))
    except InvalidOperation:  # an exponent beyond all measure
        raise SetAsideError(reason) from None


def parse_price(text: str) -> Decimal:
    """A price in cents precision, half a cent rounded away from zero.

    >>> parse_price("1.005"), parse_price("1e2")
    (Decimal('1.01'), Decimal('100.00'))
    """
    value = parse_number(text, Reason.BAD_PRICE)
    if value < 0 or value >= PRICE_LIMIT:
        raise SetAsideError(Reason.BAD_PRICE)
    # copy_abs makes -0 a 0; abs() would first round to the context's 28 digits.
    cents = value.copy_abs().quantize(Decimal("0.01"), ROUND_HALF_UP)
    if cents >= PRICE_LIMIT:
        raise SetAsideError(Reason.BAD_PRICE)
    return cents


def parse_quantity(text: str) -> int:
    """A whole number of pieces.

    >>> parse_quantity("2.0")
    2
    """
    value = parse_number(text, Reason.BAD_QUANTITY)
    if not 1 <= value <= MAX_QUANTITY or value != int(value):
        raise SetAsideError(Reason.BAD_QUANTITY)
    return int(value)
