"""The marts of a DuckDB warehouse → copies that readers open while it is written.

One process at a time may have a warehouse file open for writing, and none may read it
then. So readers get copies: a file that every DuckDB from 1.2 on opens, and one Parquet
file a mart. All change at one moment, by the rename of a link; who has earlier ones
open keeps them.
"""

import os
import re
import shutil
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders.errors import ConfigError, FootfallError, WarehouseError

CURRENT = "current"
_FILE = "shop.duckdb"  # a file named as its schema would make names ambiguous
_STORAGE = "v1.2.0"  # what DuckDB 1.2 and later read; BI drivers are rarely the newest
_MAKING = ".making-"
# The only names that are ever removed: others in the folder are not ours.
_OWN = re.compile(r"(\.making-)?\d{8}T\d{6}Z-[0-9a-f]{8}")
_ENDED_SECONDS = 86_400  # what is being made for longer was killed


@dataclass(frozen=True)
class Published:
    """What was published; `bytes` of all files together."""

    folder: str
    marts: int
    rows: int
    bytes: int
    seconds: float


def publish(warehouse: Path, folder: Path, left_out: Iterable[str] = ()) -> Published:
    """Copy every relation of the schema `marts`, then let readers see the copies.

    Args:
        warehouse: The DuckDB file that dbt built.
        folder: Where `current` is to be found; made if missing.
        left_out: Relations that are not copied.

    Raises:
        ConfigError: There is no such warehouse, it has no such marts, or the folder
            cannot be written.
        WarehouseError: A load or a build has the warehouse open.
    """
    started = time.perf_counter()
    if not warehouse.is_file():
        raise ConfigError(
            f"there is no warehouse `{warehouse}`",
            "set FOOTFALL_DUCKDB_PATH to the file that was loaded and built",
        )
    version = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{uuid.uuid4().hex[:8]}"
    made = folder / (_MAKING + version)
    try:
        made.mkdir(parents=True)
        marts, rows = _copy(warehouse, made, frozenset(left_out))
        size = sum(path.stat().st_size for path in made.iterdir())
        made = made.rename(folder / version)
        before = _show(folder, version)
    except BaseException as error:
        if (folder / CURRENT).resolve() != made.resolve():  # readers do not see it
            shutil.rmtree(made, ignore_errors=True)
        if isinstance(error, OSError | duckdb.IOException):
            told = getattr(error, "strerror", None) or str(error).splitlines()[0]
            raise ConfigError(
                f"cannot publish to `{folder}`: {told}",
                "give --output a folder that this user may write, on a disk with room",
            ) from error
        if isinstance(error, duckdb.Error):
            raise FootfallError(
                f"cannot copy the marts of `{warehouse}`: {str(error).splitlines()[0]}",
                "run dbt build again, then publish",
            ) from error
        raise
    _clear(folder, kept={version, before})
    return Published(
        folder=str(folder / CURRENT),
        marts=marts,
        rows=rows,
        bytes=size,
        seconds=round(time.perf_counter() - started, 3),
    )


def _copy(warehouse: Path, made: Path, left_out: frozenset[str]) -> tuple[int, int]:
    """Fill a folder with the copies; how many relations and rows there are."""
    with duckdb.connect() as connection:

        def run(sql: str) -> list[tuple[object, ...]]:
            return list(connection.execute(sql).fetchall())

        database = _quoted(warehouse.stem)
        try:
            # under its own name: views name the database that they read
            run(f"attach {_literal(warehouse)} as {database} (read_only)")
        except duckdb.Error as error:
            raise _as_ours(error, warehouse) from error
        names = _relations(connection, warehouse.stem)
        unknown = left_out.difference(names)
        if unknown or not names:
            told = f"marts.{min(unknown)}" if unknown else "relation in marts"
            hint = "run dbt build first" if not names else f"it has {', '.join(names)}"
            raise ConfigError(f"`{warehouse}` has no {told}", hint)
        copies = f"copies_{uuid.uuid4().hex}"
        run("set enable_progress_bar = false")
        run("set timezone = 'UTC'")
        run(
            f"attach {_literal(made / _FILE)} as {copies}"
            f" (storage_version '{_STORAGE}')"
        )
        run(f"create schema {copies}.marts")
        rows = 0
        for name in names:
            if name in left_out:
                continue
            source = f'{database}.marts."{name}"'
            copy = f'{copies}.marts."{name}"'
            parquet = _literal(made / f"{name}.parquet")
            rows += int(str(run(f"create table {copy} as from {source}")[0][0]))
            run(f"copy {copy} to {parquet} (format parquet)")
        run(f"checkpoint {copies}")  # a full disk is told here, not at the end
        run(f"detach {copies}")
    return len(names) - len(left_out), rows


def _relations(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """Tables and views of the schema `marts`, in the order of their names."""
    found = connection.execute(
        "select table_name from information_schema.tables"
        " where table_catalog = ? and table_schema = 'marts' order by table_name",
        [database],
    ).fetchall()
    return [name for (name,) in found]


def _show(folder: Path, version: str) -> str:
    """Let `current` be a version, at one moment; the name of the one before."""
    current = folder / CURRENT
    before = current.readlink().name if current.is_symlink() else ""
    link = folder / f"{_MAKING}{version}-link"  # of two who publish, each has its own
    link.symlink_to(version, target_is_directory=True)
    link.replace(current)
    return before


def _clear(folder: Path, kept: set[str]) -> None:
    """Remove our versions but those kept: a reader may be about to open the earlier."""
    ended = time.time() - _ENDED_SECONDS
    for path in list(folder.iterdir()):
        if not _OWN.fullmatch(path.name) or path.name in kept:
            continue
        with suppress(OSError):  # another publish may have removed it
            if not path.name.startswith(_MAKING) or path.stat().st_mtime < ended:
                shutil.rmtree(path, ignore_errors=True)


def _as_ours(error: duckdb.Error, warehouse: Path) -> FootfallError:
    text = str(error).splitlines()[0]
    if "Could not set lock" in text or "Conflicting lock" in text:
        return WarehouseError(
            f"`{warehouse}` is in use by another process",
            "publish when the load or the build is done",
        )
    return ConfigError(
        f"`{warehouse}` cannot be read: {text}",
        "set FOOTFALL_DUCKDB_PATH to the file that was loaded and built",
    )


def _literal(path: Path) -> str:
    return "'" + os.fspath(path).replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
