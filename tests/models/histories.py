"""Many random histories in one warehouse: one dbt run checks them all."""

import re
from collections.abc import Callable

from oracle.events import Record
from oracle.histories import random_history
from oracle.robots import robot_history

_ORDINARY = re.compile(r"[A-Za-z0-9]{1,12}")
_IDS = ("event_id", "user_id", "user_session", "order_id", "line_id", "customer_id")
_JUNK = {"NA", "Unknown"}


def many_histories(
    seeds: range,
    make: Callable[[int], list[Record]] = random_history,
    mark: str = "h",
) -> list[Record]:
    """Histories whose users, sessions and objects are kept apart.

    Odd ids (junk, lost digits, too long) stay as they are and meet across histories,
    which is one more history.
    """
    histories = {f"{mark}{seed}": make(seed) for seed in seeds}
    return [
        record._replace(
            object_key=f"{record.object_key}-{mark}",
            fields={
                name: f"{mark}-{value}"
                if name in _IDS and _is_ordinary(value)
                else value
                for name, value in record.fields.items()
            },
        )
        for mark, records in histories.items()
        for record in records
    ]


def many_robots(seeds: range) -> list[Record]:
    """The same of histories with machines in them."""
    return many_histories(seeds, robot_history, "r")


def _is_ordinary(value: str | None) -> bool:
    return value is not None and value not in _JUNK and bool(_ORDINARY.fullmatch(value))
