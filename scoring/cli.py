"""`footfall score`: arguments in, printed lines out."""

import click

from loaders.errors import ConfigError
from loaders.facts import print_facts
from loaders.settings import read_settings


@click.group("score")
def score_command() -> None:
    """Fit models to the marts and land what they say."""


@score_command.command("customers")
@click.option("--target", type=click.Choice(["local", "prod"]), default="local")
@click.option("--channel", type=click.Choice(["clickstream", "invoice"]))
@click.option(
    "--horizon-days",
    type=click.IntRange(7, 730),
    default=90,
    show_default=True,
    help="How far to look; as many days are held out to try the model.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def customers(
    target: str, channel: str | None, horizon_days: int, as_json: bool
) -> None:
    """Say how often each customer will come back and what they will spend.

    BG/NBD and Gamma-Gamma models are fitted to all but the last days, and tried on
    these. A model that tells them worse than everybody's own pace is refused. Else it
    is fitted to all days and lands with a prediction for each customer; the next
    dbt build shows both in marts.dim_customer_value.

    Example: footfall score customers --channel invoice
    """
    try:
        from scoring.customers import score_customers  # scipy takes 0.4 s
    except ImportError as error:
        raise ConfigError(
            f"scoring needs scipy: {error}", "run pip install 'footfall[scoring]'"
        ) from None
    report = score_customers(target, read_settings(), channel, horizon_days)
    print_facts(report, as_json)
