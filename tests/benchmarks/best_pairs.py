"""The best F1 that a list of weighed pairs reaches at any one threshold."""

import numpy as np
from numpy.typing import NDArray

from ppit_match.metrics import Labels, Truth


def best_f1(truth: Truth, left: Labels, right: Labels, weight: NDArray[np.floating]) -> float:
    """Return it over the thresholds on `weight`; 0 without any pair."""
    order = np.argsort(-weight, kind="stable")
    both = np.cumsum(truth.same(left[order], right[order]))
    said = np.arange(1, len(both) + 1) + truth.pairs_of(truth.person)
    return float((2 * both / said).max(initial=0.0))
