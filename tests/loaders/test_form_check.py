"""Any intact records, however joined, compressed and damaged, land unchanged."""

import gzip
import json
import random
from dataclasses import dataclass

import pytest
from fixtures.records import Digits, as_json
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contracts import contract_of
from loaders.exact import judge, written

FIELDS = contract_of("event").fields
IDS = contract_of("event").id_fields
SETTINGS = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

_AWKWARD = [
    "}{",
    '}{"',
    "{",
    '"',
    "\\",
    "\n",
    "\r\n",
    ",}",
    "[1,",
    "NaN",
    "\ufeff",
    "é☃🛒",
]
TEXTS = st.lists(
    st.sampled_from(_AWKWARD)
    | st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6
    ),
    max_size=4,
).map("".join)
# Longer numbers lose digits in every double; ids alone must keep theirs.
PLAIN_NUMBERS = st.integers(-(10**15), 10**15).map(str) | st.decimals(
    -(10**6), 10**6, places=2
).map(str)
ID_NUMBERS = st.one_of(
    st.integers(1, 10**30).map(str),
    st.integers(0, 10**6).map("{}.0".format),
    st.sampled_from(["1E5", "1.50", "0.10", "1e400", "12345678901234567890.0"]),
)
NUMBERS = PLAIN_NUMBERS.map(Digits)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
NESTED = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=6,
)
UNKNOWN = TEXTS.filter(lambda key: key not in FIELDS)
RECORDS = st.builds(
    lambda number, ids, texts, unknown: (
        {"event_id": f"own-{number}"} | ids | texts | unknown
    ),
    st.integers(0, 10**6),
    st.dictionaries(
        st.sampled_from(IDS[1:]), TEXTS | ID_NUMBERS.map(Digits), max_size=3
    ),
    st.dictionaries(
        st.sampled_from([name for name in FIELDS if name not in IDS]),
        SCALARS,
        max_size=4,
    ),
    st.dictionaries(UNKNOWN, NESTED, max_size=3),
)


@dataclass(frozen=True)
class Damage:
    """Bytes that are no record, and stand in no line with one."""

    content: bytes


# Starts with a byte that begins no value, so that no rest of it can be a record.
GARBAGE = st.binary(max_size=20).map(lambda rest: Damage(b"\n#" + rest + b"\n"))
STRAY = st.sampled_from([b"}", b"]", b"\x00", b"\xef", b"\xff\xfe", b"'", b"\x80"])
CUT = st.tuples(RECORDS, st.floats(0.1, 0.9)).map(
    lambda made: Damage(_cut(as_json(made[0]).encode(), made[1]))
)
DAMAGE = GARBAGE | CUT | STRAY.map(Damage)
SEPARATORS = st.sampled_from(["", "\n", "\r\n", "\n\n", "mixed"])
COMPRESSIONS = st.sampled_from(["plain", "gzip", "members", "gzip in gzip"])


def _cut(content, share):
    return content[: max(2, int(len(content) * share))]


def _joined(pieces, separator, seed):
    rng = random.Random(seed)
    mixed = ("", "\n", "\r\n", "\n\n", " \n\t")
    return [
        piece + (rng.choice(mixed) if separator == "mixed" else separator).encode()
        for piece in pieces
    ]


def _stored(joined, compression):
    if compression == "plain":
        return b"".join(joined)
    if compression == "gzip":
        return gzip.compress(b"".join(joined), mtime=0)
    members = b"".join(gzip.compress(part, mtime=0) for part in joined)
    return members if compression == "members" else gzip.compress(members, mtime=0)


def _as_landed(record):
    """A record as its row should tell it."""
    told = {}
    unknown = {}
    for name, value in record.items():
        if value is None:
            continue
        if name not in FIELDS:
            unknown[name] = value
        elif isinstance(value, bool):
            told[name] = json.dumps(value)
        elif name in IDS or not isinstance(value, Digits):
            told[name] = str(value)
        else:
            told[name] = float(value)
    return told | ({"extra": json.loads(as_json(unknown))} if unknown else {})


def _as_delivered(landed, record):
    numbers = {
        name
        for name, value in record.items()
        if isinstance(value, Digits) and name in FIELDS and name not in IDS
    }
    return {
        name: float(value) if name in numbers else value
        for name, value in landed.items()
    }


def assert_landed(landing, records):
    landed = landing.delivered()
    assert len(landed) == len(records)
    for one, record in zip(landed, records, strict=True):
        assert _as_delivered(one, record) == _as_landed(record)


@SETTINGS
@given(
    st.lists(RECORDS, min_size=1, max_size=6),
    SEPARATORS,
    COMPRESSIONS,
    st.integers(0, 99),
)
@example([{"event_id": "a", "brand": "}{"}, {"event_id": "b", "x": {}}], "", "gzip", 0)
@example([{"event_id": "a", "": {"a": None}, "a/b~": "'"}], "\n", "plain", 0)
def test_intact_records_land_in_order_and_unchanged(
    land, records, separator, compression, seed
):
    joined = _joined([as_json(one).encode() for one in records], separator, seed)
    landing = land(_stored(joined, compression))
    assert landing.reasons == []
    assert_landed(landing, records)
    assert landing.report.records == landing.report.landed == len(records)


