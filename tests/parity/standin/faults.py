"""Faults on request: where a statement breaks, and how.

The proxy has those of COPY and COMMIT, the Data API the lost answer.

A test arms one; the next statement of that database that fits takes it. `before` means
that the statement never reached the warehouse, `after` that it took effect and nobody
heard: the two that a loader cannot tell apart.
"""

from dataclasses import dataclass, field

PLACES = ("before_copy", "after_copy", "before_commit", "after_commit", "lost_answer")
WAYS = ("error", "drop")


@dataclass(frozen=True)
class Fault:
    """One armed fault.

    Attributes:
        database: Whose statements may take it.
        where: One of PLACES.
        how: `error` answers with an error, `drop` closes the connection.
        skip: How many fitting statements pass first.
    """

    database: str
    where: str
    how: str
    skip: int = 0

    @property
    def text(self) -> str:
        return f"fault on request: {self.where}"


@dataclass
class Faults:
    """The armed faults of a proxy."""

    armed: list[Fault] = field(default_factory=list)

    def arm(self, fault: Fault) -> None:
        if fault.where not in PLACES or fault.how not in WAYS:
            raise ValueError(f"no such fault: {fault.where} {fault.how}")
        self.armed.append(fault)

    def take(self, database: str, where: str) -> Fault | None:
        """The fault of a place, taken away; None where nothing breaks."""
        for i, fault in enumerate(self.armed):
            if (fault.database, fault.where) == (database, where):
                if fault.skip:
                    self.armed[i] = Fault(database, where, fault.how, fault.skip - 1)
                    return None
                return self.armed.pop(i)
        return None
