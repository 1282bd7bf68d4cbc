"""What dbt says of the project, and a simulated shop that it built."""

from pathlib import Path

import pytest
from once import made_once
from warehouse import Built, dbt, run

from bi.artifacts import Artifacts, read_artifacts
from loaders.warehouse.publish import publish


@pytest.fixture(scope="session")
def target(tmp_path_factory) -> Path:
    """dbt's target folder after a parse."""
    copy = tmp_path_factory.getbasetemp() / "parsed"
    return made_once("parsed", parse, copy) / "target"


@pytest.fixture(scope="session")
def artifacts(target) -> Artifacts:
    return read_artifacts(target)


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Built:
    """Two weeks of a made-up shop, landed, built and published."""
    folder = made_once("sold", build, tmp_path_factory.getbasetemp() / "sold")
    return Built(folder / "shop.duckdb", folder / "published" / "current")


def parse(folder: Path) -> None:
    dbt(folder, "parse")


def build(folder: Path) -> None:
    path = folder / "shop.duckdb"
    simulated = run(
        *("simulate", "--events", 8000, "--days", 14, "--seed", 7),
        *("--output", folder / "simulated"),
    )
    assert simulated.exit_code == 0, simulated.output
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FOOTFALL_DUCKDB_PATH", str(path))
        loaded = run("load", folder / "simulated", "--kind", "event")
    assert loaded.exit_code == 0, loaded.output
    dbt(folder, "build", "--exclude-resource-type", "unit_test", "test")
    publish(path, folder / "published")
