"""The columns of simulated events: what a stage hands to the next.

Compact on purpose (18 bytes an event), because all events of a run are in memory
at once: a cart of the first day may be bought on the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

EVENT_TYPES = ("view", "cart", "remove_from_cart", "purchase")
VIEW, CART, REMOVE, PURCHASE = range(4)

NO_QUANTITY = 0
NO_ORDER = -1


@dataclass(frozen=True)
class Events:
    """One row per event.

    Attributes:
        second: When, in seconds since the first midnight.
        kind: Position in `EVENT_TYPES`.
        product: Position in the shop.
        session: Position in the list of sessions.
        quantity: Pieces, or `NO_QUANTITY` where the record does not say.
        order: Number of the order, or `NO_ORDER`.
    """

    second: NDArray[np.int32]
    kind: NDArray[np.int8]
    product: NDArray[np.int32]
    session: NDArray[np.int32]
    quantity: NDArray[np.int8]
    order: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.second)

    def take(self, rows: NDArray[Any]) -> "Events":
        """The given rows (positions or a mask), in the given order."""
        return Events(*(getattr(self, column.name)[rows] for column in fields(self)))


def event_rows(
    kind: int,
    second: NDArray[Any],
    product: NDArray[Any],
    session: NDArray[Any],
    quantity: NDArray[Any] | int = NO_QUANTITY,
    order: NDArray[Any] | int = NO_ORDER,
) -> Events:
    """Events of one kind, from columns of any integer type.

    >>> len(event_rows(VIEW, np.arange(3), np.arange(3), np.zeros(3)))
    3
    """
    size = len(second)
    return Events(
        second=second.astype(np.int32),
        kind=np.full(size, kind, np.int8),
        product=product.astype(np.int32),
        session=session.astype(np.int32),
        quantity=np.broadcast_to(quantity, size).astype(np.int8),
        order=np.broadcast_to(order, size).astype(np.int32),
    )


def joined(parts: Sequence[Events]) -> Events:
    """The parts, one after the other."""
    return Events(
        *(
            np.concatenate([getattr(part, column.name) for part in parts])
            for column in fields(Events)
        )
    )
