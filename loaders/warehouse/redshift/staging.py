"""Files of a batch → S3, a manifest for each table, and away again.

Keys are `<prefix><load id>/<batch>/<file>`. What a killed load left is removed by a
later one: at once where that ran on this machine, after a day where it did not.
"""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from loaders.discover import STAGED_MARK
from loaders.errors import ConfigError, FootfallError, WarehouseError
from loaders.settings import Staging
from loaders.warehouse.redshift import workspace

_CONFIG = Config(
    retries={"max_attempts": 10, "mode": "standard"}, max_pool_connections=8
)
_PARALLEL_WRITES = 8
_MOST_DELETED = 1000  # in one call, by S3's limit
# No load takes so long, and its files are of no use to a load that runs again.
_OLD = timedelta(days=1)
_DENIED = {"AccessDenied", "403", "AllAccessDisabled"}
_UNKNOWN = {"NoSuchBucket", "404"}
_SIGNED_OUT = {
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidToken",
    "SignatureDoesNotMatch",
}
_ELSEWHERE = {"PermanentRedirect", "AuthorizationHeaderMalformed"}


class StagingArea:
    """The staging prefix."""

    def __init__(self, staging: Staging) -> None:
        """Open a client; nothing is asked yet.

        Raises:
            ConfigError: There are no credentials, or the profile is unknown.
        """
        self._staging = staging
        self.iam_role = staging.iam_role
        self.address = f"s3://{staging.bucket}/{staging.prefix}"
        with self._told():
            self._client: Any = boto3.client("s3", config=_CONFIG)

    def upload(self, batch: str, files: dict[str, list[Path]]) -> dict[str, str]:
        """Stage a batch.

        Args:
            batch: `<load id>/<number>`.
            files: Landing table → files of its rows.

        Returns:
            Landing table → `s3://…` of its manifest.

        Raises:
            ConfigError: The prefix may not be written.
            WarehouseError: S3 did not answer.
        """
        with self._told(), ThreadPoolExecutor(_PARALLEL_WRITES, "stage") as writers:
            written = [path for paths in files.values() for path in paths]
            list(writers.map(lambda path: self._write(batch, path), written))
            return {
                table: self._write_manifest(batch, table, paths)
                for table, paths in files.items()
            }

    def remove(self, batch: str) -> bool:
        """Remove a batch; whether all of it is gone."""
        try:
            with self._told():
                self._delete([key for key, _ in self._listed(f"{batch}/")])
        except FootfallError:
            return False  # what has landed has landed; a later load removes it
        return True

    def remove_ended(self) -> None:
        """Remove what loads left that have ended without doing so.

        Raises:
            ConfigError: The bucket is unknown, or the prefix may not be listed.
            WarehouseError: S3 did not answer.
        """
        name = re.compile(rf"([0-9a-f]{{32}})/\d+/[^/]+{re.escape(STAGED_MARK)}[^/]+")
        ended: dict[str, bool] = {}
        with self._told():
            keys = []
            for key, modified_at in self._listed(""):
                found = name.fullmatch(key.removeprefix(self._staging.prefix))
                if found is None:
                    continue  # not ours
                load_id = found[1]
                if load_id not in ended:
                    ended[load_id] = workspace.has_ended(load_id)
                if ended[load_id] or datetime.now(UTC) - modified_at > _OLD:
                    keys.append(key)
            self._delete(keys)
        workspace.remove_ended(self.address)

    def _key(self, batch: str, name: str) -> str:
        return f"{self._staging.prefix}{batch}/{name}"

    def _write(self, batch: str, path: Path) -> None:
        with path.open("rb") as body:
            self._client.put_object(
                Bucket=self._staging.bucket, Key=self._key(batch, path.name), Body=body
            )

    def _write_manifest(self, batch: str, table: str, paths: list[Path]) -> str:
        # mandatory is false by default, and COPY then passes over a missing file
        entries = [
            {"url": f"{self.address}{batch}/{path.name}", "mandatory": True}
            for path in paths
        ]
        key = self._key(batch, f"{table}{STAGED_MARK}manifest")
        self._client.put_object(
            Bucket=self._staging.bucket,
            Key=key,
            Body=json.dumps({"entries": entries}).encode(),
        )
        return f"s3://{self._staging.bucket}/{key}"

    def _listed(self, below: str) -> Iterator[tuple[str, datetime]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._staging.bucket, Prefix=f"{self._staging.prefix}{below}"
        )
        for page in pages:
            for entry in page.get("Contents", []):
                yield entry["Key"], entry["LastModified"]

    def _delete(self, keys: list[str]) -> None:
        for low in range(0, len(keys), _MOST_DELETED):
            few = [{"Key": key} for key in keys[low : low + _MOST_DELETED]]
            answer = self._client.delete_objects(
                Bucket=self._staging.bucket, Delete={"Objects": few, "Quiet": True}
            )
            for refused in answer.get("Errors", []):
                raise ClientError({"Error": refused}, "DeleteObjects")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """S3's errors → ours."""
        try:
            yield
        except (BotoCoreError, ClientError, ValueError) as error:
            raise self._as_ours(error) from None

    def _as_ours(self, error: Exception) -> FootfallError:
        told = f"cannot stage in `{self.address}`"
        code = ""
        if isinstance(error, ClientError):
            code = str(error.response.get("Error", {}).get("Code", ""))
        for codes, what, hint in (
            (
                _UNKNOWN,
                "no such bucket",
                "check FOOTFALL_REDSHIFT_STAGING_PREFIX",
            ),
            (
                _DENIED,
                "access denied",
                "the loader needs s3:ListBucket on the bucket, and s3:PutObject and"
                " s3:DeleteObject below the prefix",
            ),
            (_SIGNED_OUT, code, "renew the AWS credentials"),
            (
                _ELSEWHERE,
                "the bucket is in another region",
                "set AWS_DEFAULT_REGION to the bucket's region",
            ),
        ):
            if code in codes:
                return ConfigError(f"{told}: {what}", hint)
        return WarehouseError(
            f"{told}: {error}", "check the network and run the same command again"
        )
