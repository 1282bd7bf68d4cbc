"""What to show beside the products of a cart, from what was bought together.

A product's score is the largest `shrunk_confidence` that any product of the cart has
for it: one product explains each answer. Where too few are known, the most frequent
products follow, which nothing in the cart explains.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.errors import ConfigError
from loaders.warehouse import Warehouse

_CHANNELS = "select distinct channel from marts.rpt_frequent_items order by channel"
_PARTNERS = (
    "select partner_product_id, product_id, shrunk_confidence"
    " from marts.rpt_bought_together where channel = :channel and product_id in ({})"
)
_FREQUENT = (
    "select product_id from marts.rpt_frequent_items where channel = :channel"
    " order by order_count desc, product_id limit {}"
)
_HINT = "land orders, run dbt build, and see basket_window_days in dbt_project.yml"


@dataclass(frozen=True)
class Recommendation:
    """One product to show.

    Attributes:
        product_id: It is not in the cart.
        score: Its `shrunk_confidence`, 0 to 1; None where it is only popular.
        because_of: The product of the cart that it is bought with; None likewise.
    """

    product_id: str
    score: float | None
    because_of: str | None


def recommend(
    warehouse: Warehouse, items: Sequence[str], channel: str | None, count: int
) -> list[Recommendation]:
    """The best products beside those of a cart, the best first.

    Args:
        warehouse: It has been built.
        items: Product ids in the cart; unknown ones explain nothing.
        channel: `clickstream` or `invoice`; None where the shop has one of them.
        count: How many, at most.

    Raises:
        ConfigError: There are no marts, no sold products, or two channels to choose
            from.
    """
    cart = list(dict.fromkeys(items))
    told = {"channel": channel or _only_channel(warehouse)}
    names = {f"item_{number}": item for number, item in enumerate(cart)}
    places = ", ".join(f":{name}" for name in names)
    rows = warehouse.query(_PARTNERS.format(places), told | names) if cart else []
    best: dict[str, tuple[float, str]] = {}
    for partner, product, score in rows:
        known = best.get(partner)
        if known is None or (-score, product) < (-known[0], known[1]):
            best[partner] = (score, product)
    found = [
        Recommendation(partner, score, product)
        for partner, (score, product) in sorted(
            best.items(), key=lambda one: (-one[1][0], one[0])
        )
        if partner not in cart
    ][:count]
    if len(found) < count:
        shown = {*cart, *(one.product_id for one in found)}
        popular = warehouse.query(_FREQUENT.format(count + len(shown)), told)
        if not popular:
            raise ConfigError(f"nothing was sold in channel {told['channel']}", _HINT)
        found += [
            Recommendation(product, None, None)
            for (product,) in popular
            if product not in shown
        ]
    return found[:count]


def _only_channel(warehouse: Warehouse) -> str:
    """The channel of a shop that has one."""
    channels = [str(name) for (name,) in warehouse.query(_CHANNELS, {})]
    if len(channels) == 1:
        return channels[0]
    if channels:
        raise ConfigError(
            f"orders come from {' and '.join(channels)}", "choose one with --channel"
        )
    raise ConfigError("nothing was sold in the window of the baskets", _HINT)
