"""Calls → made, in their order: what is missing is created, what is there updated.

Data sources, analyses and dashboards are made in the background. Each is waited for,
since what reads it comes next and since its faults are told only then.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from bi.quicksight.calls import Call
from loaders.errors import ConfigError, FootfallError, TryAgainError

_EXISTS = "ResourceExistsException"
_DENIED = ("AccessDeniedException", "UnrecognizedClientException")
_PASSING = ("ThrottlingException", "InternalFailureException", "ConflictException")
# Where a description has its status, and the faults beside it.
_STATUS = {
    "DataSource": ("DataSource",),
    "Analysis": ("Analysis",),
    "Dashboard": ("Dashboard", "Version"),
}
_POLLS, _POLL_SECONDS = 60, 2.0


@dataclass(frozen=True)
class Applied:
    """How many things are new, and how many were there."""

    created: int
    updated: int


def apply_calls(
    made: Iterable[Call],
    client: BaseClient,
    sleep: Callable[[float], None] = time.sleep,
) -> Applied:
    """Make the calls. A second run updates what the first made.

    Args:
        made: In their order.
        client: Of QuickSight.
        sleep: Waits between two looks at what is made in the background.

    Raises:
        ConfigError: There are no credentials, or they may not.
        TryAgainError: QuickSight did not answer, or is not done yet.
        FootfallError: QuickSight refuses, or cannot make a thing.
    """
    created = updated = 0
    for call in made:
        try:
            answer = _send(client, call.operation, call.parameters)
            created += 1
        except _ExistsError:
            answer = _update(client, call)
            updated += 1
        _settle(client, call, answer, sleep)
    return Applied(created, updated)


class _ExistsError(Exception):
    """It is there already."""


def _update(client: BaseClient, call: Call) -> dict[str, Any]:
    """Update with what an update takes: permissions and types stay as they are."""
    operation = call.operation.replace("Create", "Update", 1)
    taken = client.meta.service_model.operation_model(operation).input_shape
    told = {
        name: value
        for name, value in call.parameters.items()
        if taken is not None and name in taken.members
    }
    return _send(client, operation, told)


def _settle(
    client: BaseClient,
    call: Call,
    answer: dict[str, Any],
    sleep: Callable[[float], None],
) -> None:
    """Wait until a thing is made; let readers see a dashboard's new version."""
    kind = call.operation.removeprefix("Create")
    if kind not in _STATUS:
        return
    told = {name: call.parameters[name] for name in ("AwsAccountId", f"{kind}Id")}
    if "VersionArn" in answer:  # arn:…:dashboard/<id>/version/<number>
        told["VersionNumber"] = int(answer["VersionArn"].rsplit("/", 1)[1])
    for _ in range(_POLLS):
        found = _send(client, f"Describe{kind}", told)
        for key in _STATUS[kind]:
            found = found[key]
        status = str(found["Status"])
        if status.endswith("_SUCCESSFUL"):
            break
        if not status.endswith("_IN_PROGRESS"):
            raise FootfallError(
                f"QuickSight could not make {kind} `{call.name}`: {_faults(found)}",
                "correct it, then run the same command again",
            )
        sleep(_POLL_SECONDS)
    else:
        raise TryAgainError(
            f"QuickSight is still making {kind} `{call.name}`",
            "run the same command again",
        )
    if told.get("VersionNumber", 1) > 1:  # the first one is shown by itself
        _send(client, "UpdateDashboardPublishedVersion", told)


def _faults(found: dict[str, Any]) -> str:
    errors = found.get("Errors") or [found.get("ErrorInfo") or {}]
    return "; ".join(str(one.get("Message", one)) for one in errors)


def _send(client: BaseClient, operation: str, told: dict[str, Any]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(client, xform_name(operation))(**told)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        message = (
            f"QuickSight refuses {operation}: {error.response['Error']['Message']}"
        )
        if code == _EXISTS:
            raise _ExistsError from None
        if code in _DENIED:
            raise ConfigError(
                message, f"the role that runs this needs quicksight:{operation}"
            ) from error
        if code in _PASSING:
            raise TryAgainError(message, "run the same command again") from error
        raise FootfallError(
            message, "what was made before stays; correct it and run it again"
        ) from error
    except NoCredentialsError as error:
        raise ConfigError(
            "there are no credentials of AWS",
            "sign in, for instance with aws sso login",
        ) from error
    except BotoCoreError as error:
        raise TryAgainError(
            f"QuickSight did not answer {operation}: {error}",
            "see whether this machine reaches it, then run the same command again",
        ) from error
    return answer