@SETTINGS
@given(
    st.lists(RECORDS | DAMAGE, min_size=1, max_size=8),
    SEPARATORS,
    COMPRESSIONS,
    st.integers(0, 99),
)
def test_intact_records_survive_the_damage_beside_them(
    land, parts, separator, compression, seed
):
    records = [one for one in parts if not isinstance(one, Damage)]
    pieces = [
        one.content if isinstance(one, Damage) else as_json(one).encode()
        for one in parts
    ]
    landing = land(_stored(_joined(pieces, separator, seed), compression))
    ids = [record["event_id"] for record in records]
    landed = [row for row in landing.rows if row["event_id"] in ids]
    landing.rows[:] = landed
    assert_landed(landing, records)


@SETTINGS
@given(st.lists(st.tuples(RECORDS, GARBAGE), min_size=1, max_size=5), COMPRESSIONS)
def test_one_damaged_stretch_is_one_rejected_record(land, pairs, compression):
    joined = []
    for record, damage in pairs:
        garbage = damage.content.replace(b"{", b"(")  # nothing in it may begin a record
        joined += [
            as_json(record).encode(),
            b"\n#" + garbage.replace(b"\n", b"") + b"\n",
        ]
    landing = land(_stored(joined, compression))
    assert_landed(landing, [record for record, _ in pairs])
    assert len(landing.rejected) == len(pairs)
    numbers = [row["record_number"] for row in landing.rejected]
    assert numbers == [2 * place for place in range(1, len(pairs) + 1)]


@SETTINGS
@given(st.binary(max_size=60))
@example(b'{"event_id":"a"}x}')
@example(b"\x1f\x8b\x08")
@example(b"\xef\xbb\xbf")
def test_any_bytes_at_all_are_counted(land, content):
    landing = land(content)
    report = landing.report
    assert report.records == report.landed + report.rejected
    assert (report.landed, report.rejected) == (
        len(landing.rows),
        len(landing.rejected),
    )
    [ledger] = landing.objects
    assert ledger["records"] == report.records


_EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(
            [b"", b",", b"}", b"{", b'"', b"\\", b"\0", b"\xff", b"0", b"-"]
        ),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=2,
)


@SETTINGS
@given(RECORDS, _EDITS)
@example({"event_id": "a", "price": Digits("nan")}, [])
@example({"event_id": "a", "size": Digits("-inf")}, [])
def test_sql_lands_exactly_what_the_strict_parser_takes(land, record, edits):
    content = as_json(record).replace("\n", " ").encode()
    for place, added, dropped in edits:
        at = int(place * len(content))
        content = content[:at] + added + content[at + dropped :]
    judged = judge(content)
    if judged.record is not None:
        judged = written(judged.record, contract_of("event"))
    landing = land(b'{"event_id": "before"}\n' + content + b'\n{"event_id": "after"}')
    whole = [row for row in landing.rows if row["record_number"] == 2]
    if judged.record is not None:
        assert landing.reasons == []
        assert len(whole) == 1
    else:  # two edits may have made two records of one
        assert landing.reasons or len(landing.rows) > 3


@pytest.mark.parametrize("literal", ["NaN", "nan", "inf", "Infinity", "-inf", "-NaN"])
@pytest.mark.parametrize("where", ['"price": {}', '"size": {}', '"size": [1, {}]'])
def test_a_literal_that_json_does_not_have_is_set_aside(land, literal, where):
    told = where.format(literal)
    landing = land(f'{{"event_id": "a", {told}}}\n{{"event_id": "b"}}'.encode())
    assert [row["event_id"] for row in landing.rows] == ["b"]
    assert len(landing.reasons) == 1


def test_unknown_keys_are_sorted_json(land):
    [row] = land(b'{"user_id": "1", "b": [1, "x"], "a": null, "B": {"c": 1}}').rows
    assert row["extra"] == '{"B":{"c":1},"b":[1,"x"]}'


@pytest.mark.parametrize("depth", [200, 700, 980, 5_000])
def test_a_record_nested_deeply_is_landed_or_set_aside(land, depth):
    nested = b'{"a":' * depth + b"1" + b"}" * depth
    content = b'{"event_id": 1.5, "x":' + nested + b'}\n{"event_id": "b"}'
    landing = land(content)
    assert landing.rows[-1]["event_id"] == "b"
    assert landing.report.records == 2


def test_an_object_in_a_known_field_is_found_beside_blank_lines(land):
    landing = land(b'{"event_id":"a","brand":{"x":1}}\n  \n{"event_id":"b"}')
    assert [row["event_id"] for row in landing.rows] == ["b"]
    assert landing.reasons == ["brand is a JSON object, not a text or number"]
