"""Two lists that match nearly whole: who is left over on either side is likelier to be a pair.

A match weight asks how likely a pair is among all pairs of two lists. Once nearly everybody has a
partner, few pairs are left to choose from, and how many of them are matches is learnt from their
own weights (expectation-maximisation of that share alone). Where many stay unmatched on purpose,
as in a census and a survey, the share is small and nothing changes.
"""

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 50
_CLIP = 1e-9
_LIKELY = 0.5


def leftover_probabilities(
    sizes: tuple[int, int],
    left: NDArray[np.integer],
    right: NDArray[np.integer],
    probability: NDArray[np.floating],
    taken: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the probability of each pair: as it was, or anew where both records are left over.

    `sizes` are the records of the two lists, `taken` the pairs that stand already, each record in
    one at most. A pair is weighed anew only if it is the best that both its records have left.
    """
    again = probability.astype(np.float64)
    free = ~(np.isin(left, left[taken]) | np.isin(right, right[taken]))
    alone = (sizes[0] - int(taken.sum()), sizes[1] - int(taken.sum()))
    rows = np.flatnonzero(free & (again > 0))
    rows = rows[_best(left[rows], again[rows]) & _best(right[rows], again[rows])]
    if not len(rows) or min(alone) < 1:
        return again
    chance = np.clip(again[rows], _CLIP, 1 - _CLIP)
    odds = chance / (1 - chance)
    prior = max(float(again.sum()), 1.0) / (sizes[0] * sizes[1])
    for _ in range(_ROUNDS):
        share = min(float(chance.sum()) / (alone[0] * alone[1]), _LIKELY)
        risen = odds * share / prior
        chance = risen / (1 + risen)
    again[rows] = np.maximum(again[rows], chance)
    return again


def _best(records: NDArray[np.integer], chance: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark each record's one best pair; of two equals neither is."""
    if not len(records):
        return np.zeros(0, np.bool_)
    best = np.full(int(records.max()) + 1, -1.0)
    np.maximum.at(best, records, chance)
    top = chance == best[records]
    return top & (np.bincount(records[top], minlength=len(best))[records] == 1)
