"""A shop's warehouse that a test fills by hand and builds with dbt."""

import pytest
from shop import Shop


@pytest.fixture(scope="session")
def made_shop(tmp_path_factory):
    """One warehouse for the session, so that dbt starts and parses once."""
    made = Shop(tmp_path_factory.mktemp("shop"))
    yield made
    made.close()


@pytest.fixture
def shop(made_shop):
    made_shop.empty()
    return made_shop
