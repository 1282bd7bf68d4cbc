"""What dbt makes over and over, and a small build never needs, once or not at all.

The same statements reach the warehouse in the same order.
"""

import threading
from collections.abc import Callable
from typing import Any

from dbt.cli import requires
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager

Context = dict[str, Any]
UNTOLD = {EventLevel.TEST, EventLevel.DEBUG, EventLevel.INFO}


def be_quick() -> None:
    """Change dbt in this process."""
    tell_less()
    make = requires.generate_runtime_macro_context
    requires.generate_runtime_macro_context = contexts_kept(make)


def tell_less() -> None:
    """Events that nobody reads are not written."""
    fire_event = EventManager.fire_event

    # dbt writes the line of every event before it asks who wants to read it
    def fire_if_told(
        self: EventManager,
        event: BaseEvent,
        level: EventLevel | None = None,
        *arguments: Any,
        **named: Any,
    ) -> None:
        if (level or event.level_tag()) not in UNTOLD:
            fire_event(self, event, level, *arguments, **named)

    EventManager.fire_event = fire_if_told


def contexts_kept(make: Callable[..., Context]) -> Callable[..., Context]:
    """Contexts of macros that an adapter calls; each has all macros of the project."""
    kept: dict[tuple[object, ...], tuple[object, Context]] = {}

    def context_of(macro: Any, config: object, *others: Any) -> Context:
        name = (threading.get_ident(), macro.unique_id, others[-1])
        if name not in kept or kept[name][0] is not config:  # one a command
            kept[name] = config, make(macro, config, *others)
        return kept[name][1]

    return context_of
