"""Copies of one id that differ, for histories of every kind."""

from collections.abc import Sequence
from datetime import timedelta

from .events import EVENT_TYPES
from .histories import Draft, History
from .spellings import spell_time


def conflicting_copy(
    history: History,
    gaps: Sequence[timedelta],
    values: dict[str, Sequence[str | None]],
) -> None:
    """A record again, of another type, another time, or with another of the values."""
    rng = history.rng
    if not history.drafts:
        return
    original = rng.choice(history.drafts)
    moved_to = original.occurred_at + rng.choice((-1, 1)) * rng.choice(gaps)
    changes: tuple[dict[str, str | None], ...] = (
        {"event_type": rng.choice(EVENT_TYPES)},
        {"event_time": spell_time(rng, moved_to)},
        *({name: rng.choice(others)} for name, others in values.items()),
    )
    latest = max(original.occurred_at, moved_to)
    history.drafts.append(Draft(latest, original.fields | rng.choice(changes)))
