"""What every test starts from: no settings but its own."""

import os
import shutil
import tempfile

import pytest
from once import RUN

from loaders.warehouse.duckdb import DuckDBWarehouse

# Several have this name; read once more for doctests, one is taken for another.
collect_ignore_glob = ["*conftest.py"]

_OURS = ("FOOTFALL_", "AWS_", "BOTO_")

# Minutes each, the longest first: dealt last, one would run on while the others wait.
# Those that start from the same shop are apart: the second at once would wait for it.
_LONG = (
    "parity/test_parity.py",
    "models/test_arrival_order.py",
    "parity/test_verify_redshift.py",
    "models/test_real_shops.py",
    "models/test_oracle_equals_catalogue.py",
    "dashboard/test_figures.py",
    "house/test_readme.py",
    "parity/test_parity_real.py",
    "dashboard/test_page.py",
    "parity/test_marks.py",
    "models/test_answers.py",
    "models/test_small_landings.py",
    "models/test_tested_dates.py",
)


def pytest_configure(config):
    """A folder for what the processes of a run share."""
    if not hasattr(config, "workerinput"):
        os.environ[RUN] = tempfile.mkdtemp(prefix="footfall-tests-")


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[RUN], ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Long files first, whatever the shuffled order of the others is."""
    ranks = {name: rank for rank, name in enumerate(_LONG)}
    items.sort(key=lambda item: ranks.get("/".join(item.path.parts[-2:]), len(ranks)))


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch):
    """A test must not read a real warehouse or ask a real AWS account."""
    for name in [name for name in os.environ if name.startswith(_OURS)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)


@pytest.fixture
def landed(tmp_path, monkeypatch):
    """A warehouse with landing tables and no marts."""
    path = tmp_path / "shop.duckdb"
    warehouse = DuckDBWarehouse(path)
    warehouse.prepare()
    warehouse.close()
    monkeypatch.setenv("FOOTFALL_DUCKDB_PATH", str(path))
    return path
