"""Statements through the Redshift Data API: no network path, no password.

A call is told apart by its token, so that a retry below boto3 is no second
transaction. The status of a statement is a hint, not a fact: a COPY reported as
aborted may have committed, so whoever runs a transaction reads the ledger.
"""

import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    ParamValidationError,
)

from loaders.errors import ConfigError
from loaders.settings import DataApi
from loaders.warehouse.redshift.transport import RefusedError

MOST_STATEMENTS = 40
"""Of one batch, which is one transaction."""

_CONFIG = Config(retries={"max_attempts": 8, "mode": "standard"})
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 0.1, 2.0
_DENIED = ("AccessDeniedException", "UnrecognizedClientException")
_FIELDS = ("stringValue", "longValue", "doubleValue", "booleanValue")


class DataApiTransport:
    """A database behind the Data API."""

    def __init__(self, reached: DataApi, database: str) -> None:
        """Open a client; nothing is asked yet.

        Raises:
            ConfigError: There is no region, or the profile is unknown.
        """
        try:
            self._client: Any = boto3.client("redshift-data", config=_CONFIG)
        except (BotoCoreError, ValueError) as error:
            raise ConfigError(
                f"cannot reach the Data API: {error}",
                "set AWS_DEFAULT_REGION to the warehouse's region",
            ) from None
        self._given = {"Database": database} | _address(reached)

    def run(self, statements: Sequence[str]) -> None:
        """Run statements as one transaction; see `Transport`."""
        if len(statements) > MOST_STATEMENTS:
            raise ValueError(f"{len(statements)} statements in one transaction")
        self._done(self._client.batch_execute_statement, Sqls=list(statements))

    def query(
        self, sql: str, parameters: Mapping[str, str] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of one select; see `Transport`."""
        given: dict[str, Any] = {"Sql": sql}
        if parameters:
            given["Parameters"] = [
                {"name": name, "value": value} for name, value in parameters.items()
            ]
        found = self._done(self._client.execute_statement, **given)
        rows: list[tuple[Any, ...]] = []
        page: dict[str, Any] = {"Id": found}
        while True:
            answer = self._asked(self._client.get_statement_result, **page)
            rows += (tuple(map(_value, row)) for row in answer["Records"])
            if not answer.get("NextToken"):
                return rows
            page["NextToken"] = answer["NextToken"]

    def close(self) -> None:
        """Let go of the client."""
        self._client.close()

    def _done(self, call: Any, **given: Any) -> str:  # noqa: ANN401 - boto3's own
        """Start something and wait for its end; its id."""
        token = str(uuid.uuid4())
        started = self._asked(call, ClientToken=token, **given, **self._given)
        found: str = started["Id"]
        wait = _FIRST_WAIT_SECONDS
        while True:
            told = self._asked(self._client.describe_statement, Id=found)
            if told["Status"] == "FINISHED":
                return found
            if told["Status"] in ("FAILED", "ABORTED"):
                raise RefusedError(told.get("Error") or f"statement {told['Status']}")
            time.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT_SECONDS)

    def _asked(self, call: Any, **given: Any) -> dict[str, Any]:  # noqa: ANN401
        try:
            answer: dict[str, Any] = call(**given)
        except NoCredentialsError as error:
            raise ConfigError(
                f"cannot reach the Data API: {error}",
                "give credentials by a role, AWS_PROFILE, or keys in the environment",
            ) from None
        except ParamValidationError as error:
            raise ConfigError(
                f"the Data API takes no such setting: {error}",
                "check FOOTFALL_REDSHIFT_WORKGROUP, _CLUSTER and _DATABASE",
            ) from None
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _DENIED:
                raise ConfigError(
                    f"the Data API refused: {error}",
                    "grant the rights that docs/guides/production.md lists",
                ) from None
            raise RefusedError(str(error)) from None
        except BotoCoreError as error:
            raise RefusedError(str(error)) from None
        return answer


def _address(reached: DataApi) -> dict[str, str]:
    """Who is asked, and as whom, in the Data API's words."""
    if reached.workgroup:
        given = {"WorkgroupName": reached.workgroup}
    else:
        given = {"ClusterIdentifier": str(reached.cluster)}
        if reached.user and not reached.secret_arn:
            given["DbUser"] = reached.user
    return given | ({"SecretArn": reached.secret_arn} if reached.secret_arn else {})


def _value(field: dict[str, Any]) -> Any:  # noqa: ANN401 - of any type
    return next((field[name] for name in _FIELDS if name in field), None)
