"""Clusters by average linkage, where a pair that was never compared counts against a merge.

Two clusters may become one while the mean probability over all pairs between them, a pair that
blocking never brought together counting as 0, is at least the threshold; the best mean goes first.
A chain of likely pairs therefore holds together only where most of its pairs are likely, which is
what transitive closure gets wrong. Decisions of people stand above the figures: a pair that must
merge does, a pair that must not never does, and of two decisions that contradict each other the
one that keeps people apart wins.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.cluster_heap import merge_by_heap
from ppit_matching.linking.distinct_values import in_order

Ids = NDArray[np.int64]
Reals = NDArray[np.float64]
Decisions = Sequence[tuple[int, int]]

_WORTH_A_ROUND = 0.02  # merges for each cluster left; an odd shape goes one by one, by heap
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class _Graph:
    """Pairs of clusters `low` < `high`, with the sum of the probabilities of their record pairs."""

    low: Ids
    high: Ids
    total: Reals

    def where(self, kept: NDArray[np.bool_]) -> "_Graph":
        return _Graph(self.low[kept], self.high[kept], self.total[kept])

    def means(self, sizes: Ids) -> Reals:
        return self.total / (sizes[self.low] * sizes[self.high])

    def relabelled(self, names: Ids) -> "_Graph":
        """Give clusters the names in `names`, and add up the pairs that have become one."""
        one, other = names[self.low], names[self.high]
        low, high = np.minimum(one, other), np.maximum(one, other)
        apart = low != high
        keys = low[apart] * len(names) + high[apart]
        keys, order = in_order(keys)
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        if not len(starts):
            return self.where(np.zeros(len(self.low), np.bool_))
        total = np.add.reduceat(self.total[apart][order], starts)
        return _Graph(keys[starts] // len(names), keys[starts] % len(names), total)


def average_linkage(  # noqa: PLR0913  # three columns of one table, and what people decided
    records: int,
    left: NDArray[np.integer],
    right: NDArray[np.integer],
    probability: NDArray[np.floating],
    *,
    threshold: float = 0.5,
    must: Decisions = (),
    must_not: Decisions = (),
) -> NDArray[np.int32]:
    """Return the cluster of each of `records` records, numbered from 0 in order of first record.

    `left`, `right` and `probability` (0 to 1) have one entry for each compared pair, each pair
    once. `threshold` lies above 0. The same pairs in any order give the same clusters. About a
    second for a million records and a million pairs, and no more than E log2 E steps on any shape.
    """
    labels = _decided(records, must, must_not)
    pairs = _Graph(left.astype(np.int64), right.astype(np.int64), probability.astype(np.float64))
    sizes = np.bincount(labels, minlength=records).astype(np.int64)
    graph = pairs.relabelled(labels)
    foes = {
        (min(one, other), max(one, other))
        for one, other in ((int(labels[a]), int(labels[b])) for a, b in must_not)
        if one != other
    }
    graph, held = _set_aside(graph, sizes, threshold, foes)
    labels, graph = _merge_in_rounds(labels, graph, sizes, threshold)
    for part in (graph, held):
        merged = merge_by_heap(
            zip(part.low.tolist(), part.high.tolist(), part.total.tolist(), strict=True),
            sizes,
            threshold,
            foes,
        )
        labels = merged[labels]
    return _numbered(labels)


def contradictions(records: int, must: Decisions, must_not: Decisions) -> list[tuple[int, int]]:
    """Return the pairs of `must` that are not kept, because `must_not` says otherwise."""
    labels = _decided(records, must, must_not)
    return [(one, other) for one, other in must if labels[one] != labels[other]]


def components(nodes: int, one: Ids, other: Ids) -> Ids:
    """Return for each of `nodes` the least node that a chain of links leads to."""
    least = np.arange(nodes, dtype=np.int64)
    while True:
        low = np.minimum(least[one], least[other])
        np.minimum.at(least, least[one], low)
        np.minimum.at(least, least[other], low)
        while not np.array_equal(least, least[least]):
            least = least[least]
        if np.array_equal(least[one], least[other]):
            return least


def _decided(records: int, must: Decisions, must_not: Decisions) -> Ids:
    """Return the clusters that decisions alone make, each named by its first record."""
    names = list(range(records))
    members: dict[int, list[int]] = {}
    foes: dict[int, set[int]] = {}
    for one, other in must_not:
        foes.setdefault(one, set()).add(other)
        foes.setdefault(other, set()).add(one)
    for one, other in must:
        low, high = sorted((names[one], names[other]))
        joining = members.get(high, [high])
        staying = members.get(low, [low])
        hated = {names[foe] for record in joining for foe in foes.get(record, ())}
        if low == high or low in hated:
            continue
        for record in joining:
            names[record] = low
        members[low] = [*staying, *joining]
        members.pop(high, None)
    return np.array(names, np.int64)


def _set_aside(
    graph: _Graph, sizes: Ids, threshold: float, foes: Iterable[tuple[int, int]]
) -> tuple[_Graph, _Graph]:
    """Part the pairs that can matter into those free of do-not-merge decisions, and the rest.

    A merge needs a pair of clusters at the threshold, so nothing leaves a component of such pairs.
    """
    strong = graph.where(graph.means(sizes) >= threshold)
    within = components(len(sizes), strong.low, strong.high)
    graph = graph.where(within[graph.low] == within[graph.high])
    watched = np.zeros(len(sizes), np.bool_)
    for foe in foes:
        watched[within[list(foe)]] = True
    apart = watched[within[graph.low]]
    return graph.where(~apart), graph.where(apart)


def _merge_in_rounds(
    labels: Ids, graph: _Graph, sizes: Ids, threshold: float
) -> tuple[Ids, _Graph]:
    """Merge clusters that are each other's best, all over the list at once. `sizes` is updated.

    For average linkage this gives what one merge at a time gives: a merge never makes a third
    cluster nearer than the nearer of the two was.
    """
    while True:
        graph = _still_open(graph, sizes, threshold)
        chosen = graph.where(_mutual(graph, sizes))
        left = np.zeros(len(sizes), np.bool_)
        left[graph.low] = left[graph.high] = True
        if len(chosen.low) <= _WORTH_A_ROUND * np.count_nonzero(left):
            return labels, graph
        names = np.arange(len(sizes), dtype=np.int64)
        names[chosen.high] = chosen.low
        sizes[chosen.low] += sizes[chosen.high]
        labels = names[labels]
        graph = graph.relabelled(names)


def _still_open(graph: _Graph, sizes: Ids, threshold: float) -> _Graph:
    """Leave out clusters without any neighbour at the threshold: they never merge again."""
    strong = graph.means(sizes) >= threshold
    alive = np.zeros(len(sizes), np.bool_)
    alive[graph.low[strong]] = True
    alive[graph.high[strong]] = True
    return graph.where(alive[graph.low] & alive[graph.high])


def _mutual(graph: _Graph, sizes: Ids) -> NDArray[np.bool_]:
    """Say which pairs are the best of both their clusters. Equals are ranked by a mixed number.

    Ranked by their names, a thousand equal records would merge one by one.
    """
    with np.errstate(over="ignore"):
        tie = (graph.low.astype(np.uint64) * _MIX) ^ (graph.high.astype(np.uint64) + _MIX)
        tie = (tie ^ (tie >> np.uint64(29))) * _MIX
    rank = np.empty(len(graph.low), np.int64)
    rank[np.lexsort((tie, np.round(graph.means(sizes), 12)))] = np.arange(len(rank))
    best = np.full(len(sizes), -1, np.int64)
    np.maximum.at(best, graph.low, rank)
    np.maximum.at(best, graph.high, rank)
    return (best[graph.low] == rank) & (best[graph.high] == rank)


def _numbered(labels: Ids) -> NDArray[np.int32]:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first), dtype=np.int32)
    return rank[inverse]


def pairs_within(labels: NDArray[np.integer]) -> int:
    """Return how many pairs of records share a cluster."""
    sizes = np.bincount(labels).astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def members_of(labels: NDArray[np.integer]) -> Iterator[Ids]:
    """Yield the records of each cluster, in the order of their numbers."""
    order = np.argsort(labels, kind="stable").astype(np.int64)
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    yield from np.split(order, starts[1:])
