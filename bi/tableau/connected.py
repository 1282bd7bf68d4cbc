"""Marts in Redshift → data sources of Tableau that ask it directly."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bi.artifacts import Mart
from bi.metrics import Metric
from bi.tableau.data_source import data_source, redshift_connection, write
from loaders.errors import ConfigError
from loaders.settings import RedshiftAddress


@dataclass(frozen=True)
class Connected:
    """What was written."""

    folder: str
    data_sources: int
    server: str
    seconds: float


def connect(
    marts: Iterable[Mart],
    metrics: Iterable[Metric],
    address: RedshiftAddress,
    folder: Path,
) -> Connected:
    """Write one `.tds` file for each mart, with neither a user nor a password.

    Args:
        marts: What to write.
        metrics: All that there are.
        address: Of the warehouse.
        folder: Where the files go; those of the same names are replaced.

    Raises:
        ConfigError: The folder cannot be written.
    """
    started = time.perf_counter()
    wanted, metrics = list(marts), list(metrics)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for mart in wanted:
            way = redshift_connection(
                mart, address.host, address.port, address.database
            )
            path = folder / f"{mart.name}.tds"
            path.write_bytes(write(data_source(mart, metrics, way)))
    except OSError as error:
        raise ConfigError(
            f"cannot write to `{folder}`: {error.strerror or error}",
            "give --output a folder that this user may write, on a disk with room",
        ) from error
    return Connected(
        folder=str(folder),
        data_sources=len(wanted),
        server=address.host,
        seconds=round(time.perf_counter() - started, 3),
    )
