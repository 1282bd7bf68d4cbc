"""What `footfall bi quicksight` writes, by the service model that botocore ships."""

import copy
import json
import re

import botocore.session
import pytest
from account import ACCOUNT, OWNER, SECRET
from botocore.validate import ParamValidator
from shapes import faults
from warehouse import run

from bi.choice import choose

MODEL = botocore.session.get_session().get_service_model("quicksight")


def write(target, folder, *arguments):
    """The calls in their order: operation, what it is of, parameters."""
    done = run(
        *("bi", "quicksight", "--output", folder, "--artifacts", target),
        *("--secret-arn", SECRET, "--owner-arn", OWNER, *arguments),
    )
    assert done.exit_code == 0, done.output
    found = []
    for path in sorted(folder.iterdir()):
        verb, name = re.fullmatch(r"\d{3}-([a-z-]+)\.(\w+)\.json", path.name).groups()
        operation = "".join(word.capitalize() for word in verb.split("-"))
        found.append((operation, name, json.loads(path.read_text("utf-8"))))
    return found


@pytest.fixture(scope="module")
def written(target, tmp_path_factory):
    return write(target, tmp_path_factory.mktemp("quicksight"))


def only(written, operation):
    return {name: told for one, name, told in written if one == operation}


def both_faults(operation, parameters):
    """What botocore finds, and what it does not look at."""
    shape = MODEL.operation_model(operation).input_shape
    report = ParamValidator().validate(parameters, shape)
    found = [report.generate_report()] if report.has_errors() else []
    return found, list(faults(parameters, shape, operation))


def test_every_call_is_one_of_the_api(written):
    for operation, _, parameters in written:
        assert both_faults(operation, parameters) == ([], [])


def changed(parameters, path, value):
    told = copy.deepcopy(parameters)
    *way, last = path
    place = told
    for step in way:
        place = place[next(iter(place)) if step is None else step]
    place[last] = value
    return told


GRID = ("Definition", "Sheets", 0, "Layouts", 0, "Configuration", "GridLayout")
COLUMNS = ("PhysicalTableMap", None, "CustomSql", "Columns")


@pytest.mark.parametrize(
    ("operation", "path", "value"),
    [
        pytest.param("CreateDataSet", ("ImportMode",), "SPICY", id="an enum"),
        pytest.param(
            "CreateDataSet", ("AwsAccountId",), "12345678901x", id="a pattern"
        ),
        pytest.param("CreateDataSet", ("Name",), "x" * 129, id="a long text"),
        pytest.param(
            "CreateDataSet", (*COLUMNS, 0, "Type"), "BIGINT", id="an enum deep inside"
        ),
        pytest.param(
            "CreateDataSet",
            ("PhysicalTableMap", "rpt_funnel"),
            {"CustomSql": {"DataSourceArn": "a", "Name": "b", "SqlQuery": "c"}},
            id="the pattern of a key",
        ),
        pytest.param("CreateDashboard", ("DashboardId",), "a b", id="an id"),
        pytest.param(
            "CreateDashboard",
            (*GRID, "Elements", 0, "ColumnSpan"),
            37,
            id="a number",
        ),
        pytest.param("CreateDataSource", ("Type",), "REDSHIRT", id="a kind of source"),
    ],
)
def test_what_botocore_lets_pass_is_found(written, operation, path, value):
    parameters = next(iter(only(written, operation).values()))
    assert both_faults(operation, parameters) == ([], [])
    blind, found = both_faults(operation, changed(parameters, path, value))
    assert blind == []
    assert len(found) == 1


def test_what_is_read_is_made_before(written):
    made = set()
    for operation, _, parameters in written:
        text = json.dumps(parameters)
        for kind, name in re.findall(rf"{ACCOUNT}:(datasource|dataset)/([\w-]+)", text):
            assert (kind, name) in made, operation
        if operation == "CreateRefreshSchedule":
            assert ("dataset", parameters["DataSetId"]) in made
        for kind in ("DataSource", "DataSet"):
            if operation == f"Create{kind}":
                made.add((kind.lower(), parameters[f"{kind}Id"]))
    counts = [operation for operation, _, _ in written]
    assert counts[0] == "CreateDataSource"
    assert counts[-2:] == ["CreateAnalysis", "CreateDashboard"]
    assert counts.count("CreateRefreshSchedule") == counts.count("CreateDataSet")


def test_data_sets_have_the_columns_of_their_marts(written, artifacts):
    sets = only(written, "CreateDataSet")
    assert sorted(sets) == [mart.name for mart in choose(artifacts)]
    for mart in choose(artifacts):
        (physical,) = sets[mart.name]["PhysicalTableMap"].values()
        (logical,) = sets[mart.name]["LogicalTableMap"].values()
        sql = physical["CustomSql"]["SqlQuery"]
        names = [column.name for column in mart.columns]
        assert [one["Name"] for one in physical["CustomSql"]["Columns"]] == names
        assert sql.endswith(f" from marts.{mart.name}")
        assert "load_sequence" not in sql
        told = {
            one["TagColumnOperation"]["ColumnName"]: one["TagColumnOperation"]["Tags"]
            for one in logical["DataTransforms"]
        }
        for column in mart.columns:
            text = column.description
            assert told[column.name] == [{"ColumnDescription": {"Text": text}}]
        assert sets[mart.name]["ImportMode"] == "SPICE"


