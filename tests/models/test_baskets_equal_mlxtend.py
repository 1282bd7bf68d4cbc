"""Pairs in baskets have the counts and measures that mlxtend finds in them."""

import random

import pandas as pd
import pytest
from mlxtend.frequent_patterns import association_rules, fpgrowth
from oracle.events import Record

PRODUCTS = [f"p{number:02}" for number in range(25)]
MEASURES = {
    "support": "support",
    "confidence": "confidence_a_to_b",
    "lift": "lift",
    "leverage": "leverage",
    "jaccard": "jaccard",
}
BASKETS = ("--select", "+path:models/marts/baskets")


def random_baskets(seed: int) -> list[set[str]]:
    """Baskets of which some products are in many, and some go together."""
    rng = random.Random(seed)
    baskets = []
    for _ in range(500):
        basket = {
            PRODUCTS[min(int(rng.expovariate(0.15)), 24)]
            for _ in range(rng.randint(1, 8))
        }
        if "p03" in basket and rng.random() < 0.7:
            basket.add("p20")
        baskets.append(basket)
    return baskets


def lines_of(baskets: list[set[str]]) -> list[Record]:
    """Invoice lines, some products twice on an order; one more order a day later."""
    rng = random.Random(1)
    lines = [
        {"invoice_no": str(number), "stock_code": product}
        for number, basket in enumerate(baskets)
        for product in sorted(basket)
        for _ in range(rng.choice((1, 1, 2)))
    ]
    lines.append({"invoice_no": "next day", "stock_code": "p00"})
    rng.shuffle(lines)
    return [
        Record(
            "lines",
            "lines",
            number,
            None,
            {
                "line_id": f"l{number}",
                "quantity": "1",
                "unit_price": "1",
                "customer_id": "c",
                "invoice_date": "2026-01-06 10:00:00"
                if line["invoice_no"] == "next day"
                else "2026-01-05 10:00:00",
                **line,
            },
        )
        for number, line in enumerate(lines)
    ]


def rules_of(baskets: list[set[str]], min_orders: int, min_pair: int) -> pd.DataFrame:
    """mlxtend's rules of one product to another, by both products."""
    frame = pd.DataFrame(
        [{product: product in basket for product in PRODUCTS} for basket in baskets]
    )
    frame = frame.loc[:, frame.sum() >= min_orders]
    least = (min_pair - 0.5) / len(baskets)
    itemsets = fpgrowth(frame, min_support=least, use_colnames=True, max_len=2)
    rules = association_rules(itemsets, metric="support", min_threshold=0)
    rules["a"] = [next(iter(items)) for items in rules["antecedents"]]
    rules["b"] = [next(iter(items)) for items in rules["consequents"]]
    return rules.set_index(["a", "b"]).sort_index()


@pytest.mark.parametrize(
    ("min_orders", "min_pair"),
    [
        pytest.param(1, 1, id="every pair"),
        pytest.param(60, 5, id="frequent products and pairs"),
    ],
)
def test_pairs_are_those_of_mlxtend(shop, min_orders, min_pair):
    baskets = random_baskets(min_orders)
    rules = rules_of(baskets, min_orders, min_pair)
    shop.land(lines_of(baskets), kind="invoice_line")
    shop.build(
        *BASKETS,
        variables={"min_item_orders": min_orders, "min_pair_orders": min_pair},
    )

    pairs = shop.query("select * from marts.rpt_basket_pairs")
    assert len(pairs) > 50
    assert {(row["product_a_id"], row["product_b_id"]) for row in pairs} == {
        (a, b) for a, b in rules.index if a < b
    }
    for row in pairs:
        a, b = row["product_a_id"], row["product_b_id"]
        rule = rules.loc[(a, b)]
        assert row["order_count"] == len(baskets)
        assert row["pair_orders"] == sum({a, b} <= basket for basket in baskets)
        assert row["product_a_orders"] == sum(a in basket for basket in baskets)
        for theirs, ours in MEASURES.items():
            assert row[ours] == pytest.approx(rule[theirs], rel=1e-12, abs=1e-12), ours
        back = rules.loc[(b, a)]["confidence"]
        assert row["confidence_b_to_a"] == pytest.approx(back, rel=1e-12)
        assert row["lift_lower"] <= row["lift"] + 1e-9
        assert row["covered_order_share"] == 1
