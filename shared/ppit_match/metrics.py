"""Precision and recall of pairs and clusters, counted exactly and never pair by pair."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.integer]
GOOD_PRECISION = 0.99


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of pairs: said and true, said at all, true at all."""

    both: int
    said: int
    true: int

    @property
    def precision(self) -> float:
        """Return 1 when nothing was said: then nothing was said wrongly."""
        return self.both / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.said + self.true) if self.said + self.true else 1.0

    def as_json(self) -> dict[str, float]:
        return {
            "precision": round(self.precision, 5),
            "recall": round(self.recall, 5),
            "f1": round(self.f1, 5),
        }


@dataclass(frozen=True, slots=True)
class Truth:
    """The person of each record, and for two lists the list of each: then pairs are across."""

    person: Labels
    source: Labels | None = None

    def pairs_of(self, labels: Labels) -> int:
        """Return how many pairs share a label (and are of two sources, where there are sources)."""
        return _pairs(labels) - (0 if self.source is None else _pairs(_joined(labels, self.source)))

    def same(self, left: Labels, right: Labels) -> NDArray[np.bool_]:
        return self.person[left] == self.person[right]


def score_clusters(truth: Truth, labels: Labels) -> Score:
    both = truth.pairs_of(_joined(labels, truth.person))
    return Score(both, truth.pairs_of(labels), truth.pairs_of(truth.person))


def score_pairs(truth: Truth, left: Labels, right: Labels) -> Score:
    """Score the pairs that are said to be one; each stands once."""
    both = int(np.count_nonzero(truth.same(left, right)))
    return Score(both, len(left), truth.pairs_of(truth.person))


def b_cubed_f1(truth: Truth, labels: Labels) -> float:
    """Return the harmonic mean of B-cubed precision and recall (Bagga and Baldwin, 1998)."""
    if not len(labels):
        return 1.0
    cells, inverse, counts = np.unique(
        _joined(labels, truth.person), return_inverse=True, return_counts=True
    )
    del cells
    shared = counts[inverse]
    precision = float(np.mean(shared / np.bincount(labels)[labels]))
    recall = float(np.mean(shared / np.bincount(truth.person)[truth.person]))
    return 2 * precision * recall / (precision + recall)


def recall_at(
    truth: Truth,
    left: Labels,
    right: Labels,
    weight: NDArray[np.floating],
    precision: float = GOOD_PRECISION,
) -> float:
    """Return the best recall over all thresholds on `weight` that keep the precision.

    Pairs of one weight stand or fall together. 0 if no threshold keeps it.
    """
    true = truth.pairs_of(truth.person)
    if not len(weight) or not true:
        return 0.0 if true else 1.0
    order = np.argsort(-weight, kind="stable")
    found = np.cumsum(truth.same(left[order], right[order]))
    last = np.append(np.flatnonzero(np.diff(weight[order])), len(weight) - 1)
    kept = found[last][found[last] / (last + 1) >= precision]
    return float(kept.max() / true) if len(kept) else 0.0


def pairs_to_read(
    truth: Truth,
    left: Labels,
    right: Labels,
    weight: NDArray[np.floating],
    precision: float,
) -> int:
    """Return how many pairs somebody must read: those below what is decided at that precision.

    The pairs are those that no bar has rejected; pairs of one weight are decided together.
    """
    if not len(weight):
        return 0
    order = np.argsort(-weight, kind="stable")
    found = np.cumsum(truth.same(left[order], right[order]))
    last = np.append(np.flatnonzero(np.diff(weight[order])), len(weight) - 1)
    sure = last[found[last] / (last + 1) >= precision]
    return len(weight) - (int(sure[-1]) + 1 if len(sure) else 0)


def recall_by_group(truth: Truth, labels: Labels, groups: Labels) -> dict[int, Score]:
    """Return recall of clusters within each group, by the number of the group.

    A person belongs to the group that the first of its records names, so that every pair counts
    in one group. A group's precision is over what its own records were merged with.
    """
    _, first, inverse = np.unique(truth.person, return_index=True, return_inverse=True)
    group_of_person = groups[first][inverse]
    scores: dict[int, Score] = {}
    for group in np.unique(group_of_person).tolist():
        of_it = group_of_person == group
        source = None if truth.source is None else truth.source[of_it]
        within = Truth(truth.person[of_it], source)
        scores[group] = score_clusters(within, labels[of_it])
    return scores


def _joined(one: Labels, other: Labels) -> NDArray[np.int64]:
    return one.astype(np.int64) * (int(other.max(initial=0)) + 1) + other


def _pairs(labels: Labels) -> int:
    _, counts = np.unique(labels, return_counts=True)
    sizes = counts.astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())
