"""What customers did until a date, and what some of them did after it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from loaders.errors import ConfigError
from loaders.warehouse import Warehouse

Floats = NDArray[np.float64]

_CHANNELS = (
    "select channel, cast(max(last_date) as varchar(10)) from marts.dim_customer_value"
    " group by channel order by channel"
)
# The definitions of dim_customer_value, as of any date: a test compares the two. Sums
# are of decimals, so that equal orders give an equal model, to the last digit.
_HISTORY = """
with purchase_days as (
    select customer_id, order_date, sum(gross_amount) as amount
    from marts.fct_orders
    where channel = :channel and is_purchase and not is_guest
        and order_date <= cast(:until as date)
    group by customer_id, order_date
),
first_days as (
    select customer_id, min(order_date) as first_date
    from purchase_days
    where order_date <= cast(:as_of as date)
    group by customer_id
),
days as (
    select
        first_days.customer_id,
        first_days.first_date,
        purchase_days.order_date,
        purchase_days.amount,
        purchase_days.order_date > cast(:as_of as date) as is_later
    from first_days
    inner join purchase_days on first_days.customer_id = purchase_days.customer_id
)
select
    customer_id,
    sum(case when not is_later then 1 else 0 end) - 1,
    max(case when not is_later then order_date end) - first_date,
    cast(:as_of as date) - first_date,
    sum(case when not is_later and order_date > first_date then amount else 0 end),
    sum(case when is_later then 1 else 0 end),
    sum(case when is_later then amount else 0 end)
from days
group by customer_id, first_date
order by customer_id
"""


@dataclass(frozen=True)
class History:
    """Customers of a channel, one place of every array each.

    Attributes:
        customer_ids: Who they are.
        repeats: Days of purchases after the first, until the date.
        active: Weeks from the first to the latest of them.
        tenure: Weeks from the first to the date.
        mean_amount: What was spent on a day after the first; 0 without one.
        later_days: Days of purchases after the date.
        later_amount: What was spent on them.
    """

    customer_ids: list[str]
    repeats: Floats
    active: Floats
    tenure: Floats
    mean_amount: Floats
    later_days: Floats
    later_amount: Floats


def read_history(
    warehouse: Warehouse, channel: str, as_of: date, until: date
) -> History:
    """Everybody with a purchase up to a date.

    Args:
        warehouse: It has been built.
        channel: `clickstream` or `invoice`.
        as_of: The last date of what they did.
        until: The last date of what they did later.
    """
    rows = warehouse.query(
        _HISTORY,
        {"channel": channel, "as_of": as_of.isoformat(), "until": until.isoformat()},
    )
    numbers = np.array([row[1:] for row in rows], dtype=np.float64).reshape(-1, 6)
    repeats, active, tenure, amount, later_days, later_amount = numbers.T
    return History(
        customer_ids=[str(row[0]) for row in rows],
        repeats=repeats,
        active=active / 7,
        tenure=tenure / 7,
        mean_amount=amount / np.maximum(repeats, 1),
        later_days=later_days,
        later_amount=later_amount,
    )


def channel_and_date(warehouse: Warehouse, channel: str | None) -> tuple[str, date]:
    """The channel to score and its last complete date.

    Args:
        warehouse: It has been built.
        channel: The one that was asked for; None where the shop has one.

    Raises:
        ConfigError: It has no customers, or there are two to choose from.
    """
    dates = {str(name): str(told) for name, told in warehouse.query(_CHANNELS, {})}
    if channel is None and len(dates) > 1:
        raise ConfigError(
            f"customers come from {' and '.join(dates)}", "choose one with --channel"
        )
    asked = channel or next(iter(dates), "any channel")
    if asked not in dates:
        raise ConfigError(
            f"no known customer has bought in {asked}",
            "land orders with customers, and run dbt build",
        )
    return asked, date.fromisoformat(dates[asked])
