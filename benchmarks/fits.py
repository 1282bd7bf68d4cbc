"""How a figure grows with the size of what it was measured on."""

from collections.abc import Sequence

import numpy as np


def exponent(sizes: Sequence[float], figures: Sequence[float]) -> float | None:
    """The power of size that a figure follows: least squares of the logarithms.

    1 is a figure that grows as its size does, 0 one that does not grow; None where one
    size alone, or a figure of nothing, tells no growth.

    >>> exponent([1, 10, 100], [5, 50, 500])
    1.0
    """
    if len(set(sizes)) < 2 or min(figures) <= 0:
        return None
    power, _ = np.polyfit(np.log(sizes), np.log(figures), 1)
    return round(float(power), 3)
