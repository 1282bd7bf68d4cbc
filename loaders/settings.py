"""The environment → frozen values; the only reader of `os.environ`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loaders.discover import STAGING_FOLDER
from loaders.errors import ConfigError

_PASSWORD = "DBT_ENV_SECRET_REDSHIFT_PASSWORD"  # noqa: S105 - a name; dbt hides its value
# Reserved by RFC 2606: no such server will ever be.
_NOWHERE = {
    "FOOTFALL_REDSHIFT_HOST": "redshift.example.com",
    "FOOTFALL_REDSHIFT_DATABASE": "shop",
}
_TRANSPORTS = ("connector", "data-api")
# As in profiles.yml: nothing leaves this machine towards a loopback address.
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_TLS = {"disable": None, "verify-ca": "verify-ca", "verify-full": "verify-full"}

# What these match enters SQL text or addresses: no quote, space or backslash.
_IAM_ROLE = re.compile(
    r"default|arn:aws[a-z-]*:iam::\d+:role/[\w+=,.@/-]+"
    r"(,arn:aws[a-z-]*:iam::\d+:role/[\w+=,.@/-]+)*",
    re.ASCII,
)
_FOLDER = re.compile(
    r"s3://([A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9])/([\w!.*()+=@-][\w!.*()+=@/-]*)",
    re.ASCII,
)
_NAME = re.compile(r"[\w$.:@/+=-]{1,256}", re.ASCII)
_SECRET_ARN = re.compile(r"arn:aws[a-z-]*:secretsmanager:[\w:/+=.@!-]+", re.ASCII)


@dataclass(frozen=True)
class Settings:
    """What an operator can set for every target.

    Attributes:
        duckdb_path: The warehouse file of target `local`.
        firehose_time_zone: The zone of the times in object keys.
    """

    duckdb_path: Path
    firehose_time_zone: ZoneInfo


@dataclass(frozen=True)
class Server:
    """A Redshift that this machine reaches over the network.

    Attributes:
        host: Its name or address.
        port: Where it listens.
        user: Who signs in.
        password: With what.
        tls: `verify-ca` or `verify-full`, or None for no encryption.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: str | None


@dataclass(frozen=True)
class RedshiftAddress:
    """Where a Redshift is, and nothing of who may sign in."""

    host: str
    port: int
    database: str


@dataclass(frozen=True)
class DataApi:
    """A Redshift that is reached through the Data API, by workgroup or by cluster."""

    workgroup: str | None
    cluster: str | None
    secret_arn: str | None
    user: str | None


@dataclass(frozen=True)
class Staging:
    """Where batches lie until Redshift has copied them, and who may read them.

    Attributes:
        bucket: In the region of the warehouse.
        prefix: Begins the keys; ends with a slash, never empty.
        iam_role: The role that COPY takes, or `default`.
    """

    bucket: str
    prefix: str
    iam_role: str


@dataclass(frozen=True)
class RedshiftSettings:
    """What an operator has to set for target `prod`; `staging` is None for a reader."""

    database: str
    reached: Server | DataApi
    staging: Staging | None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings of every target.

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


def read_redshift_settings(
    source: str | None = None, environment: Mapping[str, str] | None = None
) -> RedshiftSettings:
    """Read and check the settings of target `prod`.

    Args:
        source: What is loaded, a folder or `s3://…`; None for who only reads.
        environment: Names and values; the process's own when left out.

    Raises:
        ConfigError: Values are missing, all of which it names, or cannot be used.
    """
    found = os.environ if environment is None else environment
    transport = found.get("FOOTFALL_REDSHIFT_TRANSPORT") or "connector"
    if transport not in _TRANSPORTS:
        raise ConfigError(
            f"FOOTFALL_REDSHIFT_TRANSPORT is neither connector nor data-api: "
            f"{transport}",
            "leave it unset to connect to FOOTFALL_REDSHIFT_HOST",
        )
    _refuse_missing(found, transport, is_loading=source is not None)
    return RedshiftSettings(
        database=_matching(found, "FOOTFALL_REDSHIFT_DATABASE", _NAME),
        reached=_server(found) if transport == "connector" else _data_api(found),
        staging=None if source is None else _staging(found, source),
    )


def read_redshift_address(
    environment: Mapping[str, str] | None = None,
) -> RedshiftAddress:
    """Read where Redshift is, for files that others sign in with.

    Args:
        environment: Names and values; the process's own when left out. What is not set
            is a name that leads nowhere, to be replaced by whoever opens the file.

    Raises:
        ConfigError: A value cannot be used.
    """
    found = {**_NOWHERE, **(os.environ if environment is None else environment)}
    return RedshiftAddress(
        host=_matching(found, "FOOTFALL_REDSHIFT_HOST", _NAME),
        port=_port(found),
        database=_matching(found, "FOOTFALL_REDSHIFT_DATABASE", _NAME),
    )


