"""How statements reach Redshift: one small protocol, two ways behind it.

No way lets code decide between the statements of a transaction: the Data API takes
all of them at once.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from loaders.errors import ConfigError, FootfallError, WarehouseError


class RefusedError(Exception):
    """Redshift, or the way to it, answered with an error, or not at all.

    Whether a transaction has committed is not known from this: only the ledger tells.
    """

    def __init__(self, message: str, code: str = "") -> None:
        """Keep what was told.

        Args:
            message: One line, without secrets.
            code: SQLSTATE where there is one.
        """
        super().__init__(message)
        self.code = code


class Transport(Protocol):
    """One way to one database."""

    def run(self, statements: Sequence[str]) -> None:
        """Run statements as one transaction.

        Raises:
            RefusedError: Something failed. It may have committed all the same.
        """

    def query(
        self, sql: str, parameters: Mapping[str, str] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of one select; `:name` in its text is a parameter.

        Raises:
            RefusedError: It failed.
        """

    def close(self) -> None:
        """Let go of the database."""


class NoLandingError(ConfigError):
    """The landing tables, or what is asked for, are not there."""

    def __init__(self, told: str) -> None:
        """Say what Redshift says.

        Args:
            told: One line.
        """
        super().__init__(
            f"the warehouse has no landing tables: {told}", "run footfall load first"
        )
        self.told = told


_UNDEFINED_TABLE = ("42P01", "3F000")
_NO_DATABASE = re.compile(r'database "[^"]*" does not exist')
_NO_LANDING = re.compile(r'(relation|schema) "landing\b.*does not exist')
NO_CONNECTION = "08001"
"""SQLSTATE of a server that was not reached."""

_DENIED = "42501"
_SUMS = "22012"


def as_ours(refused: RefusedError) -> FootfallError:
    """What an operator can do about an error of Redshift."""
    text = " ".join(str(refused).split())
    low = text.lower()
    if refused.code.startswith("28") or "password authentication failed" in low:
        return ConfigError(
            f"Redshift refused the sign-in: {text}",
            "check FOOTFALL_REDSHIFT_USER and DBT_ENV_SECRET_REDSHIFT_PASSWORD",
        )
    if refused.code in _UNDEFINED_TABLE or _NO_LANDING.search(text):
        return NoLandingError(text)
    if refused.code == "3D000" or _NO_DATABASE.search(text):
        return ConfigError(f"Redshift: {text}", "check FOOTFALL_REDSHIFT_DATABASE")
    if refused.code == NO_CONNECTION:
        return WarehouseError(
            f"cannot reach Redshift: {text}",
            "check FOOTFALL_REDSHIFT_HOST and that its network lets this machine in,"
            " then run the same command again",
        )
    if refused.code == _DENIED or "permission denied" in low:
        return ConfigError(
            f"Redshift: {text}",
            "grant the user the rights that docs/guides/production.md lists",
        )
    if "access denied" in low or "not authorized" in low:
        return ConfigError(
            f"Redshift cannot read the staged files: {text}",
            "the role in FOOTFALL_REDSHIFT_IAM_ROLE has to be attached to the warehouse"
            " and needs s3:GetObject on the staging prefix",
        )
    if refused.code == _SUMS or ("divi" in low and "zero" in low):
        return FootfallError(
            "the landed rows do not add up to what was counted",
            "nothing of this batch was kept; please report it with the objects",
        )
    if "load into table" in low or "sys_load_error" in low or "stl_load" in low:
        return WarehouseError(
            f"COPY failed: {text}",
            "sys_load_error_detail tells why; nothing of this batch was kept, the same"
            " command goes on where it stopped",
        )
    return WarehouseError(f"Redshift: {text}", "run the same command again")
