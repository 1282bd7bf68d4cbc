"""The stand-in, once for all tests of this folder; a database of its own for each."""

import itertools

import pytest
from debian import has_postgresql
from standin import StandIn, stand_in

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def stand_in_server(tmp_path_factory) -> StandIn:
    """One running stand-in; a failure to start it is a failure of the test."""
    if not has_postgresql():
        pytest.skip("PostgreSQL's server is missing: run make programs")
    with stand_in(tmp_path_factory.mktemp("standin")) as running:
        yield running


@pytest.fixture
def redshift(stand_in_server) -> StandIn:
    """An empty database on it."""
    return stand_in_server.new_database(f"shop_{next(_NUMBERS)}")
