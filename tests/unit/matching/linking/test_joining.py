"""A new record joins, creates or waits; what stood before it still stands."""

import numpy as np

from ppit_matching.linking.joining import NEW, Step, join

Edges = dict[tuple[int, int], float]


def _join(
    old: list[int], edges: Edges, must_not: list[tuple[int, int]] | None = None
) -> tuple[list[int], list[Step]]:
    pairs = np.array(list(edges), np.int32).reshape(-1, 2)
    joined = join(
        np.array(old),
        pairs[:, 0],
        pairs[:, 1],
        np.array(list(edges.values())),
        must_not=must_not or [],
    )
    return joined.labels.tolist(), [Step(step) for step in joined.steps.tolist()]


def test_a_new_record_joins_the_one_cluster_it_fits() -> None:
    labels, steps = _join([0, 0, 1, NEW], {(0, 3): 0.9, (1, 3): 0.8, (2, 3): 0.1})
    assert labels == [0, 0, 1, 0]
    assert steps == [Step.STOOD, Step.STOOD, Step.STOOD, Step.JOINS]


def test_a_new_record_near_nobody_creates() -> None:
    labels, steps = _join([0, 0, 1, NEW], {(0, 3): 0.9})  # never compared with 1: the mean is 0.45
    assert labels == [0, 0, 1, 2]
    assert steps[3] is Step.CREATES


def test_a_new_record_between_two_clusters_waits_and_glues_nothing() -> None:
    labels, steps = _join([0, 1, NEW], {(0, 2): 0.9, (1, 2): 0.9})
    assert labels == [0, 1, 2]
    assert steps[2] is Step.WAITS


def test_old_clusters_are_not_merged_by_pairs_between_them() -> None:
    labels, _ = _join([0, 1, NEW], {(0, 1): 1.0, (0, 2): 0.9})
    assert labels[:2] == [0, 1]


def test_new_records_cluster_among_themselves_first() -> None:
    labels, steps = _join([0, NEW, NEW], {(1, 2): 0.9})
    assert labels == [0, 1, 1]
    assert steps[1:] == [Step.CREATES, Step.CREATES]


def test_new_records_that_a_decision_parts_do_not_cluster_among_themselves() -> None:
    labels, steps = _join([0, NEW, NEW], {(1, 2): 0.9}, [(1, 2)])
    assert labels == [0, 1, 2]
    assert steps[1:] == [Step.CREATES, Step.CREATES]


def test_a_do_not_merge_decision_makes_the_later_record_wait() -> None:
    edges = {(0, 1): 0.9, (0, 2): 0.9}
    labels, steps = _join([0, NEW, NEW], edges, [(1, 2)])
    assert labels == [0, 0, 2]
    assert steps[1:] == [Step.JOINS, Step.WAITS]
    kept_apart, again = _join([0, NEW], {(0, 1): 0.9}, [(0, 1)])
    assert kept_apart == [0, 1]
    assert again[1] is Step.WAITS


def test_the_first_list_of_all_only_creates() -> None:
    labels, steps = _join([NEW, NEW], {(0, 1): 0.2})
    assert labels == [0, 1]
    assert set(steps) == {Step.CREATES}
