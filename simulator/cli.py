"""The commands `footfall simulate` and `footfall replay`: arguments in, facts out."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from simulator.deliveries import Shares
from simulator.incidents import INCIDENTS
from simulator.layouts import LAYOUTS
from simulator.replay import replay
from simulator.simulation import Settings, simulate, truth_path

_SHARE = click.FloatRange(0, 0.5)
_FACTS = ("objects", "records", "landed", "rejected", "kept", "repeats", "quarantined")


@click.command("simulate")
@click.option(
    "--events",
    default=100_000,
    show_default=True,
    type=click.IntRange(min=1),
    help="Different events to make.",
)
@click.option(
    "--days",
    default=28,
    show_default=True,
    type=click.IntRange(min=1),
    help="Days that they spread over.",
)
@click.option(
    "--seed",
    default=7,
    show_default=True,
    type=click.IntRange(0, 10**9),
    help="Another seed makes another shop; the same seed the same bytes.",
)
@click.option(
    "--start",
    default="2026-01-05",
    show_default=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day, UTC.",
)
@click.option(
    "--object-records",
    default=20_000,
    show_default=True,
    type=click.IntRange(min=1),
    help="Records in an object before the next begins; each hour begins one too.",
)
@click.option(
    "--separator",
    default="mixed",
    show_default=True,
    type=click.Choice(["none", "newline", "mixed"]),
    help="What lies between records.",
)
@click.option("--gzip", "compression", flag_value="gzip", help="Compress every object.")
@click.option("--plain", "compression", flag_value="plain", help="Compress none.")
@click.option(
    "--mixed",
    "compression",
    flag_value="mixed",
    default="mixed",
    help="Compress most objects (the default).",
)
@click.option(
    "--ids/--no-ids",
    "has_event_ids",
    default=True,
    show_default=True,
    help="Whether records carry an event_id.",
)
@click.option(
    "--damage",
    default=0.0005,
    show_default=True,
    type=_SHARE,
    help="Share of damaged records.",
)
@click.option(
    "--repeats",
    default=0.005,
    show_default=True,
    type=_SHARE,
    help="Share of records that are delivered again.",
)
@click.option(
    "--late",
    default=0.01,
    show_default=True,
    type=_SHARE,
    help="Share of records, and of objects, that arrive hours or days late.",
)
@click.option(
    "--incident",
    "incidents",
    multiple=True,
    type=click.Choice(INCIDENTS),
    help="Something to find near the end of at least 14 days; several are welcome.",
)
@click.option(
    "--bot-events",
    default=0,
    show_default=True,
    type=click.IntRange(min=0),
    help="How many of the events are one bot's, evenly over all days.",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="A new directory for the objects; the truth goes to <output>.truth.json.",
)
def simulate_command(
    output: Path,
    start: dt.datetime,
    damage: float,
    repeats: float,
    late: float,
    **settings: Any,  # noqa: ANN401 the other options, named as in Settings
) -> None:
    """Make up a shop and deliver its events as Firehose would.

    The same options give the same files, byte for byte. The true counts are
    written beside the objects, never among them.

    Example: footfall simulate --events 1000000 --days 31 --output data/objects
    """
    shares = Shares(damage=damage, repeats=repeats, late=late)
    truth = simulate(Settings(start=start.date(), shares=shares, **settings), output)
    for name in _FACTS:
        click.echo(f"{name}\t{truth[name]}")
    click.echo(f"output\t{output}")
    click.echo(f"truth\t{truth_path(output)}")


@click.command("replay")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind",
    required=True,
    type=click.Choice(sorted(LAYOUTS)),
    help="What the rows are.",
)
@click.option(
    "--object-records",
    default=100_000,
    show_default=True,
    type=click.IntRange(min=1),
    help="Records in an object before the next begins, at the next second or later.",
)
@click.option(
    "--separator",
    default="newline",
    show_default=True,
    type=click.Choice(["none", "newline"]),
    help="What lies between records.",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="A new directory for the objects.",
)
def replay_command(
    files: tuple[Path, ...],
    kind: str,
    object_records: int,
    separator: str,
    output: Path,
) -> None:
    """Turn CSV, gzipped CSV or Parquet files into objects like Firehose's.

    All FILES are one stream: where it is not in the order of time, it is sorted
    first. Values are delivered as they are; a line that is no row is delivered too,
    as it is. The same files give the same objects, byte for byte.

    Example: footfall replay 2019-Oct.csv.gz --kind event --output data/objects
    """
    facts = replay(
        files,
        LAYOUTS[kind],
        output,
        object_records=object_records,
        separator="\n" if separator == "newline" else "",
    )
    for name, value in facts.items():
        click.echo(f"{name}\t{value}")
    click.echo(f"output\t{output}")
