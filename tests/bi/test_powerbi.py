"""What `footfall bi powerbi` writes holds together, as far as text can tell."""

import json
import re
import socket
from pathlib import Path

import pytest
from tmdl_reader import read
from warehouse import run

from bi.choice import choose

TYPES = {
    "varchar": "string",
    "bigint": "int64",
    "integer": "int64",
    "double precision": "double",
    "boolean": "boolean",
    "date": "dateTime",
    "timestamp": "dateTime",
    "decimal(38,4)": "decimal",
    "decimal(38,2)": "decimal",
    "decimal(18,2)": "decimal",
    "decimal(9,4)": "decimal",
    # more places than a fixed decimal of Power BI has
    "decimal(24,6)": "double",
    "decimal(18,12)": "double",
}
M_TYPES = {
    "string": {"type text"},
    "int64": {"Int64.Type"},
    "double": {"type number"},
    "decimal": {"Currency.Type"},
    "boolean": {"type logical"},
    "dateTime": {"type date", "type datetime"},
}
FUNCTIONS = {
    "SUM",
    "SUMX",
    "COUNTROWS",
    "CALCULATE",
    "KEEPFILTERS",
    "DIVIDE",
    "TRUE",
}


def write(target, folder, *arguments):
    told = ("--output", folder, "--artifacts", target, *arguments)
    done = run("bi", "powerbi", *told)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def project(target, tmp_path_factory):
    """The project of all marts, so that every one is looked at."""
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    every = [
        part
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
        for part in ("--mart", node["name"])
    ]
    return write(target, tmp_path_factory.mktemp("powerbi"), *every)


@pytest.fixture(scope="module")
def definition(project):
    folder = project / "Footfall.SemanticModel" / "definition"
    return {
        path.relative_to(folder).as_posix(): read(path.read_text("utf-8"))
        for path in folder.rglob("*.tmdl")
    }


@pytest.fixture(scope="module")
def tables(definition):
    found = {}
    for name, root in definition.items():
        if name.startswith("tables/"):
            (table,) = root.children
            assert name == f"tables/{table.name}.tmdl"
            found[table.name] = table
    return found


def test_tables_have_the_columns_types_and_texts_of_the_contracts(tables, artifacts):
    marts = choose(artifacts, artifacts.marts)
    assert sorted(tables) == [mart.name for mart in marts]
    for mart in marts:
        columns = tables[mart.name].of("column")
        assert list(columns) == [column.name for column in mart.columns]
        for column in mart.columns:
            found = columns[column.name]
            plain = re.sub(r"^varchar\(\d+\)$", "varchar", column.data_type)
            assert found.properties["dataType"] == TYPES[plain], column
            assert found.properties["sourceColumn"] == column.name
            assert found.description == column.description
        assert "load_sequence" not in columns
        assert tables[mart.name].description
        assert mart.description.replace("\n", " ").startswith(
            tables[mart.name].description
        )


def test_the_model_names_every_table_once(definition, tables):
    (model, *rest) = definition["model.tmdl"].children
    named = [node.name for node in rest if node.kind == "ref"]
    assert sorted(named) == sorted(f"table {name}" for name in tables)
    assert model.properties["defaultPowerBIDataSourceVersion"] == "powerBI_V3"
    assert definition["database.tmdl"].children[0].properties == {
        "compatibilityLevel": "1601"
    }


def test_partitions_read_and_type_each_column(tables, artifacts):
    for name, table in tables.items():
        (partition,) = table.of("partition").values()
        assert partition.value == "m"
        assert partition.properties["mode"] == "import"
        source = partition.properties["source"]
        assert f'File.Contents(Folder & "\\{name}.parquet")' in source
        assert f'[Data]{{[Name="{name}"]}}[Data]' in source
        chosen = re.search(r"SelectColumns\(Rows, \{(.*)\}\)", source)[1]
        columns = table.of("column")
        assert re.findall(r'"(\w+)"', chosen) == list(columns)
        typed = dict(re.findall(r'\{"(\w+)", ([\w. ]+)\}', source))
        assert list(typed) == list(columns)
        for column, told in typed.items():
            assert told in M_TYPES[columns[column].properties["dataType"]]
        dates = {
            one.name for one in artifacts.marts[name].columns if one.data_type == "date"
        }
        assert {one for one, told in typed.items() if told == "type date"} == dates


def test_every_name_in_dax_leads_somewhere(tables, artifacts):
    measures = {}
    for table in tables.values():
        for name, measure in table.of("measure").items():
            dax = re.sub(r'"[^"]*"', '""', measure.value)
            assert name.lower() not in {one.lower() for one in measures}, name
            assert name not in table.of("column")
            measures[name] = measure
            named = re.findall(r"'(\w+)'(?:\[(\w+)\])?", dax)
            assert named
            for where, column in named:
                assert not column or column in tables[where].of("column"), measure
            assert not re.search(r"(?<!')\[", dax), "a column without its table"
            assert set(re.findall(r"([A-Z]+)\(", dax)) <= FUNCTIONS
            assert dax.count("(") == dax.count(")")
            assert measure.properties["formatString"]
            assert measure.description
    assert {one.label for one in artifacts.metrics.values()} == set(measures)


