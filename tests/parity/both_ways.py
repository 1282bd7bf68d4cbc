"""The same objects into both warehouses, by the same commands, and the comparison."""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import boto3
import redshift_connector
from comparison import Comparison, Tables, compare
from declared import Declared, read_declared
from type_map import TypeMap
from warehouse_tables import DuckDBTables, RedshiftTables
from way import StepError, Way

_COUNTS = ("objects_seen", "objects_loaded", "records", "landed", "rejected")
_Result = TypeVar("_Result")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Source:
    """Where objects lie for both loads: a prefix of a bucket.

    Attributes:
        bucket: Its name; it must be there.
        prefix: Empty, or ends in a slash.
        client: Of S3.
    """

    bucket: str
    prefix: str
    client: Any

    @property
    def url(self) -> str:
        """What `footfall load` takes."""
        return f"s3://{self.bucket}/{self.prefix}"

    def below(self, folder: str) -> "Source":
        """A folder of it; the name ends in a slash."""
        return Source(self.bucket, self.prefix + folder, self.client)

    def put(self, objects: Mapping[str, bytes]) -> None:
        """Write objects as Firehose would."""

        def put_one(key: str) -> None:
            self.client.put_object(
                Bucket=self.bucket, Key=self.prefix + key, Body=objects[key]
            )

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(put_one, objects))

    def delete(self) -> int:
        """Remove everything below the prefix; how many objects."""
        found = [
            {"Key": one["Key"]}
            for page in self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=self.prefix
            )
            for one in page.get("Contents", [])
        ]
        for one in found:
            self.client.delete_object(Bucket=self.bucket, Key=one["Key"])
        return len(found)


def source(environment: Mapping[str, str], bucket: str, prefix: str = "") -> Source:
    """A source that is reached as the environment says.

    Args:
        environment: boto3's usual variables, as an operator would have set them.
        bucket: Its name.
        prefix: Empty, or ends in a slash.
    """
    session = boto3.Session(
        aws_access_key_id=environment.get("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY"),
        aws_session_token=environment.get("AWS_SESSION_TOKEN"),
        region_name=environment.get("AWS_REGION")
        or environment.get("AWS_DEFAULT_REGION"),
        profile_name=environment.get("AWS_PROFILE"),
    )
    endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get(
        "AWS_ENDPOINT_URL"
    )
    return Source(bucket, prefix, session.client("s3", endpoint_url=endpoint))


def connect(environment: Mapping[str, str]) -> Any:
    """A connection in autocommit, as target `prod` would make it.

    Args:
        environment: The variables of target `prod`.
    """
    host = environment["FOOTFALL_REDSHIFT_HOST"]
    mode = environment.get(
        "FOOTFALL_REDSHIFT_SSLMODE", "disable" if host in _LOOPBACK else "verify-ca"
    )
    ssl = {"ssl": False} if mode == "disable" else {"ssl": True, "sslmode": mode}
    connection = redshift_connector.connect(
        host=host,
        port=int(environment.get("FOOTFALL_REDSHIFT_PORT") or 5439),
        database=environment["FOOTFALL_REDSHIFT_DATABASE"],
        user=environment["FOOTFALL_REDSHIFT_USER"],
        password=environment["DBT_ENV_SECRET_REDSHIFT_PASSWORD"],
        **ssl,
    )
    connection.autocommit = True
    return connection


class BothWays:
    """Two ways that are given the same objects in the same loads."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Nothing is loaded yet.

        Args:
            folder: Where the DuckDB file and dbt's files go.
            environment: The variables of target `prod` and of boto3.
        """
        self._file = folder / "local.duckdb"
        told = {**environment, "FOOTFALL_DUCKDB_PATH": str(self._file)}
        self.local = Way("local", told, folder / "local")
        self.prod = Way("prod", told, folder / "prod")
        self._prod_environment = environment

    def load(self, url: str, kind: str = "event") -> None:
        """Load what has not landed, into both.

        Raises:
            StepError: A load failed, or one landed something else than the other.
        """
        here, there = self._both(lambda way: way.load(url, kind))
        if any(here[count] != there[count] for count in _COUNTS):
            raise StepError(f"loads differ:\n{here}\n{there}")

    def build(self, *arguments: str) -> None:
        """Build both at once.

        Raises:
            StepError: A build failed.
        """
        self._both(lambda way: way.build(*arguments))

    def _both(self, step: Callable[[Way], _Result]) -> list[_Result]:
        with ThreadPoolExecutor(2) as pool:
            steps = [pool.submit(step, way) for way in (self.local, self.prod)]
        return [one.result() for one in steps]

    def declared(self) -> Declared:
        """What the project says of its relations, after a build."""
        return read_declared(self.prod.manifest)

    def compare(self) -> Comparison:
        """Every relation of both warehouses, rows and types."""
        declared = self.declared()
        connection = connect(self._prod_environment)
        try:
            return compare(
                DuckDBTables(self._file),
                RedshiftTables(connection),
                keys=declared.keys,
                mismatch=TypeMap(declared.types).mismatch,
            )
        finally:
            connection.close()

    def compare_with(self, before: Tables, exempt: Collection[str] = ()) -> Comparison:
        """What was remembered of Redshift, and Redshift now."""
        declared = self.declared()
        connection = connect(self._prod_environment)
        try:
            now = RedshiftTables(connection)
            return compare(before, now, keys=declared.keys, exempt=exempt)
        finally:
            connection.close()

    def close(self) -> None:
        """End both processes."""
        self.local.close()
        self.prod.close()
