"""Exposures say what each asset reads, and nothing else."""

import json
import re
import zipfile

import pytest
from account import OWNER, SECRET
from warehouse import run


@pytest.fixture(scope="module")
def exposed(artifacts):
    """The marts that each exposure depends on."""
    return {
        node["name"]: {name.split(".")[-1] for name in node["depends_on"]["nodes"]}
        for node in artifacts.raw["exposures"].values()
    }


def written(target, folder, *arguments):
    told = ("--output", folder, "--artifacts", target)
    done = run("bi", *arguments[:1], *told, *arguments[1:])
    assert done.exit_code == 0, done.output
    return folder


def test_tableau_reads_what_its_exposure_says(exposed, target, tmp_path):
    folder = written(target, tmp_path, "tableau", "--redshift")
    read = {
        mart
        for path in folder.iterdir()
        for mart in re.findall(r'table="\[marts\]\.\[(\w+)\]"', path.read_text("utf-8"))
    }
    assert read == exposed["tableau_data_sources"]


def test_extracts_of_tableau_are_of_the_same_marts(exposed, built, target, tmp_path):
    pytest.importorskip("tableauhyperapi", reason="make tableau installs Hyper")
    folder = written(target, tmp_path, "tableau", "--source", built.published)
    read = set()
    for path in folder.iterdir():
        with zipfile.ZipFile(path) as archive:
            read |= {name.split("/")[-1] for name in archive.namelist()}
    extracts = {name[:-6] for name in read if name.endswith(".hyper")}
    assert extracts == exposed["tableau_data_sources"]


def test_power_bi_reads_what_its_exposure_says(exposed, target, tmp_path):
    folder = written(target, tmp_path, "powerbi")
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.tmdl"))
    files = set(re.findall(r'Folder & "\\(\w+)\.parquet"', text))
    assert files == set(re.findall(r'\[Data\]\{\[Name="(\w+)"\]\}', text))
    assert files == exposed["power_bi_project"]


def test_quicksight_reads_what_its_exposure_says(exposed, target, tmp_path):
    told = ("--secret-arn", SECRET, "--owner-arn", OWNER)
    folder = written(target, tmp_path, "quicksight", *told)
    read, shown = set(), set()
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        read |= set(re.findall(r" from marts\.(\w+)", text))
        for declared in (
            json.loads(text)
            .get("Definition", {})
            .get("DataSetIdentifierDeclarations", [])
        ):
            shown.add(declared["Identifier"])
    assert read == exposed["quicksight_dashboard"]
    assert shown <= read


def test_every_exposure_here_has_its_asset(exposed):
    ours = {"tableau_data_sources", "power_bi_project", "quicksight_dashboard"}
    assert ours <= set(exposed)
