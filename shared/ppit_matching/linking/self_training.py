"""A second opinion learnt from the list's own confident clusters, for large and odd lists.

The match weight adds field to field as if they erred apart. A boosted model may see how they hang
together, and what company two records keep. It learns from clusters that are sure: compared pairs
inside one are positive, pairs between two are negative. No pair is scored by a model that saw
either of its clusters. No label of anybody's is used.
"""

from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Ints
from ppit_matching.linking.clusters import Decisions, average_linkage
from ppit_matching.linking.pair_features import Doubles, Table, company_of

# Smaller lists teach too little, and plain lists need it too little.
FEWEST_RECORDS, FEWEST_PAIRS_OF_EITHER_KIND = 5_000, 2_000
# The share of likely pairs that are not sure: a plain list has hardly any.
ODD_SHARE = 0.05
_LIKELY, _SURE = 0.5, 0.95
_CONFIDENT = 0.9
_FOLDS, _ROUNDS = 3, 2
_MOST_TAUGHT = 200_000
_SUREST = 1e-4  # before a round: nothing is taken for surer than one in ten thousand wrong
_CLIP = 1e-7


@dataclass(frozen=True, slots=True)
class Pairs:
    """The compared pairs of a list of `records`, with what a learner may see of each."""

    records: int
    left: Ints
    right: Ints
    probability: Doubles
    features: Table


@dataclass(frozen=True, slots=True)
class Refined:
    """`used` says whether anything was learnt; `note` says so in words, or why not."""

    probability: Doubles
    labels: NDArray[np.int32]
    used: bool
    note: str


class _Learner(Protocol):
    def fit(self, table: Table, answer: object) -> object: ...
    def predict_proba(self, table: Table) -> Doubles: ...


def worth_refining(records: int, probability: Doubles) -> tuple[bool, str]:
    """Decide without labels whether a list is large and odd enough, and say why.

    Odd: of the pairs that look like one person, many are far from sure.
    """
    if records < FEWEST_RECORDS:
        return False, f"no self-training: {records} records are fewer than {FEWEST_RECORDS}"
    likely = probability >= _LIKELY
    unsure = float(np.mean(probability[likely] < _SURE)) if likely.any() else 0.0
    said = f"{unsure:.0%} of the likely pairs are not sure"
    if unsure < ODD_SHARE:
        return False, f"no self-training: only {said}"
    return True, f"self-training: {said}"


def refine(
    pairs: Pairs, *, threshold: float = 0.5, must: Decisions = (), must_not: Decisions = ()
) -> Refined:
    """Return probabilities and clusters refined, or as they came where there is too little."""

    def clusters(probability: Doubles) -> NDArray[np.int32]:
        return average_linkage(
            pairs.records,
            pairs.left,
            pairs.right,
            probability,
            threshold=threshold,
            must=must,
            must_not=must_not,
        )

    probability = learnt = pairs.probability
    labels = clusters(probability)
    for _ in range(_ROUNDS):
        confident = _confident(pairs, probability, labels)
        same = labels[pairs.left] == labels[pairs.right]
        taught = confident[labels[pairs.left]] & confident[labels[pairs.right]]
        fewest = min(int((taught & same).sum()), int((taught & ~same).sum()))
        if fewest < FEWEST_PAIRS_OF_EITHER_KIND:
            note = f"no self-training: confident clusters give {fewest} pairs of one kind only"
            return Refined(pairs.probability, clusters(pairs.probability), used=False, note=note)
        company = company_of(pairs.records, pairs.left, pairs.right, probability)
        table = np.column_stack([pairs.features, company])
        learnt = _cross_fitted(pairs, table, labels, taught)
        # The next round believes the model and the weights alike, so that no error feeds itself.
        probability = _between(learnt, pairs.probability)
        labels = clusters(probability)
    note = "self-training on confident clusters"
    return Refined(learnt, clusters(learnt), used=True, note=note)


def _between(one: Doubles, other: Doubles) -> Doubles:
    """Return the probability half-way between two, on the scale of odds."""
    odds = [
        np.log(chance / (1 - chance))
        for chance in (np.clip(each, _SUREST, 1 - _SUREST) for each in (one, other))
    ]
    return 1 / (1 + np.exp(-(odds[0] + odds[1]) / 2))


def _confident(pairs: Pairs, probability: Doubles, labels: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Mark clusters whose records are nearly all surely alike, and records that stand alone.

    A cluster with a likely rival is not left out: such rivals are the lesson that is needed most.
    """
    sizes = np.bincount(labels).astype(np.float64)
    ours, theirs = labels[pairs.left], labels[pairs.right]
    inside = ours == theirs
    total = np.bincount(ours[inside], weights=probability[inside], minlength=len(sizes))
    mean = total / np.maximum(sizes * (sizes - 1) / 2, 1)
    return (mean >= _CONFIDENT) | (sizes == 1)


def _cross_fitted(
    pairs: Pairs, table: Table, labels: NDArray[np.int32], taught: NDArray[np.bool_]
) -> Doubles:
    """Score every pair by models that were taught on neither of its clusters.

    Clusters fall into folds; a model is taught within one fold and scores pairs that have no
    cluster in it. Pairs between clusters meet within a fold a fold's share as often, so they count
    for more: each stands so many times, which takes a learner less time than weights do.
    """
    fold = np.random.default_rng(len(labels)).integers(0, _FOLDS, int(labels.max()) + 1)
    ours, theirs = fold[labels[pairs.left]], fold[labels[pairs.right]]
    same = labels[pairs.left] == labels[pairs.right]
    odds, models = np.zeros(len(same)), np.zeros(len(same))
    for one in range(_FOLDS):
        within = taught & (ours == one) & (theirs == one)
        lesson = np.concatenate(
            [np.flatnonzero(within & same), *[np.flatnonzero(within & ~same)] * _FOLDS]
        )
        lesson = lesson[:: max(1, len(lesson) // _MOST_TAUGHT)]
        asked = (ours != one) & (theirs != one)
        chance = np.clip(_taught(table, same, lesson, asked), _CLIP, 1 - _CLIP)
        odds[asked] += np.log(chance / (1 - chance))
        models[asked] += 1
    return 1 / (1 + np.exp(-odds / models))


def _taught(
    table: Table, same: NDArray[np.bool_], lesson: NDArray[np.intp], asked: NDArray[np.bool_]
) -> Doubles:
    """Fit to the rows of the lesson, and return the probability of the rows that are asked for."""
    # Imported here: it takes a second, and few lists need it.
    from sklearn.ensemble import (  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]
        HistGradientBoostingClassifier,
    )
    from threadpoolctl import (  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]
        threadpool_limits,
    )

    made = HistGradientBoostingClassifier(
        max_iter=60,
        learning_rate=0.1,
        max_leaf_nodes=16,
        min_samples_leaf=50,
        l2_regularization=1.0,
        early_stopping=cast("str", False),  # noqa: FBT003  # typed as the word "auto" alone
        random_state=0,
    )
    learner: _Learner = cast("_Learner", made)
    # Its threads wait for one another by spinning: beside other work, several are slower than one.
    with threadpool_limits(limits=1, user_api="openmp"):
        learner.fit(table[lesson], same[lesson])
        return learner.predict_proba(table[asked])[:, 1]
