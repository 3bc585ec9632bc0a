"""From a match weight to a probability that means what it says: a plain table, and its error.

A weight is what evidence adds up to if fields err apart from one another, which they do not. The
table is fitted where the truth is known (synthetic lists of tuning seeds) or believed (confident
clusters), never on a list that is being scored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Flags = NDArray[np.bool_]

BINS = 10
_STEPS = 64
_PRIOR = 1.0  # a pair of either kind is added to every step, so that no probability is 0 or 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights in bits, ascending, and the probability at each; straight lines between them."""

    weights: tuple[float, ...]
    probabilities: tuple[float, ...]

    def __call__(self, weight: Floats) -> NDArray[np.float64]:
        """Return the probability of each weight; a higher weight never has a lower one."""
        return np.interp(weight, self.weights, self.probabilities)

    def as_json(self) -> dict[str, list[float]]:
        return {"weights": list(self.weights), "probabilities": list(self.probabilities)}

    @staticmethod
    def from_json(table: Mapping[str, Sequence[float]]) -> "Calibration":
        """Read a table; raises `ValueError` if it does not ascend or its columns are unequal."""
        weights, probabilities = table["weights"], table["probabilities"]
        columns = (weights, probabilities)
        if len(weights) != len(probabilities) or not weights:
            msg = "a calibration needs as many probabilities as weights, and one at least"
            raise ValueError(msg)
        if any(list(column) != sorted(column) for column in columns):
            msg = "a calibration must ascend in weight and in probability"
            raise ValueError(msg)
        return Calibration(tuple(weights), tuple(probabilities))


def fit_calibration(weight: Floats, matched: Flags) -> Calibration:
    """Fit a table to pairs whose truth is known: steps of equal count, then made to ascend.

    Raises `ValueError` without any pair.
    """
    if not len(weight):
        msg = "nothing to calibrate on: there is no pair"
        raise ValueError(msg)
    order = np.argsort(weight, kind="stable")
    weight, matched = weight[order].astype(np.float64), matched[order]
    parts = np.array_split(np.arange(len(weight)), min(_STEPS, len(weight)))
    centres = np.array([float(weight[part].mean()) for part in parts])
    sizes = np.array([len(part) + 2 * _PRIOR for part in parts])
    rates = np.array([float(matched[part].sum()) + _PRIOR for part in parts]) / sizes
    rising = _ascending(rates, sizes)
    fresh = np.concatenate([[True], np.diff(centres) > 0])
    return Calibration(
        tuple(np.round(centres[fresh], 4).tolist()), tuple(np.round(rising[fresh], 6).tolist())
    )


def calibration_error(probability: Floats, matched: Flags, bins: int = BINS) -> float:
    """Return the expected calibration error: over bins of stated probability, how far it lies off.

    Each bin's gap between what was stated and what happened weighs as many pairs as the bin holds.
    """
    if not len(probability):
        return 0.0
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(place, weights=matched - probability.astype(np.float64), minlength=bins)
    return float(np.abs(gaps).sum() / len(probability))


def _ascending(rates: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pool neighbours that fall until none does (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for rate, size in zip(rates.tolist(), sizes.tolist(), strict=True):
        value, weight, count = rate, size, 1
        while pools and pools[-1][0] >= value:
            before, weight_before, count_before = pools.pop()
            value = (value * weight + before * weight_before) / (weight + weight_before)
            weight, count = weight + weight_before, count + count_before
        pools.append((value, weight, count))
    return np.repeat([value for value, _, _ in pools], [count for _, _, count in pools])
