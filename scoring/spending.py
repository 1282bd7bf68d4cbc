"""What customers spend on a day of purchases: the Gamma-Gamma model.

Each customer has a mean of their own, from which days vary; it has nothing to do with
how often they buy. Days follow a gamma distribution with shape p, whose rate follows
another with shape q and rate v.

Source: Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from scoring.fits import maximised

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spending:
    """The fitted model.

    Attributes:
        p: Shape of what one customer spends.
        q: Shape of the customers' rates; means are finite above 1 only.
        v: Their rate parameter, in the shop's currency.
        log_likelihood: Of the customers that it was fitted to.
    """

    p: float
    q: float
    v: float
    log_likelihood: float

    def expected(self, repeats: Floats, mean_amount: Floats) -> Floats:
        """The customers' own means, drawn to everybody's where little is known.

        Args:
            repeats: Days of purchases after the first.
            mean_amount: What was spent on one of them; anything where there are none.
        """
        spent = np.where(repeats > 0, repeats * mean_amount, 0.0)
        expected: Floats = self.p * (self.v + spent) / (self.p * repeats + self.q - 1)
        return expected


def fit_spending(repeats: Floats, mean_amount: Floats) -> Spending:
    """The model under which these customers are likeliest.

    Args:
        repeats: Days of purchases after the first, of each customer; 1 or more.
        mean_amount: What was spent on one of them; above 0.
    """
    scale = float(np.mean(mean_amount))  # so that no currency is too large or small
    x, m = repeats, mean_amount / scale

    def log_likelihood(parameters: Floats) -> float:
        p, q, v = parameters
        return float(
            np.sum(
                gammaln(p * x + q)
                - gammaln(p * x)
                - gammaln(q)
                + q * np.log(v)
                + (p * x - 1) * np.log(m)
                + p * x * np.log(x)
                - (p * x + q) * np.log(v + m * x)
            )
        )

    (p, q, v), likelihood = maximised(log_likelihood, start=(2.0, 3.0, 1.0))
    return Spending(p, q, v * scale, likelihood - len(x) * float(np.log(scale)))
