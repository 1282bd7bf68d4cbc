"""The catalogue: products, and what is true of them whoever looks.

A product's number is its rank: product 0 is viewed most. Attributes are dealt by
rank modulo 3 and 7, not drawn, so that the shares of null `category_code` (a third)
and null `brand` (a seventh) hold by events, however few products a small shop has.
"""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.identifiers import scrambled

SECONDS_PER_WEEK = 7 * 86_400

# Steps of a product's price from week to week; most weeks it does not move.
_PRICE_STEPS = np.array([0.8, 0.9, 1.0, 1.0, 1.0, 1.0, 1.1, 1.2])
_PRICE_SALT = 11

_DEPARTMENTS = {
    "electronics": ["audio", "phone", "camera", "video"],
    "appliances": ["kitchen", "environment", "personal"],
    "computers": ["notebook", "desktop", "components", "peripherals"],
    "apparel": ["shoes", "shirt", "jacket", "scarf"],
    "furniture": ["bedroom", "living_room", "bathroom"],
    "kids": ["toys", "carriage", "swing"],
    "sport": ["bicycle", "ski", "tennis"],
    "garden": ["tools", "lighting"],
}
_LEAVES = ["classic", "compact", "outdoor", "premium", "travel"]
_MAKES = ["single", "set", "refill"]

# Text that a reader of JSON without separators, or of CSV, can trip over.
_AWKWARD_BRANDS = [
    "brace}{works",
    'say "hi"',
    "back\\slash",
    "café lune",
    "o'hara, ltd",
]
_SYLLABLES = [
    "ar",
    "bel",
    "cor",
    "da",
    "el",
    "fin",
    "ga",
    "hol",
    "ix",
    "jo",
    "ka",
    "lu",
]


@dataclass(frozen=True)
class Shop:
    """The catalogue as columns; a product is a position in them.

    Attributes:
        descriptions: Each product's part of a record: JSON text from `product_id`
            to `brand`, without braces.
        base_cents: The price before weekly steps.
        appeal: How readily a view turns into a cart, 1 on average.
        companions: The product that tends to be looked at next.
    """

    descriptions: list[str]
    base_cents: NDArray[np.int64]
    appeal: NDArray[np.float64]
    companions: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.descriptions)

    def price_steps(
        self, products: NDArray[Any], seconds: NDArray[Any]
    ) -> NDArray[np.float64]:
        """What each product's price is multiplied by at that second."""
        weeks = seconds.astype(np.int64) // SECONDS_PER_WEEK
        draws = scrambled(weeks * len(self) + products, _PRICE_SALT)
        steps: NDArray[np.float64] = _PRICE_STEPS[draws % np.uint64(_PRICE_STEPS.size)]
        return steps

    def price_cents(
        self, products: NDArray[Any], seconds: NDArray[Any]
    ) -> NDArray[np.int64]:
        """Each product's price at that second, in cents, never below one."""
        cents = np.rint(self.base_cents[products] * self.price_steps(products, seconds))
        positive: NDArray[np.int64] = np.maximum(cents.astype(np.int64), 1)
        return positive


def stock_shop(rng: np.random.Generator, product_count: int) -> Shop:
    """Fill a shop with products, brands and categories."""
    codes = _category_codes(max(12, min(400, product_count // 20)))
    category_ids = (
        2_053_013_552_226_107_603
        + np.arange(len(codes) * 2, dtype=np.int64) * 83_886_080
        + rng.integers(0, 4096, len(codes) * 2)
    )
    categories = rng.integers(0, len(codes), product_count)
    brands = _brand_names(max(24, min(3000, product_count // 12)))
    brand_numbers = (len(brands) * rng.random(product_count) ** 2).astype(np.int64)
    product_ids = 1_000_000 + rng.permutation(product_count * 60)[:product_count]

    descriptions = []
    for rank, product_id in enumerate(product_ids.tolist()):
        category = int(categories[rank])
        has_code = rank % 3 != 1
        fields = {
            "product_id": product_id,
            # a category without a code is another category, with its own id
            "category_id": int(category_ids[category + (not has_code) * len(codes)]),
            "category_code": codes[category] if has_code else None,
            "brand": brands[brand_numbers[rank]] if rank % 7 != 3 else None,
        }
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        descriptions.append(text[1:-1])

    brand_appeal = np.exp(rng.normal(0, 0.4, len(brands)))
    return Shop(
        descriptions=descriptions,
        base_cents=np.rint(100 * np.exp(rng.normal(3.9, 1.1, product_count))).astype(
            np.int64
        )
        + 50,
        appeal=brand_appeal[brand_numbers],
        companions=rng.permutation(product_count),
    )


def _category_codes(count: int) -> list[str]:
    """Dotted codes of one to four levels, the short ones first.

    >>> [code.count(".") for code in _category_codes(12)]
    [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    """
    aisles = [f"{top}.{sub}" for top, subs in _DEPARTMENTS.items() for sub in subs]
    shelves = [f"{aisle}.{leaf}" for leaf in _LEAVES for aisle in aisles]
    makes = [f"{shelf}.{make}" for make in _MAKES for shelf in shelves]
    codes = [*_DEPARTMENTS, *aisles, *shelves, *makes]
    if count >= len(codes):
        return codes
    # a small shop still has every depth: take each level's share of the count
    levels = [list(_DEPARTMENTS), aisles, shelves, makes]
    taken: list[str] = []
    for position, level in enumerate(levels):
        share = -(-(count - len(taken)) // (len(levels) - position))
        taken += level[: max(share, 1)]
    return taken[:count]


def _brand_names(count: int) -> list[str]:
    """Invented names, all different, with the awkward ones among the frequent.

    >>> _brand_names(3)
    ['arar', 'brace}{works', 'say "hi"']
    """
    names = [
        first + second + (str(lap) if lap else "")
        for lap in range(count // len(_SYLLABLES) ** 2 + 1)
        for second in _SYLLABLES
        for first in _SYLLABLES
    ]
    return [names[0], *_AWKWARD_BRANDS, *names[1:]][:count]