def test_relationships_have_both_ends_and_dimensions_lead_nowhere(definition, tables):
    seen = set()
    found = definition["relationships.tmdl"].of("relationship").values()
    for one in found:
        ends = [one.properties[key].split(".") for key in ("fromColumn", "toColumn")]
        types = [
            tables[table].of("column")[column].properties["dataType"]
            for table, column in ends
        ]
        assert types[0] == types[1]
        (table, _), (dimension, _) = ends
        assert dimension.startswith("dim_")
        assert not table.startswith("dim_")
        assert (table, dimension) not in seen, "two ways to one dimension"
        seen.add((table, dimension))
        # what ignores case may take two keys for one
        of_one = "toCardinality" not in one.properties
        assert of_one == (types[1] == "dateTime"), one.name
    assert ("rpt_funnel_daily", "dim_dates") in seen
    assert ("fct_cart_lines", "dim_products") in seen
    assert "isKey" in tables["dim_dates"].of("column")["calendar_date"].properties


def test_the_one_side_is_unique_in_a_shop(definition, built):
    ends = {
        one.properties["toColumn"]
        for one in definition["relationships.tmdl"].of("relationship").values()
    }
    assert len(ends) >= 4
    for end in ends:
        table, column = end.split(".")
        rows = f"select count(*), count(distinct {column}) from marts.{table}"
        ((count, different),) = built.query(rows)
        assert count == different > 0, end


def test_parameters_choose_where_rows_come_from(target, tmp_path, monkeypatch):
    def parameters(folder):
        path = folder / "Footfall.SemanticModel" / "definition" / "expressions.tmdl"
        expressions = read(path.read_text("utf-8")).of("expression")
        assert all("IsParameterQuery=true" in one.value for one in expressions.values())
        return {
            name: re.match(r'"(.*?)" meta', one.value)[1]
            for name, one in expressions.items()
        }

    assert parameters(
        write(target, tmp_path / "parquet", "--folder", "D:\\shop\\")
    ) == {
        "RowsFrom": "Parquet",
        "Folder": "D:\\shop",
        "Server": "redshift.example.com:5439",
        "Database": "shop",
    }
    monkeypatch.setenv("FOOTFALL_REDSHIFT_HOST", "shop.eu-west-1.example.com")
    monkeypatch.setenv("FOOTFALL_REDSHIFT_DATABASE", "warehouse")
    told = parameters(write(target, tmp_path / "redshift", "--redshift"))
    assert told["RowsFrom"] == "Redshift"
    assert told["Server"] == "shop.eu-west-1.example.com:5439"
    assert told["Database"] == "warehouse"


def test_nothing_tells_of_this_machine_or_a_secret(target, tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTFALL_REDSHIFT_USER", "someone")
    monkeypatch.setenv("DBT_ENV_SECRET_REDSHIFT_PASSWORD", "sesame")
    folder = write(target, tmp_path / "out")
    places = [str(tmp_path), str(target), str(Path.home()), socket.gethostname()]
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_text("utf-8")
            found = [one for one in (*places, "someone", "sesame") if one in text]
            assert found == [], path
            assert not re.search(r"(?i)password|secret|[ \"']/(home|tmp|root)/", text)


def test_the_report_and_the_shortcut_lead_to_each_other(project):
    def content(*parts):
        return json.loads(project.joinpath(*parts).read_text("utf-8"))

    report = content("Footfall.pbip")["artifacts"][0]["report"]["path"]
    model = content(report, "definition.pbir")["datasetReference"]["byPath"]["path"]
    assert (project / report / model / "definition.pbism").is_file()
    pages = content(report, "definition", "pages", "pages.json")
    for page in pages["pageOrder"]:
        assert content(report, "definition", "pages", page, "page.json")["name"] == page
    assert pages["activePageName"] in pages["pageOrder"]
    for path in project.rglob("*"):
        if path.suffix in (".json", ".pbip", ".pbir", ".pbism"):
            schema = json.loads(path.read_text("utf-8"))["$schema"]
            assert schema.startswith("https://developer.microsoft.com/json-schemas/")


def test_a_second_run_replaces_the_model_and_keeps_the_report(target, tmp_path):
    write(target, tmp_path, "--mart", "fct_orders", "--mart", "dim_dates")
    page = tmp_path / "Footfall.Report/definition/pages/shop/page.json"
    page.write_text(page.read_text("utf-8").replace("Shop", "Drawn"), "utf-8")
    write(target, tmp_path, "--mart", "fct_orders")
    written = tmp_path / "Footfall.SemanticModel/definition/tables"
    assert [path.name for path in written.iterdir()] == ["fct_orders.tmdl"]
    assert "Drawn" in page.read_text("utf-8")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("table a\n\tcolum b\n", id="an object"),
        pytest.param("table a\n\tcolumn b\n\t\tdatatype: int64\n", id="a property"),
        pytest.param("table a\n\tcolumn b c\n", id="a name with a space"),
    ],
)
def test_the_reader_refuses_what_it_does_not_know(wrong):
    with pytest.raises(AssertionError):
        read(wrong)


def test_the_reader_refuses_what_is_there_twice():
    with pytest.raises(AssertionError, match="the same"):
        read("table a\n\tcolumn b\n\tcolumn B\n").children[0].of("column")