def _refuse_missing(
    found: Mapping[str, str], transport: str, *, is_loading: bool
) -> None:
    needed = ["FOOTFALL_REDSHIFT_DATABASE"]
    if transport == "connector":
        needed += ["FOOTFALL_REDSHIFT_HOST", "FOOTFALL_REDSHIFT_USER", _PASSWORD]
    elif not found.get("FOOTFALL_REDSHIFT_CLUSTER"):
        needed.append("FOOTFALL_REDSHIFT_WORKGROUP")
    if is_loading:
        needed.append("FOOTFALL_REDSHIFT_IAM_ROLE")
    missing = [name for name in needed if not found.get(name)]
    if missing:
        told = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
        raise ConfigError(
            f"target prod needs {told} in the environment",
            "docs/guides/loading.md tells what each is for",
        )


def _server(found: Mapping[str, str]) -> Server:
    host = _matching(found, "FOOTFALL_REDSHIFT_HOST", _NAME)
    default = "disable" if host in _LOOPBACK else "verify-ca"
    tls = found.get("FOOTFALL_REDSHIFT_SSLMODE") or default
    if tls not in _TLS:
        raise ConfigError(
            f"FOOTFALL_REDSHIFT_SSLMODE is not a mode: {tls}",
            f"use one of {', '.join(_TLS)}",
        )
    return Server(
        host=host,
        port=_port(found),
        user=found["FOOTFALL_REDSHIFT_USER"],
        password=found[_PASSWORD],
        tls=_TLS[tls],
    )


def _port(found: Mapping[str, str]) -> int:
    port = found.get("FOOTFALL_REDSHIFT_PORT") or "5439"
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ConfigError(
            f"FOOTFALL_REDSHIFT_PORT is not a port: {port}", "Redshift's own is 5439"
        )
    return int(port)


def _data_api(found: Mapping[str, str]) -> DataApi:
    names = ("FOOTFALL_REDSHIFT_WORKGROUP", "FOOTFALL_REDSHIFT_CLUSTER")
    if all(found.get(name) for name in names):
        raise ConfigError(
            f"both {names[0]} and {names[1]} are set",
            "a warehouse is one or the other; unset one",
        )
    workgroup, cluster = (
        _matching(found, name, _NAME) if found.get(name) else None for name in names
    )
    secret = "FOOTFALL_REDSHIFT_SECRET_ARN"  # noqa: S105 - a name
    return DataApi(
        workgroup=workgroup,
        cluster=cluster,
        secret_arn=_matching(found, secret, _SECRET_ARN) if found.get(secret) else None,
        user=found.get("FOOTFALL_REDSHIFT_USER") or None,
    )


def _staging(found: Mapping[str, str], source: str) -> Staging:
    name = "FOOTFALL_REDSHIFT_STAGING_PREFIX"
    folder = found.get(name)
    if not folder:
        if not source.startswith("s3://"):
            raise ConfigError(
                f"{name} is not set, and `{source}` is in no bucket",
                "set it to an s3:// folder in the warehouse's region",
            )
        bucket = source.removeprefix("s3://").partition("/")[0]
        name, folder = "the source", f"s3://{bucket}/{STAGING_FOLDER}"
    matched = _FOLDER.fullmatch(folder)
    if matched is None:
        raise ConfigError(
            f"{name} gives no folder to stage in: {folder}",
            "use s3://bucket/folder/, of letters, digits and - _ . = + / alone",
        )
    return Staging(
        bucket=matched[1],
        prefix=matched[2].rstrip("/") + "/",
        iam_role=_matching(found, "FOOTFALL_REDSHIFT_IAM_ROLE", _IAM_ROLE),
    )


def _matching(found: Mapping[str, str], name: str, pattern: re.Pattern[str]) -> str:
    value = found[name]
    if pattern.fullmatch(value) is None:
        hints = {
            "FOOTFALL_REDSHIFT_IAM_ROLE": "use arn:aws:iam::<account>:role/<name>, or"
            " default for the role that the warehouse has as its default",
            "FOOTFALL_REDSHIFT_SECRET_ARN": "use the ARN of a Secrets Manager secret",
        }
        raise ConfigError(
            f"{name} cannot be used: {value}",
            hints.get(name, "use letters, digits and . - _ alone"),
        )
    return value
