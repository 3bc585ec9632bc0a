"""One record of a list to at most one of the other: only where neither list repeats itself."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LIKELY = 0.9
_SHARED_SHARE = 0.02  # of linked records with two likely partners: above it, a list repeats itself
_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """`holds` says that both lists look free of duplicates. The shares are of records linked."""

    holds: bool
    left_share: float
    right_share: float

    def __str__(self) -> str:
        said = "looks free of" if self.holds else "seems to hold"
        shares = f"{self.left_share:.3f} and {self.right_share:.3f}"
        return f"either list {said} duplicates: {shares} of linked records have two likely partners"


def uniqueness(
    left: NDArray[np.integer], right: NDArray[np.integer], probability: NDArray[np.floating]
) -> Uniqueness:
    """Judge without labels: how many records of either side have two partners at 0.9 or more."""
    likely = probability >= _LIKELY
    shares = [_shared(left[likely]), _shared(right[likely])]
    return Uniqueness(max(shares) <= _SHARED_SHARE, shares[0], shares[1])


def one_to_one(
    left: NDArray[np.integer],
    right: NDArray[np.integer],
    weight: NDArray[np.floating],
    *,
    least: float = 0.0,
    gap: float = 0.0,
) -> NDArray[np.bool_]:
    """Say which pairs stand: best weight first, each record once, none below `least`.

    With a `gap` above 0 a pair is dropped if, at its turn, another pair of either record is within
    `gap` of its weight: that is an ambiguity, and both records stay alone. Weights in bits.
    """
    kept = np.zeros(len(weight), np.bool_)
    open_pairs = np.flatnonzero(weight >= least)
    open_pairs = open_pairs[np.lexsort((right[open_pairs], left[open_pairs], -weight[open_pairs]))]
    size = int(max(left.max(initial=-1), right.max(initial=-1))) + 1
    for _ in range(_ROUNDS):
        if not len(open_pairs):
            break
        ours, theirs = left[open_pairs], right[open_pairs]
        chosen = _firsts(ours, size) & _firsts(theirs, size)
        done = np.zeros((2, size), np.bool_)
        done[0, ours[chosen]] = True
        done[1, theirs[chosen]] = True
        kept[open_pairs[chosen & _clear(ours, theirs, weight[open_pairs], gap)]] = True
        open_pairs = open_pairs[~(done[0, ours] | done[1, theirs])]
    return kept


def _shared(records: NDArray[np.integer]) -> float:
    _, counts = np.unique(records, return_counts=True)
    return float(np.mean(counts > 1)) if len(counts) else 0.0


def _firsts(records: NDArray[np.integer], size: int) -> NDArray[np.bool_]:
    """Mark each record's first entry, which is its best."""
    first = np.full(size, len(records), np.int64)
    np.minimum.at(first, records, np.arange(len(records)))
    return first[records] == np.arange(len(records))


def _clear(
    ours: NDArray[np.integer],
    theirs: NDArray[np.integer],
    weight: NDArray[np.floating],
    gap: float,
) -> NDArray[np.bool_]:
    """Mark the pairs that are ahead of either record's second best by `gap`."""
    clear = np.ones(len(ours), np.bool_)
    if gap <= 0:
        return clear
    for records in (ours, theirs):
        order = np.argsort(records, kind="stable")
        follows = np.flatnonzero(np.diff(records[order]) == 0)
        best, second = order[follows], order[follows + 1]
        clear[best[weight[best] - weight[second] < gap]] = False
    return clear
