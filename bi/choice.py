"""Which marts a BI tool gets, and which of their columns."""

from collections.abc import Collection
from dataclasses import replace

from bi.artifacts import Artifacts, Mart
from loaders.errors import ConfigError

# Reports and dimensions are small and made to be looked at. Facts have a row per order,
# cart or event: whoever needs them names them.
_READY = ("rpt_", "dim_")
# What the build needs and nobody else reads.
_TECHNICAL = frozenset({"load_sequence"})


def choose(artifacts: Artifacts, names: Collection[str] = ()) -> list[Mart]:
    """The marts to hand over, without technical columns, in the order of their names.

    Args:
        artifacts: What dbt says.
        names: Marts that somebody asked for; when there are none, all reports and
            dimensions, and whatever else a metric reads.

    Raises:
        ConfigError: There is no such mart.
    """
    unknown = sorted(set(names).difference(artifacts.marts))
    if unknown:
        raise ConfigError(
            f"there is no mart `{unknown[0]}`",
            f"marts are {', '.join(artifacts.marts)}",
        )
    measured = {metric.numerator.mart for metric in artifacts.metrics.values()}
    return [
        replace(
            mart,
            columns=tuple(one for one in mart.columns if one.name not in _TECHNICAL),
        )
        for name, mart in artifacts.marts.items()
        if (name in names if names else name.startswith(_READY) or name in measured)
    ]
