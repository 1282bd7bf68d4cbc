"""A shop's warehouse that a test fills by hand and builds with dbt."""

import pytest
from shop import Shop


@pytest.fixture(scope="session")
def dbt_folder(tmp_path_factory):
    """One target folder for the session, so that dbt parses the project once."""
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture
def shop(dbt_folder):
    made = Shop(dbt_folder)
    made.empty()
    return made
