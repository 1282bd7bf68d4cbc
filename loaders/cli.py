"""Arguments in, printed lines out; no logic."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bi.cli import bi_command
from contracts import KINDS, contract_of
from dashboard.cli import dashboard_command
from loaders.errors import FootfallError
from loaders.facts import print_facts
from loaders.land import load as load_objects
from loaders.recommend import recommend as recommended
from loaders.settings import read_settings
from loaders.store import open_store
from loaders.warehouse.open import open_warehouse
from loaders.warehouse.publish import publish as publish_marts
from scoring.cli import score_command
from simulator.cli import replay_command, simulate_command

_RAW_SHOWN = 60  # characters of a rejected record that one line shows


class Cli(click.Group):
    """Tells an error in two lines, what and what to do, and exits by its kind."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own type
        """Run a command."""
        try:
            return super().invoke(ctx)
        except FootfallError as error:
            _tell(str(error), error.hint)
            ctx.exit(error.exit_code)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else ctx.command_path
            _tell(error.format_message().rstrip("."), f"see `{path} --help`")
            ctx.exit(error.exit_code)


def _tell(error: str, hint: str) -> None:
    click.echo(f"error: {' '.join(error.split())}\n\nhint: {hint}", err=True)


@click.group(cls=Cli, context_settings={"max_content_width": 88})
@click.version_option(package_name="footfall")
def main() -> None:
    """Land what shoppers do, as Firehose delivers it, in a warehouse."""


@main.command()
@click.argument("source")
@click.option(
    "--kind", type=click.Choice(KINDS), required=True, help="What a record is."
)
@click.option("--target", type=click.Choice(["local", "prod"]), default="local")
@click.option("--dry-run", is_flag=True, help="Read and judge, keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def load(source: str, kind: str, target: str, dry_run: bool, as_json: bool) -> None:
    """Land the new objects of SOURCE, a folder or s3://bucket/prefix.

    Each object lands exactly once, however often this runs: a second run of the
    same command lands nothing, and one after a kill goes on where it stopped.

    Example: footfall load s3://shop-events/2026/ --kind event
    """
    settings = read_settings()
    store = open_store(source)
    warehouse = open_warehouse(target, settings, source=source, keeps=not dry_run)
    try:
        with click.progressbar(
            length=0, file=sys.stderr, label="loading", hidden=not sys.stderr.isatty()
        ) as bar:

            def progress(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            report = load_objects(
                store,
                warehouse,
                contract_of(kind),
                settings.firehose_time_zone,
                progress,
            )
    finally:
        warehouse.close()
    print_facts(report, as_json)


@main.command()
@click.option("--target", type=click.Choice(["local", "prod"]), default="local")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True)
def rejected(target: str, limit: int) -> None:
    """List the records that were set aside last, and why.

    Example: footfall rejected --limit 20
    """
    warehouse = open_warehouse(target, read_settings())
    try:
        click.echo("kind\tobject_key\trecord_number\tbyte_offset\treason\traw")
        for one in warehouse.rejected(limit):
            shown = one.raw[:_RAW_SHOWN].decode("utf-8", "backslashreplace")
            key, reason = repr(one.object_key)[1:-1], repr(one.reason)[1:-1]
            place = f"{one.kind}\t{key}\t{one.record_number}\t{one.byte_offset}"
            click.echo(f"{place}\t{reason}\t{shown!r}")
    finally:
        warehouse.close()


@main.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the copies go.  [default: published, beside the warehouse]",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="MART",
    help="Leave a mart out; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def publish(output: Path | None, exclude: tuple[str, ...], as_json: bool) -> None:
    """Copy the marts for readers: one DuckDB file, and Parquet.

    What reads the copies never waits for a load or a build, nor they for it. All
    copies change at one moment; who has the earlier ones open keeps them.

    Example: footfall publish --output /srv/shop
    """
    warehouse = read_settings().duckdb_path
    folder = output or warehouse.parent / "published"
    print_facts(publish_marts(warehouse, folder, exclude), as_json)


@main.command()
@click.option(
    "--items",
    required=True,
    metavar="ID,ID,…",
    help="Product ids in the cart, separated by commas.",
)
@click.option("--channel", type=click.Choice(["clickstream", "invoice"]))
@click.option("--count", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--target", type=click.Choice(["local", "prod"]), default="local")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def recommend(
    items: str, channel: str | None, count: int, target: str, as_json: bool
) -> None:
    """Name products to show beside a cart, by what was bought together.

    Each has a score and the one product of the cart that explains it; where too few
    are known, what sells most follows without either.

    Example: footfall recommend --items 22423,85123A
    """
    cart = [item.strip() for item in items.split(",") if item.strip()]
    warehouse = open_warehouse(target, read_settings())
    try:
        found = recommended(warehouse, cart, channel, count)
    finally:
        warehouse.close()
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found]))
        return
    click.echo("product_id\tscore\tbecause_of")
    for one in found:
        score = "" if one.score is None else f"{one.score:.4f}"
        click.echo(f"{one.product_id}\t{score}\t{one.because_of or ''}")


main.add_command(simulate_command)
main.add_command(replay_command)
main.add_command(score_command)
main.add_command(bi_command)
main.add_command(dashboard_command)
