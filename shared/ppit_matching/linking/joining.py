"""New records beside clusters that stand: each joins one, creates one, or waits for a person."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.clusters import Decisions, average_linkage

NEW = -1


class Step(IntEnum):
    """What becomes of a record. One that could glue two old clusters waits."""

    STOOD = 0
    JOINS = 1
    CREATES = 2
    WAITS = 3


@dataclass(frozen=True, slots=True)
class Joined:
    """`labels` keeps every old label; `steps` holds a `Step` for each record."""

    labels: NDArray[np.int32]
    steps: NDArray[np.int8]


def join(
    old: NDArray[np.integer],
    left: NDArray[np.integer],
    right: NDArray[np.integer],
    probability: NDArray[np.floating],
    *,
    threshold: float = 0.5,
    must_not: Decisions = (),
) -> Joined:
    """Place the records whose `old` label is `NEW`; the others keep theirs, whatever the pairs say.

    New records are first clustered among themselves. A group joins the one old cluster to which
    its mean probability (never compared counts as 0) is at least `threshold`; with several such
    clusters, or where a do-not-merge decision stands between it and what else joins, it waits.
    """
    fresh = np.flatnonzero(old == NEW)
    place = np.full(len(old), -1, np.int64)
    place[fresh] = np.arange(len(fresh))
    among = (place[left] >= 0) & (place[right] >= 0)
    groups = average_linkage(
        len(fresh),
        place[left[among]],
        place[right[among]],
        probability[among],
        threshold=threshold,
        must_not=[
            (int(place[a]), int(place[b])) for a, b in must_not if min(place[a], place[b]) >= 0
        ],
    )
    wanted = _old_clusters_near(old, groups, place, (left, right, probability), threshold)
    return _place(old, fresh, groups, wanted, must_not)


def _old_clusters_near(
    old: NDArray[np.integer],
    groups: NDArray[np.int32],
    place: NDArray[np.int64],
    pairs: tuple[NDArray[np.integer], NDArray[np.integer], NDArray[np.floating]],
    threshold: float,
) -> dict[int, list[int]]:
    left, right, probability = pairs
    across = (place[left] >= 0) != (place[right] >= 0)
    one, other = left[across], right[across]
    swapped = place[one] < 0
    fresh, standing = np.where(swapped, other, one), np.where(swapped, one, other)
    span = int(old.max(initial=0)) + 1
    keys = groups[place[fresh]].astype(np.int64) * span + old[standing]
    found, inverse = np.unique(keys, return_inverse=True)
    totals = np.bincount(inverse, weights=probability[across], minlength=len(found))
    group_sizes, old_sizes = np.bincount(groups), np.bincount(old[old >= 0], minlength=span)
    means = totals / (group_sizes[found // span] * old_sizes[found % span])
    wanted: dict[int, list[int]] = {}
    for key in found[means >= threshold].tolist():
        wanted.setdefault(key // span, []).append(key % span)
    return wanted


def _place(
    old: NDArray[np.integer],
    fresh: NDArray[np.intp],
    groups: NDArray[np.int32],
    wanted: dict[int, list[int]],
    must_not: Decisions,
) -> Joined:
    labels, steps = old.astype(np.int32), np.zeros(len(old), np.int8)
    labels[fresh] = groups + int(old.max(initial=NEW)) + 1
    steps[fresh] = Step.CREATES
    many = [group for group, clusters in wanted.items() if len(clusters) > 1]
    steps[fresh[np.isin(groups, many)]] = Step.WAITS
    own = labels.copy()
    for group, clusters in wanted.items():
        if len(clusters) == 1:
            records = fresh[groups == group]
            labels[records], steps[records] = clusters[0], Step.JOINS
    for pair in must_not:
        while labels[pair[0]] == labels[pair[1]] and any(steps[[*pair]] == Step.JOINS):
            later = max(record for record in pair if steps[record] == Step.JOINS)
            group = own == own[later]
            labels[group], steps[group] = own[later], Step.WAITS
    return Joined(labels, steps)
