"""Bodies → files that look like what Firehose puts into a bucket.

Key: `YYYY/MM/DD/HH/<stream>-1-YYYY-MM-DD-HH-MM-SS-<uuid>[.gz]`, all UTC. The same
input gives the same bytes and names: gzip headers carry no time.
"""

import datetime as dt
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from isal import isal_zlib

from loaders.errors import ConfigError

_GZIP_WINDOW = 31  # zlib's number for "with a gzip header"
_FASTEST = 1


def object_key(
    stream: str, folder_at: dt.datetime, name_at: dt.datetime, uuid: str
) -> str:
    """The key of an object, without the suffix of its compression.

    >>> at = dt.datetime(2026, 1, 5, 9, 59, 7)
    >>> object_key("shop-events", at, at, "d1f0")
    '2026/01/05/09/shop-events-1-2026-01-05-09-59-07-d1f0'
    """
    return f"{folder_at:%Y/%m/%d/%H}/{stream}-1-{name_at:%Y-%m-%d-%H-%M-%S}-{uuid}"


def write_object(root: Path, key: str, body: bytes, *, is_gzip: bool) -> None:
    """Write one whole object; `.gz` is added to the key where it is compressed."""
    if is_gzip:
        body = isal_zlib.compress(body, _FASTEST, _GZIP_WINDOW)
    _write(root, key, body, is_gzip=is_gzip)


def write_cut_object(root: Path, key: str, body: bytes, *, is_gzip: bool) -> None:
    """Write an object whose upload broke off after `body`: gzip without an end.

    The compressor is flushed at the break, so that every way to inflate the file
    gives the whole of `body` before it finds the end missing.
    """
    if is_gzip:
        deflate = zlib.compressobj(wbits=_GZIP_WINDOW)
        body = deflate.compress(body) + deflate.flush(zlib.Z_SYNC_FLUSH)
    _write(root, key, body, is_gzip=is_gzip)


def _write(root: Path, key: str, body: bytes, *, is_gzip: bool) -> None:
    path = root / (key + ".gz" * is_gzip)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


@contextmanager
def fresh_directory(output: Path) -> Iterator[Path]:
    """A directory beside `output` that takes its name when all went well.

    Raises:
        ConfigError: There is something at `output` already.
    """
    partial = output.absolute().with_name(f".{output.absolute().name}.partial")
    try:
        if output.exists() and (not output.is_dir() or any(output.iterdir())):
            raise ConfigError(
                f"`{output}` is there already, and not an empty directory",
                "name a directory that does not exist yet, or remove this one",
            )
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        yield partial
        if output.exists():
            output.rmdir()
        partial.rename(output)
    except OSError as error:
        raise ConfigError(
            f"cannot write `{output}`: {error.strerror}",
            "name a place that exists, has room, and that you may write to",
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
