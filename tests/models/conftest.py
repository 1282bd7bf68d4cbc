"""A shop's warehouse that a test fills by hand and builds with dbt."""

from collections.abc import Callable

import pytest
from real_shops import RealShop, built_once
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


@pytest.fixture(scope="session")
def real_shop(tmp_path_factory) -> Callable[[str], RealShop]:
    """One of real_shops.FILES or INVOICES, made when first asked for."""
    made: dict[str, RealShop] = {}

    def shop_of(name: str) -> RealShop:
        if name not in made:
            made[name] = built_once(name, tmp_path_factory.getbasetemp() / name)
        return made[name]

    return shop_of
