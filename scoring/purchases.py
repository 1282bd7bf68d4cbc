"""How often customers will come back: the BG/NBD model.

Customers buy at random, each at their own rate, and after any purchase may leave for
good, each with their own probability. Rates follow a gamma distribution with shape r
and rate alpha, probabilities a beta distribution with a and b.

Source: Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way, Marketing
Science 24(2). Times are in weeks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln, hyp2f1

from scoring.fits import maximised

Floats = NDArray[np.float64]

# At a = 1 later purchases are 0 ÷ 0 by the formula: what is near stands for the limit.
_NEAR_ONE = 1e-6


@dataclass(frozen=True)
class Purchases:
    """The fitted model.

    Attributes:
        r: Shape of the rates of buying.
        alpha: Their rate parameter, in weeks.
        a: First parameter of the probabilities of leaving.
        b: The second.
        log_likelihood: Of the customers that it was fitted to.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def expected(
        self, repeats: Floats, active: Floats, tenure: Floats, weeks: float
    ) -> Floats:
        """Days of purchases that customers will have in the weeks to come.

        Args:
            repeats: Days of purchases after the first, of each customer.
            active: Weeks from the first such day to the latest.
            tenure: Weeks from the first to now.
            weeks: How far to look.
        """
        a = self.a if abs(self.a - 1) > _NEAR_ONE else 1 + _NEAR_ONE
        ways = a + self.b + repeats - 1
        share = weeks / (self.alpha + tenure + weeks)
        # by Euler's transformation of the published formula, in which large and small
        # numbers cancel where hardly anybody leaves
        hypergeometric = hyp2f1(a + self.b - 1 - self.r, a - 1, ways, share)
        bought = 1 - (1 - share) ** (a - 1) * hypergeometric
        left = _odds_of_having_left(self, repeats, active, tenure)
        expected: Floats = ways / (a - 1) * bought / (1 + left)
        return expected

    def alive(self, repeats: Floats, active: Floats, tenure: Floats) -> Floats:
        """The probability that customers have not left; 1 without a repeat."""
        alive: Floats = 1 / (1 + _odds_of_having_left(self, repeats, active, tenure))
        return alive


def fit_purchases(repeats: Floats, active: Floats, tenure: Floats) -> Purchases:
    """The model under which these customers are likeliest.

    Args:
        repeats: Days of purchases after the first, of each customer.
        active: Weeks from the first such day to the latest.
        tenure: Weeks from the first to now.
    """
    # functions are asked once a value: repeats are few whole numbers, weeks whole days
    x, x_place, x_count = np.unique(repeats, return_inverse=True, return_counts=True)
    last, last_place = np.unique(active, return_inverse=True)
    end, end_place = np.unique(tenure, return_inverse=True)

    def log_likelihood(parameters: Floats) -> float:
        r, alpha, a, b = parameters
        bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        stayed = betaln(a, b + x) - betaln(a, b)
        with np.errstate(divide="ignore"):  # nobody leaves before they came again
            left = np.log(np.where(x > 0, a / np.maximum(b + x - 1, b), 0))
        shape = (r + x)[x_place]
        # a customer who stayed after x purchases, or left after the last of them
        ways = np.logaddexp(
            -shape * np.log(alpha + end)[end_place],
            left[x_place] - shape * np.log(alpha + last)[last_place],
        )
        return float(x_count @ (bought + stayed) + ways.sum())

    found, likelihood = maximised(
        log_likelihood, start=(1.0, float(np.mean(tenure)) + 1, 1.0, 2.0)
    )
    r, alpha, a, b = found
    return Purchases(r, alpha, a, b, log_likelihood=likelihood)


def _odds_of_having_left(
    model: Purchases, repeats: Floats, active: Floats, tenure: Floats
) -> Floats:
    silent = np.log(model.alpha + tenure) - np.log(model.alpha + active)
    with np.errstate(over="ignore"):  # infinite odds are a probability of 0
        odds: Floats = np.where(
            repeats > 0,
            model.a
            / np.maximum(model.b + repeats - 1, model.b)
            * np.exp((model.r + repeats) * silent),
            0.0,
        )
    return odds
