"""What is bought together finds the product that was left out of a real basket.

Marts know orders before May; baskets of May have one product left out each.
"""

import random
import shutil

import pytest
from real_shops import NEEDS_REAL
from shop import Shop

from loaders.recommend import recommend
from loaders.warehouse.duckdb import DuckDBWarehouse

pytestmark = [pytest.mark.slow, NEEDS_REAL]

SPLIT = "2011-05-01"
SHOWN = 10
ASKED = 600  # baskets


@pytest.fixture(scope="module")
def before_may(real_shop, tmp_path_factory):
    """The wholesaler as it was known at the end of April."""
    shop = Shop(tmp_path_factory.mktemp("before-may"))
    shutil.copy(real_shop("uci").shop.path, shop.path)
    shop.build(
        "--select",
        "int_channels_watermarked",
        "int_basket_items_selected+",
        variables={"data_watermark": f"{SPLIT} 00:00:00"},
    )
    shop.close()
    return shop


def left_out(shop: Shop) -> list[tuple[list[str], str]]:
    """Baskets of May without one product, and that product."""
    baskets: dict[object, list[str]] = {}
    for row in shop.query(
        "select distinct order_id, product_id from marts.fct_order_lines"
        f" where channel = 'invoice' and order_date >= date '{SPLIT}'"
        " and is_product and is_sale order by order_id, product_id"
    ):
        baskets.setdefault(row["order_id"], []).append(str(row["product_id"]))
    rng = random.Random(5)
    asked = []
    for basket in baskets.values():
        if len(basket) > 1:
            hidden = rng.choice(basket)
            asked.append(([one for one in basket if one != hidden], hidden))
    return rng.sample(asked, ASKED)


def test_what_is_bought_together_beats_popularity_and_lift(before_may):
    lifts: dict[str, dict[str, float]] = {}
    for row in before_may.query("select * from marts.rpt_basket_pairs"):
        a, b = str(row["product_a_id"]), str(row["product_b_id"])
        lifts.setdefault(a, {})[b] = lifts.setdefault(b, {})[a] = float(row["lift"])
    popular = [
        str(row["product_id"])
        for row in before_may.query(
            "select product_id from marts.rpt_frequent_items"
            " order by order_count desc, product_id limit 1000"
        )
    ]
    asked = left_out(before_may)
    hits = {"together": 0, "popular": 0, "lift": 0}
    warehouse = DuckDBWarehouse(before_may.path)
    try:
        for cart, hidden in asked:
            found = recommend(warehouse, cart, "invoice", SHOWN)
            assert not {one.product_id for one in found} & set(cart)
            hits["together"] += hidden in [one.product_id for one in found]
            frequent = [one for one in popular if one not in cart][:SHOWN]
            hits["popular"] += hidden in frequent
            by_lift: dict[str, float] = {}
            for product in cart:
                for partner, lift in lifts.get(product, {}).items():
                    if partner not in cart:
                        by_lift[partner] = max(by_lift.get(partner, 0), lift)
            best = sorted(by_lift, key=lambda one: (-by_lift[one], one))[:SHOWN]
            hits["lift"] += hidden in best
    finally:
        warehouse.close()
    assert hits["together"] >= 6 * hits["popular"] > 0, hits
    assert hits["together"] > 1.5 * hits["lift"], hits
