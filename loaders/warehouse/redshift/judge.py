"""A batch of objects → files of landed rows, as Redshift's COPY reads them.

DuckDB lands the batch in memory with the code that lands it in a file, so a record is
judged, and gets its id, in one place for both engines.
"""

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from isal import igzip

from contracts import Contract
from loaders.discover import STAGED_MARK
from loaders.warehouse import ReadObject
from loaders.warehouse.duckdb import DuckDBWarehouse
from loaders.warehouse.redshift.landing_tables import MOST_RAW_BYTES, landing_tables

# Redshift shares the files of one COPY among its slices: equal files, some for each,
# of 1 MB to 1 GB compressed (AWS: COPY best practices). 50,000 events are 4 MB.
_MOST_FILES = 8
_LEAST_ROWS = 50_000
_LEVEL = 1  # of 0 to 3; 2 is as large, 0 a third larger


class Judge(DuckDBWarehouse):
    """A warehouse in memory, for one batch."""

    def __init__(self, scratch: Path) -> None:
        """Open it.

        Args:
            scratch: Where DuckDB may write what does not fit in memory.
        """
        super().__init__(None)
        self._run(f"set temp_directory = '{scratch}'")
        self.prepare()

    def __enter__(self) -> "Judge":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def files_of(
        self,
        contract: Contract,
        objects: Sequence[ReadObject],
        load_id: str,
        folder: Path,
    ) -> dict[str, list[Path]]:
        """Land a batch here, as if the ledger were empty, and write what landed.

        Args:
            contract: The kind of the records.
            objects: Read objects.
            load_id: The load, as the rows shall tell it.
            folder: Where the files go.

        Returns:
            Landing table → the files of its rows; one without rows is left out.
        """
        self.land(contract, objects, load_id)
        with self._told():
            written = {
                table: self._write(table, folder)
                for table in ("objects", contract.table, "rejected_records")
            }
        return {table: paths for table, paths in written.items() if paths}

    def _write(self, table: str, folder: Path) -> list[Path]:
        """Write a landing table as gzipped lines of JSON, in files of equal length."""
        rows = int(self._run(f"select count(*) from landing.{table}")[0][0])  # noqa: S608
        count = min(_MOST_FILES, -(-rows // _LEAST_ROWS))
        with ThreadPoolExecutor(1, "squeeze") as squeezing:
            written = []
            for number in range(count):
                low, high = rows * number // count, rows * (number + 1) // count
                path = folder / f"{table}-{number}{STAGED_MARK}json"
                self._run(
                    f"copy (select {_told(table)} from landing.{table}"  # noqa: S608
                    f" where rowid >= {low} and rowid < {high}) to '{path}'"
                    " (format json)"
                )
                written.append(squeezing.submit(_squeezed, path))
            return [one.result() for one in written]


def _squeezed(plain: Path) -> Path:
    """A file as gzip; isal takes a third of DuckDB's time for it (DuckDB 2.0)."""
    path = plain.with_name(f"{plain.name}.gz")
    squeezed = igzip.IGzipFile(path, "wb", _LEVEL)  # type: ignore[no-untyped-call]
    with plain.open("rb") as source, squeezed as target:
        shutil.copyfileobj(source, target, 1 << 20)
    plain.unlink()
    return path


def _told(table: str) -> str:
    """The columns of a table as COPY takes them."""
    columns = landing_tables()[table]
    return ", ".join(
        f"lower(hex(raw[1:{MOST_RAW_BYTES}])) as raw" if name == "raw" else name
        for name in columns
    )
