"""Calls → files, and made where somebody asks for it."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError

from bi.quicksight.apply import apply_calls
from bi.quicksight.calls import Call
from bi.quicksight.files import write_calls
from loaders.errors import ConfigError


@dataclass(frozen=True)
class Delivery:
    """What was written and made."""

    folder: str
    calls: int
    data_sets: int
    created: int
    updated: int
    seconds: float


def deliver(made: list[Call], folder: Path, region: str | None) -> Delivery:
    """Write calls, and make them if a region is given.

    Args:
        made: In their order.
        folder: Where the files go.
        region: Of QuickSight; None to make no call.

    Raises:
        ConfigError: The folder cannot be written, or there are no credentials.
        TryAgainError: QuickSight did not answer.
        FootfallError: QuickSight refuses a call.
    """
    started = time.perf_counter()
    count = write_calls(made, folder)
    created = updated = 0
    if region is not None:
        try:
            client = boto3.client("quicksight", region_name=region)
        except BotoCoreError as error:
            raise ConfigError(
                f"AWS is not set up: {error}", "see aws configure list"
            ) from error
        applied = apply_calls(made, client)
        created, updated = applied.created, applied.updated
    kinds = Counter(call.operation for call in made)
    return Delivery(
        folder=str(folder),
        calls=count,
        data_sets=kinds["CreateDataSet"],
        created=created,
        updated=updated,
        seconds=round(time.perf_counter() - started, 3),
    )
