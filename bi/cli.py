"""`footfall bi`: arguments in, printed lines out."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bi.artifacts import read_artifacts
from bi.choice import choose
from bi.powerbi.project import Source, write_project
from loaders.errors import ConfigError
from loaders.settings import read_redshift_address

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
    help="What was published.  [default: published/current]",
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

        _facts(connect(marts, metrics, read_redshift_address(), output), as_json)
        return
    try:
        from bi.tableau.extract import extract  # Hyper takes 0.1 s
    except ImportError as error:
        raise ConfigError(
            f"extracts need tableauhyperapi: {error}",
            "run pip install 'footfall[tableau]', or use --redshift",
        ) from None
    _facts(
        extract(marts, metrics, source or Path("published/current"), output), as_json
    )


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
    _facts(write_project(found, marts, source, output), as_json)


def _facts(report: Any, as_json: bool) -> None:  # noqa: ANN401 - any dataclass
    if as_json:
        click.echo(json.dumps(asdict(report)))
        return
    for name, value in asdict(report).items():
        click.echo(f"{name}\t{value}")
