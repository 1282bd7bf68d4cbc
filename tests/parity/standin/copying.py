"""COPY from S3: the statement read, its objects found, their records as lines.

Records of an object need no separator, as Redshift reads JSON. Each becomes one line of
PostgreSQL's text format with the digits and spellings it came with; schema standin's
load() brings them to the columns, inside the client's transaction.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from .tokens import Statement

_FLAGS = frozenset(("gzip", "manifest", "truncatecolumns", "acceptinvchars"))
_SWITCHES = frozenset(("compupdate", "statupdate"))
_LONGEST_RECORD = 4 * 1024 * 1024


class CopyError(Exception):
    """What Redshift answers to a COPY that cannot be done."""


@dataclass(frozen=True)
class Copy:
    """One COPY.

    Attributes:
        target: The table, as it was written.
        columns: The listed columns, lower case; none means every column.
        bucket: Where the objects, or the manifest, lie.
        prefix: Their prefix, or the manifest's key.
        shred: `auto` to find columns by key, `noshred` for one SUPER column.
        iam_role: The role's ARN, or `default`.
        options: Names of the options that are on.
        file: Where the proxy leaves the records.
    """

    target: str
    columns: tuple[str, ...]
    bucket: str
    prefix: str
    shred: str
    iam_role: str
    file: Path
    options: frozenset[str] = field(default_factory=frozenset)

    def call(self) -> str:
        """The statement that loads the records that lie in the file."""
        columns = f"array[{', '.join(map(_literal, self.columns))}]"
        told = columns if self.columns else "null"
        whole = "true" if self.shred == "noshred" else "false"
        return (
            f"do $standin$ begin perform standin.load({_literal(self.target)},"
            f" {told}, {whole}, {_literal(str(self.file))}); end $standin$"
        )


def is_copy(statement: Statement) -> bool:
    return statement.word(0) == "copy"


def read_copy(statement: Statement, file: Path) -> Copy:
    """What a COPY says.

    Raises:
        CopyError: It has no role, or an option that Redshift or the stand-in lacks.
    """
    place = statement.top_level("from", 0, len(statement))
    if place < 0 or not statement.is_string(place + 1):
        raise CopyError("syntax error in COPY: expected FROM 's3://…'")
    opening = next((i for i in range(1, place) if statement.word(i) == "("), place)
    columns = tuple(
        statement.name(start) for start, _ in statement.arguments(opening)
    ) if opening < place else ()  # fmt: skip
    url = statement.tokens[place + 1].text
    if not url.startswith("s3://") or "/" not in url[5:]:
        raise CopyError(f"invalid S3 URI: {url}")
    bucket, prefix = url[5:].split("/", 1)
    options = _read_options(statement, place + 2)
    if "iam_role" not in options:
        raise CopyError("CREDENTIALS argument is required but missing")
    if "json" not in options:
        raise CopyError("COPY of another format than JSON is not in the stand-in")
    return Copy(
        target=statement.source(1, opening),
        columns=columns,
        bucket=bucket,
        prefix=prefix,
        shred=options["json"],
        iam_role=options["iam_role"],
        options=frozenset(options),
        file=file,
    )


def _read_options(statement: Statement, place: int) -> dict[str, str]:
    """The options → their values, "" for those without."""
    options: dict[str, str] = {}
    while place < len(statement):
        word = statement.word(place)
        value = place + 1 + (statement.word(place + 1) == "as")
        if word == "format":
            place = value
        elif word in ("json", "iam_role", "region", "timeformat", "dateformat"):
            options[word] = _option_value(statement, word, value)
            place = value + 1
        elif word in _SWITCHES:
            if statement.word(place + 1) not in ("on", "off", "true", "false"):
                raise CopyError(f"syntax error at or near {word!r}")
            place += 2
        elif word in _FLAGS:
            options[word] = ""
            place += 1
        else:
            told = statement.source(place, place + 1)
            raise CopyError(f"syntax error at or near {told!r} in COPY")
    return options


def _option_value(statement: Statement, word: str, place: int) -> str:
    if word == "iam_role" and statement.word(place) == "default":
        return "default"
    if not statement.is_string(place):
        raise CopyError(f"syntax error at or near {word!r}: expected a quoted text")
    value = statement.tokens[place].text
    if word == "json" and value.lower() not in ("auto", "noshred"):
        raise CopyError(f"JSON {value!r} is not in the stand-in")
    if word in ("timeformat", "dateformat") and value != "auto":
        raise CopyError(f"{word} {value!r} is not in the stand-in")
    if word == "iam_role" and not value.startswith("arn:aws"):
        raise CopyError(f"Invalid IAM role {value!r}")
    return value.lower() if word == "json" else value


def stage(copy: Copy, s3: Any) -> int:
    """Write the records of a COPY's objects to its file, one a line; return how many.

    Args:
        copy: The COPY.
        s3: A client of boto3.

    Raises:
        CopyError: An object is missing or is not what the options say.
    """
    count = 0
    with copy.file.open("w", encoding="utf-8", newline="\n") as lines:
        for bucket, key in _objects(copy, s3):
            for record in _records(_body(copy, s3, bucket, key), key):
                lines.write(_line(record))
                count += 1
    copy.file.chmod(0o644)
    return count


def _objects(copy: Copy, s3: Any) -> Iterator[tuple[str, str]]:
    if "manifest" not in copy.options:
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=copy.bucket, Prefix=copy.prefix
        )
        try:
            keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
        except ClientError as error:
            raise CopyError(f"S3ServiceException:{error}") from error
        if not keys:
            raise CopyError(f"The specified S3 prefix '{copy.prefix}' does not exist")
        yield from ((copy.bucket, key) for key in keys)
        return
    try:
        manifest = json.loads(_read(s3, copy.bucket, copy.prefix))
        entries = [
            (one["url"], one.get("mandatory", False)) for one in manifest["entries"]
        ]
    except (ClientError, ValueError, KeyError, TypeError) as error:
        raise CopyError(f"Problem reading manifest file - {error}") from error
    found = 0
    for url, mandatory in entries:
        bucket, key = url.removeprefix("s3://").split("/", 1)
        try:
            s3.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if mandatory:
                raise CopyError(
                    f"Problem reading manifest file - S3ServiceException:"
                    f"The specified key does not exist.,Status 404,{url}"
                ) from error
            continue
        found += 1
        yield bucket, key
    if entries and not found:
        raise CopyError("The S3 objects of the manifest do not exist")


def _read(s3: Any, bucket: str, key: str) -> bytes:
    body: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return body


def _body(copy: Copy, s3: Any, bucket: str, key: str) -> str:
    body = _read(s3, bucket, key)
    try:
        return (gzip.decompress(body) if "gzip" in copy.options else body).decode()
    except (OSError, EOFError, zlib.error) as error:
        raise CopyError(f"Invalid GZIP data in s3://{bucket}/{key}") from error
    except UnicodeDecodeError as error:
        raise CopyError(f"Invalid UTF-8 in s3://{bucket}/{key}") from error


def _records(text: str, key: str) -> Iterator[str]:
    """The JSON texts of an object, as they stand."""
    decoder, position = json.JSONDecoder(), 0
    while True:
        while position < len(text) and text[position] in " \r\n\t":
            position += 1
        if position >= len(text):
            return
        try:
            _, end = decoder.raw_decode(text, position)
        except ValueError as error:
            raise CopyError(
                "Load into table failed.  Check 'sys_load_error_detail' system table"
                f" for details. (Invalid JSON in {key} at character {position})"
            ) from error
        if end - position > _LONGEST_RECORD:
            raise CopyError(f"JSON object of more than 4 MB in {key}")
        yield text[position:end]
        position = end


def _line(record: str) -> str:
    escaped = record.replace("\\", "\\\\").replace("\n", "\\n")
    return escaped.replace("\r", "\\r").replace("\t", "\\t") + "\n"


def _literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
