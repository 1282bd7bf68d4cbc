"""The schema, the records that it is explained with, and the loader agree."""

import json

import pytest
from fixtures.event_schema import accepts, is_junk
from fixtures.records import CORPUS, GOOD, Digits, as_json

from contracts import contract_of
from contracts.kinds import schema_of

FORM = " that is an object", " that is a list"


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.spoken)
def test_the_schema_accepts_exactly_what_is_called_accepted(case):
    assert accepts(case.record) == case.accepted


def test_spoken_names_are_told_apart():
    assert len({case.spoken for case in CORPUS}) == len(CORPUS)


def test_every_field_of_the_schema_has_a_case():
    changed = {
        name
        for case in CORPUS
        for name, value in case.record.items()
        if GOOD.get(name) != value
    }
    assert set(contract_of("event").fields) <= changed


def test_the_loader_sets_aside_what_is_no_record_and_lands_the_rest(land):
    delivered = "\n".join(as_json(case.record) for case in CORPUS).encode()
    found = land(delivered)
    aside = [case.spoken for case in CORPUS if case.spoken.endswith(FORM)]
    numbers = {row["record_number"] for row in found.rejected}
    assert [CORPUS[number - 1].spoken for number in sorted(numbers)] == aside


def test_every_landed_value_is_the_delivered_text(land):
    delivered = "\n".join(as_json(case.record) for case in CORPUS).encode()
    ids = contract_of("event").id_fields
    for row in land(delivered).rows:
        case = CORPUS[row["record_number"] - 1]
        for name in contract_of("event").fields[1:]:
            value = case.record.get(name)
            told = json.dumps(value) if isinstance(value, bool) else value
            if name in ids or not isinstance(value, Digits):
                assert row[name] == told, (case.spoken, name)
            else:
                assert float(row[name]) == float(value), (case.spoken, name)


def test_an_absent_or_junk_event_id_is_derived(land):
    delivered = "\n".join(as_json(case.record) for case in CORPUS).encode()
    for row in land(delivered).rows:
        case = CORPUS[row["record_number"] - 1]
        own = case.record.get("event_id")
        if is_junk(own):
            assert row["event_id"].startswith("~"), case.spoken
        else:
            assert row["event_id"] == own, case.spoken


@pytest.mark.parametrize("kind", ["event", "invoice_line"])
def test_every_field_says_what_it_is(kind):
    for name, rules in schema_of(kind)["properties"].items():
        assert rules["description"].endswith("."), name
