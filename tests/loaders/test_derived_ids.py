"""A record without an id gets one of its content, and of nothing beside it."""

import hashlib
import json
import random
from collections import Counter

import pytest
from fixtures.records import Digits, as_json


def test_an_equal_record_in_one_object_has_another_id(land):
    record = b'{"event_type": "view", "user_id": "1", "note": [1]}'
    landing = land(record * 3)
    assert len({row["event_id"] for row in landing.rows}) == 3
    assert all(row["event_id"].startswith("~") for row in landing.rows)


def test_a_batch_delivered_in_two_objects_has_the_same_ids_in_both(land):
    records = [b'{"user_id": "1"}', b'{"user_id": "2", "x": 1}', b'{"user_id": "1"}']
    first = land({"a": b"".join(records), "b": b"\n".join(reversed(records))})
    ids = {
        key: sorted(row["event_id"] for row in first.rows if row["object_key"] == key)
        for key in ("a", "b")
    }
    assert ids["a"] == ids["b"]
    assert len(set(ids["a"])) == 3


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\n{garbage\n", id="damage"),
        pytest.param(b'{"event_id": 1.0}', id="a number as an id"),
        pytest.param(b'{"event_id": "x", "a": 1, "A": 2}', id="keys told by case"),
        pytest.param(
            json.dumps({f"k{number}": 1 for number in range(150)}).encode(),
            id="many unknown keys",
        ),
    ],
)
def test_a_derived_id_does_not_depend_on_the_neighbours(land, beside):
    record = {
        "user_id": Digits("17850.0"),
        "price": Digits("1.50"),
        "brand": 'ü"\\/',
        "zone": {"b": Digits("1.0"), "a": ["é", None, Digits("10")]},
        "line\u001fend": "x\n",
        "gone": None,
    }
    content = as_json(record).encode()
    [alone] = land(content).rows
    found = land(content + beside).rows
    assert found[0]["event_id"] == alone["event_id"]
    assert found[0]["extra"] == alone["extra"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"user_id": "2"}, id="another value"),
        pytest.param({"brand": "", "user_id": None}, id="a value moved"),
        pytest.param({"x": 2}, id="another unknown value"),
        pytest.param({"y": 1}, id="another unknown key"),
        pytest.param({"brand": ""}, id="empty is not absent"),
    ],
)
def test_another_content_has_another_derived_id(land, change):
    record = {"event_type": "view", "user_id": "1", "x": 1}
    landing = land(json.dumps(record).encode() + json.dumps(record | change).encode())
    first, second = landing.rows
    assert first["event_id"] != second["event_id"]


def test_null_and_absent_are_the_same_content(land):
    landing = land(
        {"a": b'{"user_id": "1"}', "b": b'{"brand": null, "x": null, "user_id": "1"}'}
    )
    first, second = landing.rows
    assert first["event_id"] == second["event_id"]
    assert first["extra"] == second["extra"]


# One content in bytes that differ; the last but one only Python can judge, and the
# last is read again because it is cut in two.
SPELLINGS = (
    b'{"user_id": "%d", "brand": "b"}',
    b'{"user_id": %d, "brand": "b"}',
    b'{"brand":"b","user_id":"%d"}',
    b'{"user_id": "%d", "event_id": null, "brand": "b"}',
    b'{"user_id": "%d", "brand": "b", "event_type": null, "note": null}',
    b'{"user_id": "%d", "price": 1.5, "price": null, "brand": "b"}',
    b'{"user_id": "%d",\n"brand": "b"}',
)


@pytest.mark.parametrize("spellings", [1, 2, 4, len(SPELLINGS)])
def test_equal_records_are_numbered_by_their_place_however_they_are_written(
    land, spellings
):
    chance = random.Random(spellings)
    users = [chance.randrange(1, 6) for _ in range(120)]
    written = [chance.choice(SPELLINGS[:spellings]) % user for user in users]
    landing = land(b"\n".join(written))
    rows = sorted(landing.rows, key=lambda row: row["record_number"])
    assert [row["user_id"] for row in rows] == [str(user) for user in users]
    seen: Counter[int] = Counter()
    firsts: dict[int, str] = {}
    for user, row in zip(users, rows, strict=True):
        seen[user] += 1
        first = firsts.setdefault(user, row["event_id"])
        told = hashlib.md5(f"{first}:{seen[user]}".encode()).hexdigest()
        assert row["event_id"] == (first if seen[user] == 1 else f"~{told}")
