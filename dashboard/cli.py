"""`footfall dashboard`: arguments in, printed lines out."""

from pathlib import Path

import click

from bi.artifacts import read_artifacts
from dashboard.render import make_dashboard
from dashboard.spec import read_spec
from loaders.facts import print_facts
from loaders.settings import read_settings

_SPEC = Path("dashboard")


@click.command("dashboard")
@click.option("--target", type=click.Choice(["local", "prod"]), default="local")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("target/dashboard.html"),
    show_default=True,
    help="The file to write.",
)
@click.option(
    "--artifacts",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("target"),
    show_default=True,
    help="Where dbt wrote its manifest.",
)
@click.option("--lineage", metavar="HREF", help="Where dbt's own docs are, to link to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def dashboard_command(
    target: str, output: Path, artifacts: Path, lineage: str | None, as_json: bool
) -> None:
    """Make one HTML file of the marts, to open in a browser.

    It shows what dashboard/dashboard.yml says, needs no server and asks the network for
    nothing. Run it in the project's folder, after dbt compile.

    Example: footfall dashboard --output /srv/shop/index.html
    """
    found = read_artifacts(artifacts)
    made = make_dashboard(
        read_spec(_SPEC, found.metrics), found, read_settings(), target, output, lineage
    )
    print_facts(made, as_json)
