"""What a command did, as people and programs read it."""

import json
from dataclasses import asdict
from typing import Any

import click


def print_facts(report: Any, as_json: bool) -> None:  # noqa: ANN401 - any dataclass
    """Print the fields of a dataclass, one a line, or as one JSON object.

    Args:
        report: What was done.
        as_json: Whether a program reads it.
    """
    if as_json:
        click.echo(json.dumps(asdict(report)))
        return
    for name, value in asdict(report).items():
        click.echo(f"{name}\t{value}")
