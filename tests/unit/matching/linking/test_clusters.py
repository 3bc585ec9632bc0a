"""Clusters: what average linkage gives, what decisions override, and that no shape is slow."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from ppit_matching.linking.clusters import (
    Decisions,
    average_linkage,
    contradictions,
    members_of,
    pairs_within,
)

Edges = dict[tuple[int, int], float]


def _cluster(
    records: int,
    edges: Edges,
    threshold: float = 0.5,
    must: Decisions = (),
    must_not: Decisions = (),
) -> list[int]:
    pairs = np.array(list(edges), np.int32).reshape(-1, 2)
    probability = np.array(list(edges.values()), np.float64)
    found = average_linkage(
        records,
        pairs[:, 0],
        pairs[:, 1],
        probability,
        threshold=threshold,
        must=must,
        must_not=must_not,
    )
    return [int(label) for label in found]


def _one_merge_at_a_time(records: int, edges: Edges, threshold: float) -> list[int]:
    """Say it by the definition: the slowest way there is."""
    clusters: list[set[int]] = [{record} for record in range(records)]

    def mean(one: set[int], other: set[int]) -> float:
        known = (edges.get((min(a, b), max(a, b)), 0.0) for a in one for b in other)
        return sum(known) / (len(one) * len(other))

    while len(clusters) > 1:
        one, other = max(combinations(clusters, 2), key=lambda pair: mean(*pair))
        if mean(one, other) < threshold:
            break
        clusters = [*(each for each in clusters if each not in (one, other)), one | other]
    names = {record: min(cluster) for cluster in clusters for record in cluster}
    order = sorted(set(names.values()))
    return [order.index(names[record]) for record in range(records)]


def _random_edges(seed: int, records: int, share: float) -> Edges:
    rng = np.random.default_rng(seed)
    pairs = [pair for pair in combinations(range(records), 2) if rng.random() < share]
    return {pair: float(rng.random()) ** 0.5 for pair in pairs}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("share", [0.15, 0.5, 1.0])
def test_it_gives_what_one_merge_at_a_time_gives(seed: int, share: float) -> None:
    edges = _random_edges(seed, 24, share)
    expected = _one_merge_at_a_time(24, edges, 0.55)
    assert _cluster(24, edges, 0.55) == expected


@pytest.mark.parametrize("seed", range(6))
def test_the_heap_gives_what_one_merge_at_a_time_gives(seed: int) -> None:
    edges = _random_edges(seed, 24, 0.6)
    # Two lonely records that must not meet put nothing else aside, so a foe of 0 does.
    with_foe = _cluster(26, {**edges, (0, 24): 0.51}, 0.5, must_not=[(0, 24)])
    assert with_foe[:24] == _one_merge_at_a_time(24, edges, 0.5)


def test_a_pair_never_compared_counts_against_the_merge() -> None:
    assert _cluster(3, {(0, 1): 0.99, (1, 2): 0.95}) == [0, 0, 1]
    assert _cluster(3, {(0, 1): 0.99, (1, 2): 0.95, (0, 2): 0.4}) == [0, 0, 0]


def test_pairs_may_come_in_any_order() -> None:
    edges = _random_edges(3, 40, 0.3)
    shuffled = dict(sorted(edges.items(), key=lambda item: item[1]))
    assert _cluster(40, edges) == _cluster(40, shuffled)


def test_no_pairs_leave_everybody_alone() -> None:
    assert _cluster(3, {}) == [0, 1, 2]
    assert _cluster(0, {}) == []


def test_who_must_merge_does_without_any_pair() -> None:
    assert _cluster(4, {}, must=[(3, 1), (1, 0)]) == [0, 0, 1, 0]


def test_who_must_not_merge_is_kept_apart_however_alike() -> None:
    triangle = {(0, 1): 1.0, (1, 2): 0.9, (0, 2): 1.0}
    assert _cluster(3, triangle, must_not=[(0, 1)]) == [0, 1, 0]


def test_kept_apart_stays_so_through_what_each_merges_with() -> None:
    edges = {(0, 1): 0.9, (2, 3): 0.9, (0, 2): 0.8, (0, 3): 0.8, (1, 2): 0.8, (1, 3): 0.8}
    assert _cluster(4, edges) == [0, 0, 0, 0]
    assert _cluster(4, edges, must_not=[(1, 3)]) == [0, 0, 1, 1]


def test_a_decision_takes_along_all_whom_earlier_ones_joined() -> None:
    assert _cluster(5, {}, must=[(2, 3), (2, 4), (1, 2)]) == [0, 1, 1, 1, 1]
    assert _cluster(5, {}, must=[(1, 2), (3, 4), (2, 4)], must_not=[(0, 3)]) == [0, 1, 1, 1, 1]


def test_of_two_decisions_that_contradict_the_one_that_parts_people_wins() -> None:
    must, must_not = [(0, 1), (1, 2)], [(0, 2)]
    assert _cluster(3, {}, must=must, must_not=must_not) == [0, 0, 1]
    assert contradictions(3, must, must_not) == [(1, 2)]
    assert contradictions(3, must, []) == []


def _square(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.triu_indices(size, 1)


@pytest.mark.parametrize("rising", [False, True])
def test_three_hundred_records_all_alike_are_one_cluster(*, rising: bool) -> None:
    left, right = _square(300)
    probability = 1.0 - left / 10_000 if rising else np.ones(len(left))
    labels = average_linkage(300, left, right, probability)
    assert set(labels.tolist()) == {0}


def test_a_star_is_not_swallowed_by_its_middle() -> None:
    leaves = np.arange(1, 50_001)
    labels = average_linkage(50_001, np.zeros_like(leaves), leaves, np.full(len(leaves), 0.99))
    assert int(np.bincount(labels).max()) <= 2


def test_members_and_pairs_are_counted_by_cluster() -> None:
    labels = np.array([0, 1, 0, 2, 0])
    assert [found.tolist() for found in members_of(labels)] == [[0, 2, 4], [1], [3]]
    assert pairs_within(labels) == 3
