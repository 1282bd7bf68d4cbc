"""Intact records found again amid damage."""

import pytest

from loaders.resync import reread

A, B = b'{"event_id": "a"}', b'{"event_id": "b"}'
SPLIT = b'{"event_id": "\\ud800"}'


def found(content, start=0, end=None):
    """What is read, as ids of records and bytes of damage."""
    stop = len(content) if end is None else end
    return [
        one.judged.record["event_id"]
        if one.judged.record is not None and "event_id" in one.judged.record
        else content[one.start : one.end]
        for one in reread(content, start, stop, lambda record: "event_id" in record)
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(A + B, ["a", "b"], id="two glued records"),
        pytest.param(b"#" + A, [b"#", "a"], id="damage in front"),
        pytest.param(A + b"#", ["a", b"#"], id="damage behind"),
        pytest.param(A + b"# \r\n", ["a", b"#"], id="white space behind damage"),
        pytest.param(
            b"##" + A + b"##" + B, [b"##", "a", b"##", "b"], id="two stretches"
        ),
        pytest.param(b'{"event_id": "x' + A, [b'{"event_id": "x', "a"], id="cut text"),
        pytest.param(b'{"x": [1, ' + A + B, [b'{"x": [1,', "a", "b"], id="cut array"),
        pytest.param(
            b'{"x": {"y": 1}, # ' + A, [b'{"x": {"y": 1}, #', "a"], id="nested"
        ),
        pytest.param(b"\xef\xbb\xbf" + A, ["a"], id="byte-order mark"),
        pytest.param(b"\xef" + A, [b"\xef", "a"], id="a third of a byte-order mark"),
        pytest.param(A + b"\xbb\n" + B, ["a", b"\xbb", "b"], id="a stray byte"),
        pytest.param(A + b"}}" + B, ["a", b"}}", "b"], id="stray braces"),
        pytest.param(b"[" + A + b"]\n" + B, [b"[" + A + b"]", "b"], id="an array"),
        pytest.param(b"12\n" + A, [b"12", "a"], id="a number"),
        pytest.param(b"12 13\n" + A, [b"12 13", "a"], id="two numbers on a line"),
        pytest.param(b'{"event_id":\n"a"\n}\n' + B, ["a", "b"], id="several lines"),
        pytest.param(SPLIT + A, [SPLIT, "a"], id="half a surrogate pair"),
        pytest.param(b"{{{{" + A, [b"{{{{", "a"], id="many braces"),
        pytest.param(b"", [], id="nothing"),
        pytest.param(b" \r\n\t", [], id="white space"),
    ],
)
def test_records_and_damage_come_in_the_order_of_their_bytes(content, expected):
    assert found(content) == expected


def test_an_object_inside_a_broken_record_is_no_record():
    content = b'{"event_id": "cut", "shelf": {"row": 1}, "x": "\n' + A
    assert found(content) == [content[: -len(A) - 1], "a"]


def test_a_record_of_the_kind_inside_damage_is_one():
    assert found(b"[#" + A + b"#]") == [b"[#", "a", b"#]"]


def test_a_record_that_begins_inside_may_end_behind():
    content = b'{"event_id":\n"a"}' + B
    assert found(content, 0, 13) == ["a"]


def test_reading_starts_and_ends_where_it_is_told():
    assert found(A + b"#" + B, len(A), len(A) + 1) == [b"#"]


@pytest.mark.parametrize("size", [4_000, 4_096, 4_097, 70_000, 900_000])
def test_a_long_record_is_read_whole(size):
    content = b'{"event_id": "a", "x": "' + b"y" * size + b'"}'
    assert found(content + B) == ["a", "b"]


def test_a_record_over_the_limit_is_one_damaged_stretch():
    long = b'{"event_id": "a", "x": [' + b"1," * 600_000 + b"1]}"
    assert found(long + b"\n" + B) == [long, "b"]


def test_a_look_that_cuts_an_escape_or_a_literal_looks_further():
    for size in range(4_050, 4_100):
        escape = (
            b'{"event_id": "a", "x": "' + b"y" * size + b'\\ud83d\\ude00", "z": true}'
        )
        assert found(escape + B) == ["a", "b"]
