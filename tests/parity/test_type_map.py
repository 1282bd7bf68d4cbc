"""Types of both engines answer to each other, lengths where they are declared."""

import pytest
from declared import read_declared
from type_map import TYPES, TypeMap

DECLARED = {"marts.fct_orders": {"order_id": "varchar(64)", "amount": "decimal(18, 2)"}}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("VARCHAR", "character varying(64)"),
        ("DECIMAL(18,2)", "numeric(18,2)"),
        ("BIGINT", "bigint"),
        ("DOUBLE", "double precision"),
        ("TIMESTAMP", "timestamp without time zone"),
        ("DATE", "date"),
        ("BOOLEAN", "boolean"),
    ],
)
def test_types_that_answer_to_each_other(ours, theirs):
    assert TypeMap({}).mismatch("marts.fct_new", "c", ours, theirs) is None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param("BIGINT", "integer", id="narrower integer"),
        pytest.param("HUGEINT", "numeric(38,0)", id="unbounded integer"),
        pytest.param("DECIMAL(18,2)", "numeric(18,4)", id="scale"),
        pytest.param("DECIMAL(18,2)", "numeric(38,2)", id="precision"),
        pytest.param("DECIMAL(18,2)", "numeric(None,None)", id="no precision"),
        pytest.param("DOUBLE", "numeric(18,2)", id="double or decimal"),
        pytest.param("VARCHAR", "text", id="no length"),
        pytest.param("VARCHAR", "character(64)", id="padded text"),
        pytest.param("VARCHAR", "character varying(65536)", id="too long"),
        pytest.param("TIMESTAMP", "timestamp with time zone", id="zone"),
        pytest.param("DATE", "timestamp without time zone", id="date or time"),
        pytest.param("FLOAT", "real", id="coarse"),
    ],
)
def test_types_that_do_not(ours, theirs):
    told = TypeMap({}).mismatch("marts.fct_new", "c", ours, theirs)
    assert told is not None
    assert theirs in told


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("character varying(64)", None),
        (
            "character varying(256)",
            "declared varchar(64), character varying(256) in redshift",
        ),
        ("character varying", "declared varchar(64), character varying in redshift"),
    ],
)
def test_a_declared_length_must_be_there(theirs, expected):
    types = TypeMap(DECLARED)
    assert types.mismatch("marts.fct_orders", "order_id", "VARCHAR", theirs) == expected


def test_a_declared_scale_must_be_there():
    types = TypeMap(DECLARED)
    told = types.mismatch("marts.fct_orders", "amount", "DECIMAL(9,2)", "numeric(9,2)")
    assert told == "declared decimal(18, 2), numeric(9,2) in redshift"


def test_only_texts_and_bytes_become_one_type():
    told = [kind for kind in TYPES.values() if kind != "character varying"]
    assert len(set(told)) == len(told) == len(TYPES) - len({"VARCHAR", "BLOB"})


def test_a_manifest_tells_keys_and_types(tmp_path):
    manifest = tmp_path / "manifest.json"
    manifest.write_text(
        """{
        "nodes": {
            "model.footfall.fct_new": {
                "resource_type": "model", "schema": "marts", "name": "fct_new",
                "columns": {"new_id": {"name": "new_id", "data_type": "varchar(32)"}}
            },
            "seed.footfall.junk": {
                "resource_type": "seed", "schema": "seeds", "name": "junk",
                "config": {"column_types": {"value": "varchar(64)"}}, "columns": {}
            },
            "test.a": {
                "resource_type": "test",
                "test_metadata": {
                    "name": "rows_obey", "kwargs": {"keys": ["a, b", "new_id"]}
                },
                "depends_on": {"nodes": ["model.footfall.fct_new"]}
            }
        },
        "sources": {}
        }""",
        "utf-8",
    )
    declared = read_declared(manifest)
    assert declared.keys["marts.fct_new"] == ["new_id"]
    assert declared.types["marts.fct_new"] == {"new_id": "varchar(32)"}
    assert declared.types["seeds.junk"] == {"value": "varchar(64)"}
    assert declared.types["landing.events"]["event_id"] == "varchar(65535)"
    assert declared.types["landing.rejected_records"]["raw"] == "varchar(65535)"
    assert declared.keys["landing.events"][0] == "object_key"
