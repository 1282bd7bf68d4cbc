"""The pieces of one object: which are whole, which were read again, their numbers."""

import json

import numpy as np
import pytest

from contracts import contract_of
from loaders.decode import Damage, record_bounds
from loaders.pieces import Pieces

EVENT = contract_of("event")
A, B, C = (json.dumps({"event_id": one}).encode() for one in "abc")


def belongs(record):
    return "event_id" in record


def read(content, invalid=(), damage=()):
    pieces = Pieces(content, record_bounds(content), damage)
    pieces.read_again(np.array(invalid, np.int64), belongs)
    return pieces


def told(pieces):
    """Number and id of each record that was read again."""
    return [
        (number, json.loads(text)["event_id"])
        for number, text in pieces.repaired(EVENT)
    ]


def test_undamaged_pieces_are_whole_and_numbered_from_one():
    pieces = read(A + b"\n" + B + C)
    assert pieces.is_whole.all()
    assert pieces.numbers.tolist() == [1, 2, 3]
    assert (pieces.repaired(EVENT), pieces.rejected()) == ([], [])
    assert pieces.landed == 3


def test_no_bytes_are_no_pieces():
    pieces = read(b"")
    assert (pieces.count, pieces.landed, pieces.rejected()) == (0, 0, [])
    assert not pieces.may_nest()


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(b"#", id="no brace in front"),
        pytest.param(b'{"event_id": "x"', id="no brace behind"),
        pytest.param(b'{"event_id": "x",}', id="trailing comma"),
        pytest.param(b'{"event_id": "x", }', id="trailing comma and a blank"),
    ],
)
def test_a_piece_that_looks_odd_is_read_again_unasked(odd):
    pieces = read(A + b"\n" + odd + b"\n" + B)
    assert pieces.is_whole.tolist() == [True, False, True]
    assert pieces.numbers.tolist() == [1, 2, 3]
    assert told(pieces) == []
    [rejected] = pieces.rejected()
    assert rejected.raw == odd
    assert (rejected.record_number, rejected.byte_offset) == (2, len(A) + 1)
    assert pieces.landed == 2


def test_records_behind_one_that_was_cut_apart_keep_their_order():
    content = b'{"event_id":\n"x"\n}' + A + b"\n" + B
    pieces = read(content, invalid=[0, 1, 2])
    assert told(pieces) == [(1, "x")]
    assert pieces.is_whole.tolist() == [False, False, False, True, True]
    assert pieces.numbers.tolist()[3:] == [2, 3]


def test_several_records_in_one_piece_each_have_a_number():
    content = A + b" " + B + b"\n" + C
    pieces = read(content, invalid=[0])
    assert told(pieces) == [(1, "a"), (2, "b")]
    assert pieces.numbers.tolist()[-1] == 3
    assert pieces.landed == 3


def test_a_blank_line_has_no_number():
    pieces = read(A + b"\n  \n" + B)
    assert pieces.count == 2
    assert pieces.numbers[-1] == 2
    assert (told(pieces), pieces.rejected(), pieces.landed) == ([], [], 2)


def test_a_brace_is_looked_for_inside_even_beside_a_blank_line():
    pieces = read(b'{"event_id": "a", "x": {}}\n  \n' + B)
    assert pieces.may_nest()


def test_two_runs_of_damage_are_two_rejected_records():
    pieces = read(b"#\n" + A + b"\n##\n" + B + b"\n")
    assert [one.raw for one in pieces.rejected()] == [b"#", b"##"]
    assert [one.record_number for one in pieces.rejected()] == [1, 3]


def test_broken_compression_gives_its_reason_to_the_record_it_cut():
    content = A + b'{"event_id": "cut'
    pieces = read(content, damage=(Damage(len(content), "cut short", b"raw"),))
    [rejected] = pieces.rejected()
    assert (rejected.reason, rejected.raw) == ("cut short", b'{"event_id": "cut')


def test_broken_compression_between_records_is_a_record_of_its_own():
    pieces = read(A + b"\n", damage=(Damage(len(A) + 1, "cut short", b"raw"),))
    assert told(pieces) == []
    [rejected] = pieces.rejected()
    assert (rejected.record_number, rejected.raw) == (2, b"raw")
    assert pieces.landed == 1


def test_one_piece_that_sql_was_not_sure_of_is_judged():
    pieces = read(A + b'{"event_id": 1.0}' + B)
    pieces.read_odd([1])
    assert pieces.is_whole.tolist() == [True, False, True]
    assert told(pieces) == [(2, "1.0")]
    assert pieces.landed == 3


def test_a_rejected_record_keeps_its_length_and_at_most_1000_kib():
    long = b'{"event_id": "' + b"x" * 1_100_000 + b'"}'
    pieces = read(A + b"\n" + long + b"\n" + B)
    [rejected] = pieces.rejected()
    assert rejected.byte_count == len(long)
    assert rejected.raw == long[:1_024_000]
