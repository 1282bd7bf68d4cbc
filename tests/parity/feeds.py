"""Every feed for both ways, each delivered in two parts."""

from collections.abc import Mapping
from pathlib import Path

from both_ways import BothWays, Source
from deliveries import Deliveries, all_deliveries, invoice_histories
from scores import scores


def all_feeds(folder: Path, events: int, histories: int) -> dict[str, Deliveries]:
    """Kind → what is delivered of it.

    Args:
        folder: An empty one, for the simulator.
        events: Different events of the simulated shop.
        histories: Random histories of events, and of invoices.
    """
    return {
        "event": all_deliveries(folder, events, histories),
        "invoice_line": invoice_histories(histories),
        **scores(),
    }


def deliver(
    ways: BothWays, objects: Source, parts: Mapping[str, Mapping[str, bytes]]
) -> None:
    """Put a part of each feed below its kind, and load it both ways."""
    for kind, part in parts.items():
        feed = objects.below(f"{kind}/")
        feed.put(part)
        ways.load(feed.url, kind)
