"""Likeliest parameters that are above 0."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]

# From 1e-4 to 1e4. At a bound customers say no more than that it lies beyond.
_MOST = 9.21

# Of a log-likelihood, which is a sum over all customers: what is less is rounding.
_ROUNDING = 1e-13


def maximised(
    log_likelihood: Callable[[Floats], float], start: Sequence[float]
) -> tuple[list[float], float]:
    """The parameters of the largest log-likelihood, and that.

    Args:
        log_likelihood: Of parameters above 0.
        start: Where to begin.
    """

    def loss(logarithms: Floats) -> float:
        found = log_likelihood(np.exp(logarithms))
        return -found if np.isfinite(found) else np.inf

    bounds = [(-_MOST, _MOST)] * len(start)
    near = minimize(loss, np.log(start), method="L-BFGS-B", bounds=bounds)
    exact = minimize(
        loss,
        near.x,
        method="Nelder-Mead",
        bounds=bounds,
        options={"maxiter": 8000, "xatol": 1e-10, "fatol": _ROUNDING * abs(near.fun)},
    )
    return [float(one) for one in np.exp(exact.x)], float(-exact.fun)