def test_the_query_of_a_data_set_gives_its_columns_and_types(written, built):
    kinds = {
        "VARCHAR": "STRING",
        "BIGINT": "INTEGER",
        "INTEGER": "INTEGER",
        "DOUBLE": "DECIMAL",
        "DATE": "DATETIME",
        "TIMESTAMP": "DATETIME",
    }
    for name, told in only(written, "CreateDataSet").items():
        (physical,) = told["PhysicalTableMap"].values()
        found = built.query(f"describe {physical['CustomSql']['SqlQuery']}")
        types = {
            column: "DECIMAL" if kind.startswith("DECIMAL") else kinds[kind]
            for column, kind, *_ in found
        }
        columns = physical["CustomSql"]["Columns"]
        assert types == {one["Name"]: one["Type"] for one in columns}, name
        for one, (_, kind, *_) in zip(columns, found, strict=True):
            exact = re.fullmatch(r"DECIMAL\(\d+,[0-4]\)", kind)
            sub = None if one["Type"] != "DECIMAL" else "FIXED" if exact else "FLOAT"
            assert one.get("SubType") == sub, (name, one)


def test_sheets_show_every_metric_and_name_nothing_that_is_not_there(
    written, artifacts
):
    (analysis,) = only(written, "CreateAnalysis").values()
    (dashboard,) = only(written, "CreateDashboard").values()
    assert analysis["Definition"] == dashboard["Definition"]
    shown = dashboard["Definition"]
    fields = {
        (one["DataSetIdentifier"], one["Name"]) for one in shown["CalculatedFields"]
    }
    metrics = artifacts.metrics.values()
    assert fields == {(one.numerator.mart, one.label) for one in metrics}
    columns = {
        (mart.name, column.name)
        for mart in choose(artifacts)
        for column in mart.columns
    }
    assert len({name.lower() for _, name in fields}) == len(fields)
    assert not {name.lower() for _, name in fields} & {name for _, name in columns}
    used = set()
    for told in re.findall(r'"Column": (\{[^}]*\})', json.dumps(shown["Sheets"])):
        column = json.loads(told)
        used.add((column["DataSetIdentifier"], column["ColumnName"]))
    assert fields <= used <= fields | columns
    for expression in shown["CalculatedFields"]:
        for name in re.findall(r"\{(\w+)\}", expression["Expression"]):
            assert (expression["DataSetIdentifier"], name) in columns


def test_visuals_lie_side_by_side(written):
    (dashboard,) = only(written, "CreateDashboard").values()
    for sheet in dashboard["Definition"]["Sheets"]:
        (layout,) = sheet["Layouts"]
        elements = layout["Configuration"]["GridLayout"]["Elements"]
        visuals = [next(iter(one.values()))["VisualId"] for one in sheet["Visuals"]]
        assert [one["ElementId"] for one in elements] == visuals
        taken = [
            (row, column)
            for one in elements
            for row in range(one["RowIndex"], one["RowIndex"] + one["RowSpan"])
            for column in range(
                one["ColumnIndex"], one["ColumnIndex"] + one["ColumnSpan"]
            )
        ]
        assert len(taken) == len(set(taken)), sheet["Name"]
        assert max(column for _, column in taken) < 36


def test_no_password_is_told_and_the_secret_is_named(target, tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTFALL_REDSHIFT_HOST", "shop.eu-west-1.example.com")
    monkeypatch.setenv("FOOTFALL_REDSHIFT_USER", "someone")
    monkeypatch.setenv("DBT_ENV_SECRET_REDSHIFT_PASSWORD", "sesame")
    way = f"arn:aws:quicksight:eu-west-1:{ACCOUNT}:vpcConnection/shop"
    told = write(
        target,
        tmp_path,
        *("--mart", "dim_dates", "--vpc-connection-arn", way, "--refresh-at", "04:30"),
    )
    assert "sesame" not in json.dumps(told)
    assert "someone" not in json.dumps(told)
    (source,) = only(told, "CreateDataSource").values()
    assert source["Credentials"] == {"SecretArn": SECRET}
    assert source["VpcConnectionProperties"] == {"VpcConnectionArn": way}
    where = source["DataSourceParameters"]["RedshiftParameters"]
    assert where["Host"] == "shop.eu-west-1.example.com"
    (schedule,) = only(told, "CreateRefreshSchedule").values()
    assert schedule["Schedule"]["ScheduleFrequency"]["TimeOfTheDay"] == "04:30"
    assert [operation for operation, _, _ in told] == [
        "CreateDataSource",
        "CreateDataSet",
        "CreateRefreshSchedule",
    ], "no metric reads it, so nothing is drawn"
    for operation, _, parameters in told:
        assert both_faults(operation, parameters) == ([], [])


def test_a_second_run_removes_the_files_of_the_first(target, tmp_path):
    (tmp_path / "mine.json").touch()
    everything = run_into(target, tmp_path)
    assert everything == run_into(target, tmp_path)
    assert run_into(target, tmp_path, "--mart", "dim_dates") < everything
    assert (tmp_path / "mine.json").is_file()


def run_into(target, folder, *arguments):
    told = ("--secret-arn", SECRET, "--owner-arn", OWNER, *arguments)
    done = run("bi", "quicksight", "--output", folder, "--artifacts", target, *told)
    assert done.exit_code == 0, done.output
    return len(list(folder.iterdir()))


@pytest.mark.parametrize(
    ("secret", "owner", "error"),
    [
        pytest.param("sesame", OWNER, "not the ARN of a secret", id="a password"),
        pytest.param(SECRET, "analyst", "not the ARN of a user", id="a name"),
    ],
)
def test_a_wrong_arn_is_refused(target, tmp_path, secret, owner, error):
    done = run(
        *("bi", "quicksight", "--output", tmp_path / "out", "--artifacts", target),
        *("--secret-arn", secret, "--owner-arn", owner),
    )
    assert done.exit_code == 2
    assert error in done.stderr
    assert not (tmp_path / "out").exists()
