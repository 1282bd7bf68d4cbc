"""Whose QuickSight it is, and what things are called there."""

import re
from dataclasses import dataclass

from bi.artifacts import Mart
from loaders.errors import ConfigError

DATA_SOURCE = "footfall"
ANALYSIS = "footfall"
DASHBOARD = "footfall"
_SECRET = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):secretsmanager:(?P<region>[a-z0-9-]+)"
    r":(?P<account>\d{12}):secret:[\w/+=.@-]+",
    re.ASCII,
)
_OWNER = re.compile(r"arn:aws[a-z-]*:quicksight:[a-z0-9-]+:\d{12}:(user|group)/\S+")


@dataclass(frozen=True)
class Place:
    """An account in a region, with what its QuickSight signs in with.

    Attributes:
        partition: Such as `aws`.
        region: Such as `eu-west-1`.
        account: Twelve digits.
        secret_arn: The secret with Redshift's user and password.
        owner_arn: The user or group of QuickSight that everything belongs to.
        vpc_connection_arn: QuickSight's way into a private network, if there is one.
    """

    partition: str
    region: str
    account: str
    secret_arn: str
    owner_arn: str
    vpc_connection_arn: str | None = None

    def arn(self, kind: str, name: str) -> str:
        """What QuickSight will call a thing of this account."""
        where = f"{self.partition}:quicksight:{self.region}:{self.account}"
        return f"arn:{where}:{kind}/{name}"


def place_of(
    secret_arn: str, owner_arn: str, vpc_connection_arn: str | None = None
) -> Place:
    """Account and region are those of the secret, which QuickSight demands.

    Args:
        secret_arn: Of Secrets Manager.
        owner_arn: Of QuickSight.
        vpc_connection_arn: Of QuickSight.

    Raises:
        ConfigError: One of them is no such ARN.
    """
    secret = _SECRET.fullmatch(secret_arn)
    if secret is None:
        raise ConfigError(
            f"not the ARN of a secret: {secret_arn}",
            "give --secret-arn arn:aws:secretsmanager:<region>:<account>:secret:<name>",
        )
    if not _OWNER.fullmatch(owner_arn):
        raise ConfigError(
            f"not the ARN of a user or group of QuickSight: {owner_arn}",
            "aws quicksight list-users --namespace default tells them",
        )
    return Place(
        partition=secret["partition"],
        region=secret["region"],
        account=secret["account"],
        secret_arn=secret_arn,
        owner_arn=owner_arn,
        vpc_connection_arn=vpc_connection_arn,
    )


def data_set_id(mart: Mart) -> str:
    """The id of a mart's data set."""
    return f"footfall-{dashed(mart.name)}"


def dashed(name: str) -> str:
    """A name without the underscores that QuickSight's ids may not have.

    >>> dashed("rpt_funnel_daily")
    'rpt-funnel-daily'
    """
    return name.replace("_", "-")
