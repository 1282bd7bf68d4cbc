"""Compression undone, and the places where records begin and end."""

import gzip
import random
from itertools import pairwise

import numpy as np
import pytest

from loaders.decode import inflate, record_bounds

A, B = b'{"event_id": "a"}', b'{"event_id": "b"}'


def squeezed(content):
    return gzip.compress(content, mtime=0)


def pieces(content):
    bounds = record_bounds(content).tolist()
    return [content[low:high] for low, high in pairwise(bounds)]


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(A + B, id="plain"),
        pytest.param(squeezed(A + B), id="gzip"),
        pytest.param(squeezed(A) + squeezed(B), id="two members"),
        pytest.param(squeezed(b"") + squeezed(A) + squeezed(B), id="an empty member"),
        pytest.param(squeezed(squeezed(A + B)), id="gzip in gzip"),
        pytest.param(squeezed(squeezed(A) + squeezed(B)), id="members in gzip"),
        pytest.param(squeezed(squeezed(A)) + squeezed(squeezed(B)), id="twice twice"),
        pytest.param(squeezed(squeezed(squeezed(A + B))), id="three layers"),
        pytest.param(squeezed(A) + B, id="plain behind gzip"),
        pytest.param(squeezed(A + B) + bytes(100), id="padded with zeros"),
    ],
)
def test_every_layer_of_gzip_is_undone(stored):
    assert inflate(stored).data == A + B
    assert inflate(stored).damage == ()


def test_layers_end_somewhere():
    stored = A
    for _ in range(20):
        stored = squeezed(stored)
    assert inflate(stored).data != A


def test_many_small_members_are_one_object():
    assert inflate(squeezed(A) * 3_000).data == A * 3_000


def test_a_later_member_longer_than_one_look_is_whole():
    long = random.Random(1).randbytes(200_000)
    assert inflate(squeezed(A) + squeezed(long) + squeezed(B)).data == A + long + B


@pytest.mark.parametrize("cut", [1, 4, 8, 9, 15])
def test_a_cut_member_gives_what_precedes_the_cut(cut):
    found = inflate(squeezed(A + B)[:-cut])
    assert (A + B).startswith(found.data)
    [damage] = found.damage
    assert damage.offset == len(found.data)
    assert damage.raw == squeezed(A + B)[:-cut]


def test_members_behind_a_damaged_one_are_found_again():
    broken = squeezed(A * 50)[:-20]
    found = inflate(squeezed(A) + broken + squeezed(B) + squeezed(A))
    assert found.data.startswith(A)
    assert found.data.endswith(B + A)
    [damage] = found.damage
    assert damage.raw == broken
    assert found.data[damage.offset :] == B + A


def test_a_changed_byte_is_damage():
    stored = bytearray(squeezed(random.Random(2).randbytes(10_000)))
    stored[5_000] ^= 1
    assert len(inflate(bytes(stored)).damage) == 1


@pytest.mark.parametrize("cut", [3, 30, 60, 90])
def test_a_cut_through_two_layers_is_told_once(cut):
    inner = b"".join(squeezed(random.Random(place).randbytes(40)) for place in range(9))
    found = inflate(squeezed(inner)[:-cut])
    assert len(found.damage) == 1
    assert found.damage[0].offset == len(found.data)


def test_a_cut_between_inner_members_is_told_where_it_is():
    inner = squeezed(A) + squeezed(B)
    outer = gzip.compress(inner, compresslevel=0, mtime=0)
    whole_first = outer.index(squeezed(B))
    found = inflate(outer[:whole_first])
    assert found.data == A
    assert [one.offset for one in found.damage] == [len(A)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b" \n", [], id="white space"),
        pytest.param(A, [A], id="one"),
        pytest.param(A + B, [A, B], id="no separator"),
        pytest.param(A + b"\n" + B, [A + b"\n", B], id="newline"),
        pytest.param(A + b"\r\n" + B + b"\r\n", [A + b"\r\n", B + b"\r\n"], id="crlf"),
        pytest.param(A + b"\n\n" + B, [A + b"\n\n", B], id="empty line"),
        pytest.param(b"\n" + A, [b"\n" + A], id="empty line in front"),
        pytest.param(b"\xef\xbb\xbf" + A + B, [A, B], id="byte-order mark"),
        pytest.param(b"{}{}", [b"{}", b"{}"], id="empty objects"),
        pytest.param(b'{"a": "}{x"}', [b'{"a": "}{x"}'], id="braces in a text"),
        pytest.param(b"}{", [b"}{"], id="braces at the end"),
    ],
)
def test_a_piece_is_one_record_with_the_white_space_around_it(content, expected):
    got = pieces(content)
    assert [one.strip() for one in got] == [one.strip() for one in expected]


@pytest.mark.parametrize("length", range(-3, 4))
def test_a_boundary_at_the_edge_of_a_page_is_found(length):
    page = 1 << 20
    filler = b'{"a": "' + b"x" * (page - 9 + length) + b'"}'
    for separator in (b"", b"\n", b"\r\n"):
        content = filler + separator + A + separator + B
        assert [one.strip() for one in pieces(content)] == [filler, A, B]


def test_pieces_cover_every_byte_but_white_space_at_the_end():
    rng = random.Random(3)
    for _ in range(300):
        content = bytes(rng.choices(b'{}"\n\r a\xef', k=rng.randrange(40)))
        bounds = record_bounds(content)
        assert np.all(np.diff(bounds) > 0)
        mark = 3 if content.startswith(b"\xef\xbb\xbf") else 0
        assert bounds[0] == mark
        assert content[bounds[-1] :].strip() == b""
