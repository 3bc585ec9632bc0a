"""Two lists without repeats: a record's likely partners speak against one another."""

import numpy as np
from numpy.typing import NDArray

_CLIP = 1e-12


def beside_rivals(
    left: NDArray[np.integer], right: NDArray[np.integer], probability: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return how likely each pair is, given that a record is at most one of the other list.

    By itself a pair's odds are against "not this pair"; here "one of the rivals" stands beside
    it. A rival shares a record with the pair; `left` and `right` number the records of each pair.
    """
    chance = np.clip(probability.astype(np.float64), _CLIP, 1 - _CLIP)
    odds = chance / (1 - chance)
    size = int(max(left.max(initial=-1), right.max(initial=-1))) + 1
    told = np.bincount(left, weights=odds, minlength=size)
    told += np.bincount(right, weights=odds, minlength=size)
    return np.asarray(odds / (1 + told[left] + told[right] - odds), np.float64)
