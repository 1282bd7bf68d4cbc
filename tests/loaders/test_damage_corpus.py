"""One object for each fault that is known: what lands of it and what is set aside."""

from functools import cache

import pytest
from fixtures import make_firehose

FOLDER = make_firehose.FOLDER
CUT = "gzip is cut short or damaged"

# name → records landed, and the words of the reason of each that is set aside
FAULTS = {
    "two_records_no_newline.gz": (2, []),
    "newlines": (3, []),
    "blank_lines": (2, []),
    "crlf": (3, []),
    "byte_order_mark": (2, []),
    "several_members.gz": (3, []),
    "gzip_in_gzip.gz": (3, []),
    "gzip_padded_with_zeros.gz": (2, []),
    "gzip_without_suffix": (1, []),
    "plain_behind_gzip.gz": (2, []),
    "suffix_without_gzip.gz": (2, []),
    "empty": (0, []),
    "empty.gz": (0, []),
    "only_white_space": (0, []),
    "pretty_printed": (3, []),
    "braces_in_text": (3, []),
    "nested_lines": (2, []),
    "duplicate_keys": (2, []),
    "text_that_looks_like_json": (2, []),
    "text_that_says_nan": (2, []),
    "no_known_field": (2, []),
    "ids_are_digits": (1, []),
    "longest_field": (1, []),
    "lone_surrogate": (2, ["half of a surrogate pair"]),
    "nul_character": (2, ["holds a NUL character"]),
    "nul_in_an_unknown_key": (2, ["holds a NUL character"]),
    "nul_byte": (2, ["Invalid control character"]),
    "trailing_comma": (2, ["Expecting property name"]),
    "trailing_comma_inside": (2, ["not JSON: Expecting value"]),
    "not_a_number": (2, ["NaN is not a JSON number"]),
    "infinity": (2, ["-Infinity is not a JSON number"]),
    "single_quotes": (2, ["Expecting property name"]),
    "a_comment": (2, ["not JSON: Expecting ',' delimiter"]),
    "number_with_leading_zero": (2, ["not JSON: Expecting ',' delimiter"]),
    "control_character": (2, ["Invalid control character"]),
    "bad_utf8": (2, ["not UTF-8: byte 0xe9"]),
    "array.json": (2, ["a JSON array, not an object"]),
    "scalar": (2, ["a JSON number, not an object"]),
    "null": (2, ["a JSON null, not an object"]),
    "csv": (2, ["not JSON: Expecting value"]),
    "field_is_an_object": (1, ["brand is a JSON object"]),
    "field_is_an_array": (1, ["user_id is a JSON array"]),
    "too_long_field": (1, ["brand is over 65,535 bytes"]),
    "too_long_extra": (1, ["unknown keys are over 65,535 bytes"]),
    "too_long_record.gz": (1, ["over 1,000 KiB"]),
    "cut_mid_record.gz": (2, ["not JSON: "]),
    "cut_between_records": (2, ["not JSON: "]),
    "garbage_amid_records": (2, ["not UTF-8: byte 0xff"]),
    "garbage_at_the_end": (2, ["not JSON: Expecting value"]),
    "stray_byte": (2, ["not UTF-8: byte 0xef"]),
    "stray_brace": (3, ["not JSON: Expecting value"]),
    "gzip_cut_short.gz": (None, [CUT]),
    "gzip_cut_in_its_head.gz": (0, [CUT]),
    "gzip_cut_before_its_check.gz": (2, [CUT]),
    "gzip_in_gzip_cut_short.gz": (None, [CUT]),
    "gzip_broken_amid_members.gz": (2, [CUT]),
    "firehose_error_envelope": (0, ["could not deliver it: Lambda.FunctionError"]),
    "conversion_error_envelope": (0, ["could not deliver it: DataFormatConversion"]),
}


@pytest.fixture(scope="module")
def alone(land):
    """What lands of one object by itself, found out once."""
    return cache(lambda name: land({name: (FOLDER / name).read_bytes()}))


def test_every_object_has_its_row_and_every_row_its_object():
    files = {path.name for path in FOLDER.iterdir()}
    assert files == set(FAULTS) == set(make_firehose.OBJECTS)


@pytest.mark.parametrize("name", FAULTS)
def test_good_records_land_and_each_fault_is_told(alone, name):
    landed, reasons = FAULTS[name]
    found = alone(name)
    assert len(found.reasons) == len(reasons), found.reasons
    for told, words in zip(found.reasons, reasons, strict=True):
        assert words in told
    if landed is None:  # how far a cut gzip reads on is not ours to say
        events = [f"event-{number}" for number in range(60)]
        ids = [row["event_id"] for row in found.rows]
        assert ids == events[: len(ids)]
        assert 20 < len(ids) < 60
    else:
        assert len(found.rows) == landed
    assert found.report.records == len(found.rows) + len(reasons)
    assert len(found.objects) == 1


@pytest.mark.parametrize("name", FAULTS)
def test_every_record_has_its_number_and_every_rejected_one_its_bytes(alone, name):
    found = alone(name)
    numbers = [row["record_number"] for row in found.rows + found.rejected]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    for row in found.rejected:
        assert len(row["raw"]) == min(row["byte_count"], 1_024_000)
        assert row["object_hash"] == found.objects[0]["object_hash"]


def test_all_objects_at_once_land_as_each_alone(land, alone):
    objects = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    together = land(objects)
    for name in objects:
        for rows, every in (
            (alone(name).rows, together.rows),
            (alone(name).rejected, together.rejected),
        ):
            wanted = [row for row in every if row["object_key"] == name]
            assert [without_load(row) for row in rows] == list(
                map(without_load, wanted)
            )
    reports = [alone(name).report for name in objects]
    assert together.report.landed == sum(one.landed for one in reports)
    assert together.report.rejected == sum(one.rejected for one in reports)


def without_load(row):
    """A row without what tells of the load."""
    technical = {"load_id", "load_sequence", "landed_at"}
    return {name: row[name] for name in row.keys() - technical}


def test_a_lone_fault_in_the_middle_leaves_the_bytes_it_took(land):
    content = (FOLDER / "garbage_amid_records").read_bytes()
    found = land(content)
    [row] = found.rejected
    start = row["byte_offset"]
    assert content[start : start + row["byte_count"]] == row["raw"]
    assert row["raw"] == b"\x00\xff\x80garbage}{["
    assert row["record_number"] == 2
