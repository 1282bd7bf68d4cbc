"""One record, judged exactly."""

import json

import pytest

from contracts import contract_of
from loaders.exact import MAX_FIELD_BYTES, MAX_RECORD_BYTES, Digits, judge, written

EVENT = contract_of("event")


def text_of(record):
    return written(record, EVENT).record["text"]


@pytest.mark.parametrize(
    "digits",
    ["0", "-0", "17850.0", "1E5", "1e400", "12345678901234567890", "9" * 25, "0.10"],
)
def test_a_number_keeps_its_digits(digits):
    judged = judge(f'{{"user_id": {digits}, "x": [{digits}]}}'.encode())
    assert judged.record == {"user_id": digits, "x": [digits]}
    assert text_of(judged.record) == f'{{"user_id":"{digits}","x":[{digits}]}}'


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(b"", "Expecting value at byte 0", id="nothing"),
        pytest.param(b'{"a": 1,}', "property name", id="trailing comma"),
        pytest.param(b'{"a": [1,]}', "Expecting value", id="trailing comma inside"),
        pytest.param(b'{"a": NaN}', "NaN is not a JSON number", id="NaN"),
        pytest.param(b'{"a": -Infinity}', "-Infinity is not", id="infinity"),
        pytest.param(b'{"a": 012}', "delimiter at byte 7", id="leading zero"),
        pytest.param(b'{"a": "\xff"}', "not UTF-8: byte 0xff at 7", id="bad UTF-8"),
        pytest.param(b'{"a": "\t"}', "control character", id="control character"),
        pytest.param(b'{"a": "\\u0000"}', "NUL", id="NUL"),
        pytest.param(b'{"\\u0000": 1}', "NUL", id="NUL in a key"),
        pytest.param(b'{"a": {"b": ["\\u0000"]}}', "NUL", id="NUL deep inside"),
        pytest.param(b'{"a": "\\ud800"}', "surrogate", id="high surrogate"),
        pytest.param(b'{"a": "\\udc00x"}', "surrogate", id="low surrogate"),
        pytest.param(b"[1]", "a JSON array, not an object", id="array"),
        pytest.param(b'"a"', "a JSON text, not an object", id="text"),
        pytest.param(b"17850.0", "a JSON number, not an object", id="number"),
        pytest.param(b"true", "a JSON boolean, not an object", id="boolean"),
        pytest.param(b"null", "a JSON null, not an object", id="null"),
        pytest.param(b'{"a": 1}{"b": 2}', "Extra data at byte 8", id="two records"),
        pytest.param(b'{"a":' * 5_000, "nested too deeply", id="deep"),
    ],
)
def test_what_is_no_record_says_why(raw, words):
    judged = judge(raw)
    assert judged.record is None
    assert words in judged.reason


def test_a_whole_surrogate_pair_is_one_character():
    assert judge(b'{"a": "\\ud83d\\ude00"}').record == {"a": "😀"}


def test_the_place_of_an_error_is_counted_in_bytes():
    assert judge('{"ü": x}'.encode()).reason.endswith("at byte 7")


def test_the_last_of_equal_keys_counts():
    assert judge(b'{"a": 1, "b": 2, "a": 3}').record == {"a": "3", "b": "2"}


@pytest.mark.parametrize("around", [b" ", b"\r\n", b"\xef\xbb\xbf", b"\t\n"])
def test_what_lies_around_a_record_is_no_part_of_it(around):
    assert judge(around + b'{"a": "b"}' + around).record == {"a": "b"}


@pytest.mark.parametrize("over", [0, 1])
def test_a_record_may_be_1000_kib_long(over):
    raw = b'{"a": "' + b"x" * (MAX_RECORD_BYTES - 9 + over) + b'"}'
    assert len(raw) == MAX_RECORD_BYTES + over
    judged = judge(b"\n" + raw + b"\n")
    assert (judged.record is None) == bool(over)
    assert judged.reason == ("over 1,000 KiB" if over else None)


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("character", ["x", "ü", "☃", "😀"])
def test_a_field_may_be_65_535_bytes_long(character, over):
    size = len(character.encode())
    value = character * (MAX_FIELD_BYTES // size) + "x" * (
        MAX_FIELD_BYTES % size + over
    )
    judged = written({"brand": value}, EVENT)
    assert (judged.record is None) == bool(over)
    assert judged.reason == ("brand is over 65,535 bytes" if over else None)


@pytest.mark.parametrize("over", [0, 1])
def test_all_unknown_keys_may_be_65_535_bytes_long(over):
    value = "x" * (MAX_FIELD_BYTES - len('{"note":""}') + over)
    judged = written({"brand": "b", "note": value}, EVENT)
    assert judged.reason == ("unknown keys are over 65,535 bytes" if over else None)


@pytest.mark.parametrize(
    ("value", "words"),
    [({"a": Digits("1")}, "brand is a JSON object"), ([], "brand is a JSON array")],
)
def test_a_known_field_holds_one_value(value, words):
    assert words in written({"brand": value}, EVENT).reason


@pytest.mark.parametrize("code", ["errorCode", "lastErrorCode"])
def test_what_firehose_could_not_deliver_is_set_aside_with_its_reason(code):
    raw = json.dumps({"attemptsMade": 1, code: "Lambda\nFailed", "rawData": "e30="})
    assert judge(raw.encode()).reason == "Firehose could not deliver it: Lambda Failed"


def test_a_long_or_strange_error_code_makes_a_short_line():
    raw = json.dumps({"errorCode": "\ud800\0" + "x" * 5_000, "rawData": ""})
    reason = judge(raw.encode()).reason
    assert reason.isprintable()
    assert len(reason) < 300


@pytest.mark.parametrize("only", ['{"rawData": "x"}', '{"errorCode": "x"}'])
def test_half_an_envelope_is_a_record(only):
    assert judge(only.encode()).record is not None


def test_text_that_says_a_number_stays_a_text():
    record = judge(b'{"price": "1.50", "x": "1.0", "user_id": "017"}').record
    assert text_of(record) == '{"price":"1.50","x":"1.0","user_id":"017"}'


def test_what_is_written_reads_as_it_was():
    raw = '{"brand":"ü\\"\\\\\\n\\u001f","x":{"a":[1.50,null,true,{"b":{}}],"":[]}}'
    assert text_of(judge(raw.encode()).record) == raw
