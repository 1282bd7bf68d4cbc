"""One record's bytes → is it a record, told exactly.

The form check in SQL is fast and sure of nearly every record. The few it is not
sure of come here: Python's strict parser keeps each number's own digits, and
names the reason where a record is set aside.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from contracts import Contract

MAX_RECORD_BYTES = 1000 * 1024
"""Firehose's own limit for one record."""

MAX_FIELD_BYTES = 65_535
"""The longest text a landing column holds on Amazon Redshift."""

ReadRecord = dict[str, Any]

# What Firehose writes beside a record that it could not process or convert.
_ENVELOPE = "rawData"
_ENVELOPE_CODES = ("errorCode", "lastErrorCode")
_LONGEST_CODE = 200


@dataclass(frozen=True)
class Judged:
    """A record, or the reason why these bytes are none."""

    record: ReadRecord | None
    reason: str | None = None


class Digits(str):
    """A JSON number as its own digits."""

    __slots__ = ()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"not JSON: {name} is not a JSON number")


def _without_repeats(pairs: list[tuple[str, Any]]) -> ReadRecord:
    return dict(pairs)  # of a repeated key the last value counts, as in RFC 8259


_decoder = json.JSONDecoder(
    strict=True,
    parse_float=Digits,
    parse_int=Digits,
    parse_constant=_refuse_constant,
    object_pairs_hook=_without_repeats,
)


def judge(raw: bytes) -> Judged:
    """Judge the form of one record.

    Args:
        raw: The record's bytes, with white space around it or not.

    Returns:
        The record with every number as `Digits`, or the reason it is none.

    >>> judge(b'{"user_id": 012}').reason
    "not JSON: Expecting ',' delimiter at byte 13"
    >>> judge(b"[1, 2]").reason
    'a JSON array, not an object'
    """
    if len(raw.strip()) > MAX_RECORD_BYTES:
        return Judged(None, f"over {MAX_RECORD_BYTES // 1024:,} KiB")
    try:
        text = raw.decode("utf-8").strip(" \t\r\n\ufeff")
    except UnicodeDecodeError as error:
        return Judged(
            None, f"not UTF-8: byte 0x{raw[error.start]:02x} at {error.start}"
        )
    try:
        value = _decoder.decode(text)
    except json.JSONDecodeError as error:
        place = len(text[: error.pos].encode())
        return Judged(None, f"not JSON: {error.msg} at byte {place}")
    except ValueError as error:
        return Judged(None, str(error))
    except RecursionError:
        return Judged(None, "not JSON: nested too deeply")
    if not isinstance(value, dict):
        return Judged(None, f"a JSON {_name(value)}, not an object")
    reason = _fault(value)
    return Judged(None, reason) if reason else Judged(value)


def _fault(record: ReadRecord) -> str | None:
    code = next((record[key] for key in _ENVELOPE_CODES if key in record), None)
    if _ENVELOPE in record and code is not None:
        shown = (one if one.isprintable() else " " for one in str(code)[:_LONGEST_CODE])
        return f"Firehose could not deliver it: {''.join(shown)}"
    return next(filter(None, map(_text_fault, _texts(record))), None)


def _texts(value: object) -> Iterator[str]:
    """Every key and text inside, however deep."""
    waiting: list[Any] = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part


def _text_fault(text: str) -> str | None:
    if "\0" in text:
        return "holds a NUL character"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "holds half of a surrogate pair"
    return None


def _name(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Digits):
        return "number"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "text"


def written(record: ReadRecord, contract: Contract) -> Judged:
    """Write a record so that the form check in SQL takes it as it is.

    Args:
        record: What `judge` read.
        contract: The record's kind.

    Returns:
        A record whose one key `text` is JSON with each id as text, or the reason
        why the record cannot be landed.
    """
    known = set(contract.fields)
    for name in contract.fields:
        value = record.get(name)
        if isinstance(value, dict | list):
            return Judged(
                None, f"{name} is a JSON {_name(value)}, not a text or number"
            )
        if isinstance(value, str) and _too_long(value):
            return Judged(None, f"{name} is over {MAX_FIELD_BYTES:,} bytes")
    unknown = {key: value for key, value in record.items() if key not in known}
    if _too_long(_json(unknown)):
        return Judged(None, f"unknown keys are over {MAX_FIELD_BYTES:,} bytes")
    ids = {
        name: str(record[name])
        for name in contract.id_fields
        if isinstance(record.get(name), Digits)
    }
    return Judged({"text": _json({**record, **ids})})


def _too_long(text: str) -> bool:
    return len(text) * 4 > MAX_FIELD_BYTES and len(text.encode()) > MAX_FIELD_BYTES


def _json(value: object) -> str:
    told: list[str] = []
    waiting = [value]
    while waiting:  # no recursion: what could be read can be written, however deep
        part = waiting.pop()
        if isinstance(part, Digits):
            told.append(part)
        elif isinstance(part, dict):
            pairs = ((Digits(","), key, Digits(":"), part[key]) for key in part)
            waiting += _turned("{", chain.from_iterable(pairs), "}")
        elif isinstance(part, list):
            items = ((Digits(","), item) for item in part)
            waiting += _turned("[", chain.from_iterable(items), "]")
        else:
            told.append(json.dumps(part, ensure_ascii=False))
    return "".join(told)


def _turned(opening: str, inside: Iterable[object], closing: str) -> list[object]:
    """What to write last comes first; `inside` starts with a comma too many."""
    return [Digits(closing), *list(inside)[:0:-1], Digits(opening)]
