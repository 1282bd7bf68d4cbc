"""A target's name → its warehouse, ready to land."""

from loaders.errors import ConfigError
from loaders.settings import Settings
from loaders.warehouse import Warehouse


def open_warehouse(
    target: str, settings: Settings, *, keeps: bool = True, reads: bool = False
) -> Warehouse:
    """Open the warehouse of a target and make its landing tables.

    Args:
        target: `local` or `prod`.
        settings: Where it is.
        keeps: Whether what lands stays; a dry run rolls it back.
        reads: Whether it is only read, so that it must be there.

    Raises:
        ConfigError: It cannot be opened with these settings.
        WarehouseError: It is in use.
    """
    if target != "local":
        raise ConfigError(
            "loading into Amazon Redshift is not part of this version",
            "use --target local",
        )
    from loaders.warehouse.duckdb import DuckDBWarehouse  # 0.2 s to import

    path = settings.duckdb_path
    if reads and not path.exists():
        raise ConfigError(f"no warehouse at `{path}`", "run footfall load first")
    is_made_up = not keeps and not path.exists()  # a dry run makes no file
    warehouse = DuckDBWarehouse(None if is_made_up else path, keeps=keeps)
    warehouse.prepare()
    return warehouse
