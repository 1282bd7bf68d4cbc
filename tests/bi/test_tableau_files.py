"""What `footfall bi tableau --redshift` writes, by Tableau's own schema."""

from xml.etree import ElementTree

import pytest
from warehouse import run
from xsd import as_workbook, schema

from bi.choice import choose


@pytest.fixture(scope="module")
def files(target, tmp_path_factory):
    """The data sources of all marts, by their names."""
    folder = tmp_path_factory.mktemp("tableau")
    done = run("bi", "tableau", "--output", folder, "--artifacts", target, "--redshift")
    assert done.exit_code == 0, done.output
    return {path.stem: path.read_bytes() for path in folder.iterdir()}


def fields(tds: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(tds).findall("column")


def test_every_file_is_one_by_tableaus_schema(files, tmp_path):
    rules = schema(tmp_path)
    for name, tds in files.items():
        assert rules.validate(as_workbook(tds)), (name, rules.error_log)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(b'datatype="integer"', b'datatype="bigint"', id="a type"),
        pytest.param(b'role="measure"', b'role="sum"', id="a role"),
        pytest.param(b'name="[session_date]"', b'name="session_date"', id="a name"),
        pytest.param(b'class="tableau"', b'class="dax"', id="a language"),
        pytest.param(b"<desc>", b"<text/><desc>", id="an element"),
    ],
)
def test_the_schema_rejects_what_is_wrong(files, tmp_path, right, wrong):
    tds = files["rpt_funnel_daily"]
    assert right in tds
    assert not schema(tmp_path).validate(as_workbook(tds.replace(right, wrong)))


def test_a_file_has_the_columns_of_its_mart_and_what_they_mean(files, artifacts):
    marts = choose(artifacts)
    assert sorted(files) == [mart.name for mart in marts]
    for mart in marts:
        found = [
            (field.get("name")[1:-1], field.findtext("desc/formatted-text/run"))
            for field in fields(files[mart.name])
            if field.find("calculation") is None
        ]
        told = [(column.name, column.description) for column in mart.columns]
        assert found == told, mart.name
        assert "load_sequence" not in dict(found)


def test_every_metric_is_in_the_file_of_its_mart(files, artifacts):
    found = {
        (name, field.get("caption"))
        for name, tds in files.items()
        for field in fields(tds)
        if field.find("calculation") is not None
    }
    metrics = artifacts.metrics.values()
    assert found == {(one.numerator.mart, one.label) for one in metrics}


def test_no_two_fields_of_a_file_read_the_same(files):
    for name, tds in files.items():
        for key in ("caption", "name"):
            read = [field.get(key).lower() for field in fields(tds)]
            assert len(read) == len(set(read)), (name, key)


def test_what_is_divided_already_is_never_summed(files, artifacts):
    summed = {
        field.get("name")
        for tds in files.values()
        for field in fields(tds)
        if field.get("aggregation") == "Sum"
    }
    assert {"[session_count]", "[net_amount]", "[visitors]"} <= summed
    divided = {
        f"[{column.name}]"
        for mart in choose(artifacts)
        for column in mart.columns
        if column.data_type == "double precision"
    }
    assert summed & divided == set()
    not_sums = ("_rate", "_share", "_seconds", "_lower", "_upper", "_price", "_number")
    assert [name for name in summed if name[:-1].endswith(not_sums)] == []


def test_the_server_is_the_operators_and_no_secret_is_told(
    target, tmp_path, monkeypatch
):
    monkeypatch.setenv("FOOTFALL_REDSHIFT_HOST", "shop.eu-west-1.example.com")
    monkeypatch.setenv("FOOTFALL_REDSHIFT_PORT", "5440")
    monkeypatch.setenv("FOOTFALL_REDSHIFT_DATABASE", "warehouse")
    monkeypatch.setenv("FOOTFALL_REDSHIFT_USER", "someone")
    monkeypatch.setenv("DBT_ENV_SECRET_REDSHIFT_PASSWORD", "sesame")
    done = run(
        *("bi", "tableau", "--output", tmp_path, "--artifacts", target, "--redshift"),
        *("--mart", "fct_events"),
    )
    assert done.exit_code == 0, done.output
    tds = (tmp_path / "fct_events.tds").read_text("utf-8")
    (connection,) = ElementTree.fromstring(tds).iterfind(".//named-connection/*")
    told = [connection.get(key) for key in ("server", "port", "dbname", "schema")]
    assert told == ["shop.eu-west-1.example.com", "5440", "warehouse", "marts"]
    assert not {"username", "password"} & set(connection.attrib)
    assert "someone" not in tds
    assert "sesame" not in tds
