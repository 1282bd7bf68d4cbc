"""What can go wrong, sorted by what the caller should do about it.

FootfallError                 anything else: exit 1
├── ConfigError               the operator fixes a setting; nothing was written: exit 2
├── FitError                  a model is worse than the naive rule: exit 1
└── TryAgainError             the same command is safe to run again: exit 3
    ├── SourceError           a store did not answer, or not completely
    └── WarehouseError        the warehouse refused: locked, full, unreachable

A damaged object or record is not an error: it is set aside with a reason.
"""


class FootfallError(Exception):
    """One line for the operator, and a hint at what to do."""

    exit_code = 1

    def __init__(self, message: str, hint: str) -> None:
        """Keep both lines.

        Args:
            message: What went wrong, without a trailing full stop.
            hint: What the operator can do about it.
        """
        super().__init__(message)
        self.hint = hint


class ConfigError(FootfallError):
    """A setting or an argument is wrong; nothing was written."""

    exit_code = 2


class FitError(FootfallError):
    """A model is worse than the naive rule; nothing was landed."""


class TryAgainError(FootfallError):
    """Nothing is half-written; the same command may be run again."""

    exit_code = 3


class SourceError(TryAgainError):
    """A store of objects did not answer, or not completely."""


class WarehouseError(TryAgainError):
    """The warehouse refused: locked, full or out of reach."""
