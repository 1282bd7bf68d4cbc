"""The environment → one frozen value; the only reader of `os.environ`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loaders.errors import ConfigError


@dataclass(frozen=True)
class Settings:
    """What an operator can set.

    Attributes:
        duckdb_path: The warehouse file of target `local`.
        firehose_time_zone: The zone of the times in object keys.
    """

    duckdb_path: Path
    firehose_time_zone: ZoneInfo


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings.

    Args:
        environment: Names and values; the process's own when left out.

    Raises:
        ConfigError: A value cannot be used.
    """
    found = os.environ if environment is None else environment
    zone_name = found.get("FOOTFALL_FIREHOSE_TIME_ZONE") or "UTC"
    try:
        zone = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"FOOTFALL_FIREHOSE_TIME_ZONE is not a time zone: {zone_name}",
            "use a name such as UTC or Europe/Berlin",
        ) from None
    return Settings(
        duckdb_path=Path(found.get("FOOTFALL_DUCKDB_PATH") or "footfall.duckdb"),
        firehose_time_zone=zone,
    )
