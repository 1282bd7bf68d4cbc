"""Files → batches of rows, whatever their format; the content decides, not the name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq
from isal import igzip
from isal.igzip_lib import IsalError

from loaders.errors import ConfigError
from simulator.csv_rows import read_header, read_rows
from simulator.layouts import Layout

_GZIP_MAGIC = b"\x1f\x8b"
_PARQUET_MAGIC = b"PAR1"
_PARQUET_ROWS = 65_536


@dataclass(frozen=True)
class Batch:
    """Some rows of a file.

    Attributes:
        fields: The names that the columns are delivered under.
        columns: One array per field.
        rows: How many rows they have.
        damaged: Lines of text that are no rows.
    """

    fields: list[str]
    columns: list[pa.Array]
    rows: int
    damaged: list[bytes]


def read_batches(
    path: Path, layout: Layout, only: str | None = None
) -> Iterator[Batch]:
    """The rows of one file, in its order.

    Args:
        path: A CSV file, gzipped or not, or a Parquet file.
        layout: What the columns are called in records.
        only: The one field to read, where the others are not needed.

    Raises:
        ConfigError: The file is missing, unreadable, or of another kind.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        if magic == _PARQUET_MAGIC:
            yield from _parquet_batches(path, layout, only)
        elif magic.startswith(_GZIP_MAGIC):
            with igzip.IGzipFile(str(path)) as unpacked:  # type: ignore[no-untyped-call]
                yield from _csv_batches(path, cast(BinaryIO, unpacked), layout, only)
        else:
            with path.open("rb") as stream:
                yield from _csv_batches(path, stream, layout, only)
    except OSError as error:
        raise ConfigError(
            f"cannot read `{path}`: {error.strerror or error}",
            "check the path, and that you may read the file",
        ) from error
    # isal's stub declares its exception as an object of that type
    except (EOFError, IsalError, pa.ArrowInvalid) as error:  # type: ignore[misc]
        raise ConfigError(
            f"`{path}` is damaged: {str(error).splitlines()[0]}",
            "fetch the file again, or unpack what can be unpacked and replay that",
        ) from error


def _csv_batches(
    path: Path, stream: BinaryIO, layout: Layout, only: str | None
) -> Iterator[Batch]:
    names = read_header(stream)
    fields = layout.fields(names, str(path))
    wanted = [
        (name, field)
        for name, field in zip(names, fields, strict=True)
        if only in (None, field)
    ]
    for rows in read_rows(stream, names, [name for name, _ in wanted]):
        yield _batch([field for _, field in wanted], rows.table, rows.damaged)


def _parquet_batches(path: Path, layout: Layout, only: str | None) -> Iterator[Batch]:
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        fields = layout.fields(names, str(path))
        wanted = [
            (name, field)
            for name, field in zip(names, fields, strict=True)
            if only in (None, field)
        ]
        columns = [name for name, _ in wanted]
        for rows in file.iter_batches(_PARQUET_ROWS, columns=columns):
            table = pa.Table.from_batches([rows]).select(columns)
            yield _batch([field for _, field in wanted], table, [])


def _batch(fields: list[str], table: pa.Table, damaged: list[bytes]) -> Batch:
    columns = [column.combine_chunks() for column in table.columns]
    return Batch(fields, columns, table.num_rows, damaged)
