"""Published Parquet files → packaged data sources of Tableau, extract and all.

Hyper reads the Parquet files by itself. Decimals get 18 digits, as many as every
supported Tableau reads (38 need a file that Tableau before 2022.4 does not open). What
has more is an error, never rounded.
"""

import tempfile
import time
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tableauhyperapi import (
    Connection,
    CreateMode,
    HyperException,
    HyperProcess,
    Telemetry,
    escape_name,
    escape_string_literal,
)

from bi.artifacts import Column, Mart
from bi.columns import Kind, type_of
from bi.metrics import Metric
from bi.tableau.data_source import data_source, extract_connection, write
from loaders.errors import ConfigError, FootfallError

_PRECISION = 18
_TYPES = {
    Kind.TEXT: "text",
    Kind.WHOLE: "bigint",
    Kind.DOUBLE: "double precision",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp",
}


@dataclass(frozen=True)
class Extracted:
    """What was written; `rows` and `bytes` of all data sources together."""

    folder: str
    data_sources: int
    rows: int
    bytes: int
    seconds: float


def extract(
    marts: Iterable[Mart], metrics: Iterable[Metric], source: Path, folder: Path
) -> Extracted:
    """Write one `.tdsx` file for each mart.

    Args:
        marts: What to write.
        metrics: All that there are.
        source: The folder with one Parquet file a mart.
        folder: Where the files go; those of the same names are replaced.

    Raises:
        ConfigError: A Parquet file is missing, or the folder cannot be written.
        FootfallError: Hyper does not start or refuses a file, or a figure has too many
            digits.
    """
    started = time.perf_counter()
    wanted, metrics = list(marts), list(metrics)
    for mart in wanted:
        if not (source / f"{mart.name}.parquet").is_file():
            raise ConfigError(
                f"there is no `{source / mart.name}.parquet`",
                "run footfall publish, or name the folder that it published to",
            )
    rows, size = 0, 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as making,
            HyperProcess(
                Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU,
                parameters={"log_config": ""},  # no log file where the user stands
            ) as process,
        ):
            for mart in wanted:
                file = Path(making) / f"{mart.name}.hyper"
                rows += _fill(process, mart, source / f"{mart.name}.parquet", file)
                package = _package(mart, metrics, file)
                size += package.stat().st_size
                package.replace(folder / package.name)
    except HyperException as error:
        raise FootfallError(
            f"Hyper did not run: {error.main_message}",
            "see whether this machine lets programs of Python packages start",
        ) from error
    except OSError as error:
        raise ConfigError(
            f"cannot write to `{folder}`: {error.strerror or error}",
            "give --output a folder that this user may write, on a disk with room",
        ) from error
    return Extracted(
        folder=str(folder),
        data_sources=len(wanted),
        rows=rows,
        bytes=size,
        seconds=round(time.perf_counter() - started, 3),
    )


def _fill(process: HyperProcess, mart: Mart, parquet: Path, file: Path) -> int:
    """Make an extract; how many rows it has."""
    columns = ", ".join(_cast(column) for column in mart.columns)
    rows = escape_string_literal(str(parquet.resolve()))
    try:
        with Connection(process.endpoint, file, CreateMode.CREATE) as connection:
            connection.catalog.create_schema("Extract")
            connection.execute_command(
                f'create table "Extract"."Extract" as select {columns}'  # noqa: S608
                f" from external({rows}, format => 'parquet')"
            )
            return int(
                connection.execute_scalar_query(
                    'select count(*) from "Extract"."Extract"'
                )
            )
    except HyperException as error:
        told = str(error.main_message)
        if "numeric overflow" in told:
            raise FootfallError(
                f"`{mart.name}` has a decimal of more than {_PRECISION} digits",
                "no extract of it can be exact; use --redshift, or leave it out",
            ) from error
        raise FootfallError(
            f"Hyper cannot read `{parquet}`: {told}",
            "run dbt build and footfall publish again, with this version of Footfall",
        ) from error


def _cast(column: Column) -> str:
    told = type_of(column)
    name = escape_name(column.name)
    kind = (
        f"numeric({_PRECISION}, {told.scale})"
        if told.kind is Kind.DECIMAL
        else _TYPES[told.kind]
    )
    return f"cast({name} as {kind}) as {name}"


def _package(mart: Mart, metrics: Iterable[Metric], file: Path) -> Path:
    """A `.tds` and its extract in one file, as Tableau packs them."""
    inside = f"Data/Extracts/{file.name}"
    source = data_source(mart, metrics, extract_connection(mart, inside))
    package = file.with_suffix(".tdsx")
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{mart.name}.tds", write(source))
        archive.write(file, inside)
    file.unlink()
    return package
