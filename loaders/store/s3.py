"""Objects below an S3 prefix, read with boto3."""

from collections.abc import Iterator
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
    TokenRetrievalError,
)

from loaders.errors import ConfigError, FootfallError, SourceError
from loaders.store import StoredObject

# Ten tries of the standard mode ride out a throttled prefix for about a minute;
# fewer give up inside the minute that S3 takes to split a hot prefix.
_CONFIG = Config(
    retries={"max_attempts": 10, "mode": "standard"}, max_pool_connections=8
)
_OPERATOR = (
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    TokenRetrievalError,
)


class S3Store:
    """The objects below `s3://bucket/prefix`."""

    def __init__(self, source: str) -> None:
        """Take the source apart and open a client; nothing is asked yet.

        Raises:
            ConfigError: The source names no bucket, or the profile is unknown.
        """
        self._source = source
        self._bucket, _, self._prefix = source.removeprefix("s3://").partition("/")
        if not self._bucket:
            raise ConfigError(
                f"cannot read `{source}`: no bucket", "give s3://bucket/prefix"
            )
        try:
            self._client: Any = boto3.client("s3", config=_CONFIG)
        except (BotoCoreError, ValueError) as error:
            raise self._as_ours(error) from None

    def objects(self) -> Iterator[StoredObject]:
        """Every object below the prefix, in the order of its key."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        )
        try:
            for page in pages:
                for entry in page.get("Contents", []):
                    if entry["Key"].endswith("/") and entry["Size"] == 0:
                        continue  # the console's mark of a folder
                    yield StoredObject(
                        object_key=entry["Key"],
                        address=entry["Key"],
                        size=entry["Size"],
                        etag=entry["ETag"].strip('"'),
                        modified_at=entry["LastModified"].replace(tzinfo=None),
                    )
        except (BotoCoreError, ClientError, ValueError) as error:
            raise self._as_ours(error) from None

    def read(self, stored: StoredObject) -> bytes:
        """The object's bytes, whole or not at all."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=stored.address)
            content: bytes = answer["Body"].read()
        except (BotoCoreError, ClientError) as error:
            raise self._as_ours(error) from None
        return content

    def _as_ours(self, error: Exception) -> FootfallError:
        told = f"cannot read `{self._source}`"
        if isinstance(error, _OPERATOR):
            return ConfigError(
                f"{told}: {error}",
                "give credentials by a role, AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY",
            )
        if isinstance(error, ClientError):
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in {"NoSuchBucket", "404"}:
                return ConfigError(f"{told}: no such bucket", "check the bucket's name")
            if code in {"AccessDenied", "403", "AllAccessDisabled"}:
                return ConfigError(
                    f"{told}: access denied",
                    f"the role needs s3:ListBucket and s3:GetObject on {self._bucket}",
                )
            if code in {
                "ExpiredToken",
                "InvalidAccessKeyId",
                "InvalidToken",
                "SignatureDoesNotMatch",
            }:
                return ConfigError(f"{told}: {code}", "renew the AWS credentials")
            if code in {"PermanentRedirect", "AuthorizationHeaderMalformed"}:
                return ConfigError(
                    f"{told}: the bucket is in another region",
                    "set AWS_DEFAULT_REGION to the bucket's region",
                )
        if isinstance(error, (ParamValidationError, ValueError)):
            return ConfigError(
                f"{told}: not a bucket's name", "check the bucket's name"
            )
        return SourceError(
            f"{told}: {error}", "check the network and run the same command again"
        )
