"""A target's name → its warehouse, ready to land."""

from loaders.errors import ConfigError
from loaders.settings import Settings, read_redshift_settings
from loaders.warehouse import Warehouse


def open_warehouse(
    target: str,
    settings: Settings,
    *,
    source: str | None = None,
    keeps: bool = True,
) -> Warehouse:
    """Open the warehouse of a target and make its landing tables.

    Args:
        target: `local` or `prod`.
        settings: Where `local` is; `prod` has settings of its own.
        source: What is loaded; None where the warehouse is only read, so that it
            must be there.
        keeps: Whether what lands stays; a dry run keeps nothing.

    Raises:
        ConfigError: It cannot be opened with these settings.
        WarehouseError: It is in use, or does not answer.
    """
    if target == "prod":
        from loaders.warehouse.redshift.warehouse import RedshiftWarehouse

        redshift = RedshiftWarehouse(read_redshift_settings(source), keeps=keeps)
        redshift.prepare()
        return redshift
    from loaders.warehouse.duckdb import DuckDBWarehouse  # 0.2 s to import

    path = settings.duckdb_path
    if source is None and not path.exists():
        raise ConfigError(f"no warehouse at `{path}`", "run footfall load first")
    is_made_up = not keeps and not path.exists()  # a dry run makes no file
    warehouse = DuckDBWarehouse(None if is_made_up else path, keeps=keeps)
    warehouse.prepare()
    return warehouse
