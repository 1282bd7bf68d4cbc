"""`footfall bi`: arguments in, printed lines out."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from bi.artifacts import read_artifacts
from bi.choice import choose
from bi.powerbi.project import Source, write_project
from bi.quicksight.calls import calls
from bi.quicksight.place import place_of
from loaders.errors import ConfigError
from loaders.facts import print_facts
from loaders.settings import read_redshift_address, read_settings
from loaders.warehouse.publish import CURRENT

_WINDOWS_FOLDER = r"C:\footfall\published\current"  # Power BI Desktop is of Windows


@click.group("bi")
def bi_command() -> None:
    """Write what Tableau, Power BI and QuickSight open."""


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command here."""
    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.option(
            "--artifacts",
            type=folder,
            default=Path("target"),
            show_default=True,
            help="Where dbt wrote manifest.json.",
        ),
        click.option(
            "--mart",
            "names",
            multiple=True,
            metavar="MART",
            help="Write this mart alone; may be repeated.  [default: reports,"
            " dimensions and what metrics read]",
        ),
        click.option("--output", type=folder, required=True, help="Where files go."),
    ):
        command = option(command)
    return command


@bi_command.command("tableau")
@_shared
@click.option(
    "--source",
    type=click.Path(file_okay=False, path_type=Path),
    help="What was published.  [default: published/current, beside the warehouse]",
)
@click.option("--redshift", is_flag=True, help="Ask Redshift, without extracts.")
def tableau(
    output: Path,
    names: tuple[str, ...],
    artifacts: Path,
    as_json: bool,
    source: Path | None,
    redshift: bool,
) -> None:
    """Write one data source per mart, with the metrics as calculated fields.

    Extracts are made of what footfall publish wrote. With --redshift the files name a
    server and a database, never a user or a password. Files of an earlier run are
    replaced.

    Example: footfall bi tableau --output tableau
    """
    if redshift and source:
        raise ConfigError(
            "--redshift reads nothing that was published", "leave out --source"
        )
    found = read_artifacts(artifacts)
    marts, metrics = choose(found, names), found.metrics.values()
    if redshift:
        from bi.tableau.connected import connect

        print_facts(connect(marts, metrics, read_redshift_address(), output), as_json)
        return
    try:
        from bi.tableau.extract import extract  # Hyper takes 0.1 s
    except ImportError as error:
        raise ConfigError(
            f"extracts need tableauhyperapi: {error}",
            "run pip install 'footfall[tableau]', or use --redshift",
        ) from None
    published = source or read_settings().duckdb_path.parent / "published" / CURRENT
    print_facts(extract(marts, metrics, published, output), as_json)


@bi_command.command("powerbi")
@_shared
@click.option(
    "--folder",
    default=_WINDOWS_FOLDER,
    show_default=True,
    help="The Parquet files, as the computer with Power BI names their folder.",
)
@click.option("--redshift", is_flag=True, help="Read Redshift first, not Parquet.")
def powerbi(
    output: Path,
    names: tuple[str, ...],
    artifacts: Path,
    as_json: bool,
    folder: str,
    redshift: bool,
) -> None:
    """Write a project with tables, relationships and the metrics as measures.

    Its parameters choose between Parquet files and Redshift, and where they are. The
    model of an earlier run is replaced, the report with its pages stays.

    Example: footfall bi powerbi --output powerbi
    """
    found = read_artifacts(artifacts)
    source = Source(redshift, folder.rstrip("\\/"), read_redshift_address())
    marts = choose(found, names)
    print_facts(write_project(found, marts, source, output), as_json)


@bi_command.command("quicksight")
@_shared
@click.option(
    "--secret-arn",
    required=True,
    metavar="ARN",
    help="The secret of Secrets Manager with Redshift's user and password.",
)
@click.option(
    "--owner-arn",
    required=True,
    metavar="ARN",
    help="The user or group of QuickSight that everything belongs to.",
)
@click.option("--vpc-connection-arn", metavar="ARN", help="Its way to the warehouse.")
@click.option(
    "--refresh-at",
    type=click.DateTime(["%H:%M"]),
    default="05:00",
    show_default=True,
    metavar="HH:MM",
    help="When SPICE reads the marts, every day, UTC.",
)
@click.option("--apply", "is_applied", is_flag=True, help="Make the calls, too.")
def quicksight(
    output: Path,
    names: tuple[str, ...],
    artifacts: Path,
    as_json: bool,
    secret_arn: str,
    owner_arn: str,
    vpc_connection_arn: str | None,
    refresh_at: datetime,
    is_applied: bool,
) -> None:
    """Write the calls that make a data set per mart, an analysis and a dashboard.

    Account and region are those of the secret. With --apply the calls are made: what
    is missing is created, what is there is updated, so it may run again and again.

    Example: footfall bi quicksight --output quicksight --secret-arn ARN --owner-arn ARN
    """
    from bi.quicksight.delivery import deliver  # boto3 takes 0.2 s

    found = read_artifacts(artifacts)
    place = place_of(secret_arn, owner_arn, vpc_connection_arn)
    made = calls(
        choose(found, names),
        found.metrics.values(),
        place,
        read_redshift_address(),
        f"{refresh_at:%H:%M}",
    )
    print_facts(deliver(made, output, place.region if is_applied else None), as_json)
