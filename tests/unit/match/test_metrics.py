"""The figures against their definitions, counted pair by pair on small lists."""

from itertools import combinations

import numpy as np
import pytest

from ppit_match.metrics import (
    Score,
    Truth,
    b_cubed_f1,
    pairs_to_read,
    recall_at,
    recall_by_group,
    score_clusters,
    score_pairs,
)


def _random(seed: int) -> tuple[Truth, np.ndarray[tuple[int], np.dtype[np.int64]], Truth]:
    rng = np.random.default_rng(seed)
    person, labels, source = (rng.integers(0, most, 60) for most in (20, 25, 2))
    return Truth(person), labels, Truth(person, source)


@pytest.mark.parametrize("seed", range(5))
def test_clusters_are_scored_as_if_pair_by_pair(seed: int) -> None:
    alone, labels, linked = _random(seed)
    for truth in (alone, linked):
        pairs = [
            (a, b)
            for a, b in combinations(range(60), 2)
            if truth.source is None or truth.source[a] != truth.source[b]
        ]
        true = {pair for pair in pairs if truth.person[pair[0]] == truth.person[pair[1]]}
        said = {pair for pair in pairs if labels[pair[0]] == labels[pair[1]]}
        assert score_clusters(truth, labels) == Score(len(true & said), len(said), len(true))


@pytest.mark.parametrize("seed", range(5))
def test_b_cubed_is_the_mean_over_records(seed: int) -> None:
    truth, labels, _ = _random(seed)
    precision, recall = 0.0, 0.0
    for record in range(60):
        mine = labels == labels[record]
        true = truth.person == truth.person[record]
        precision += (mine & true).sum() / mine.sum() / 60
        recall += (mine & true).sum() / true.sum() / 60
    assert b_cubed_f1(truth, labels) == pytest.approx(2 * precision * recall / (precision + recall))


def test_recall_is_the_best_over_thresholds_that_keep_the_precision() -> None:
    truth = Truth(np.array([0, 0, 1, 1, 2, 3]))
    left, right = np.array([0, 2, 4]), np.array([1, 3, 5])
    weight = np.array([9.0, 8.0, 8.5])  # the wrong pair lies between the two right ones
    assert recall_at(truth, left, right, weight) == 0.5
    assert recall_at(truth, left, right, weight, precision=0.6) == 1
    assert recall_at(truth, left, right, np.array([1.0, 1.0, 1.0])) == 0  # they fall together


def test_pairs_never_found_count_against_recall() -> None:
    truth = Truth(np.array([0, 0, 0, 1]))
    score = score_pairs(truth, np.array([0, 0]), np.array([1, 3]))
    assert (score.precision, score.recall) == (0.5, pytest.approx(1 / 3))
    assert score.f1 == pytest.approx(0.4)


def test_nothing_to_find_and_nothing_said_is_no_error() -> None:
    truth, none = Truth(np.array([], int)), np.array([], int)
    assert score_pairs(truth, none, none).as_json() == {"precision": 1, "recall": 1, "f1": 1}
    assert b_cubed_f1(truth, none) == 1
    assert recall_at(truth, none, none, np.array([])) == 1
    assert recall_at(Truth(np.array([0, 0])), none, none, np.array([])) == 0


def test_each_group_has_its_own_recall() -> None:
    truth = Truth(np.array([0, 0, 1, 1]))
    by_group = recall_by_group(truth, np.array([0, 0, 1, 2]), np.array([7, 7, 9, 7]))
    assert {group: score.recall for group, score in by_group.items()} == {7: 1, 9: 0}


def test_who_decides_at_a_precision_reads_the_pairs_below_it() -> None:
    truth = Truth(np.array([0, 0, 0, 1]))
    left, right = np.array([0, 0, 0, 1]), np.array([1, 2, 3, 3])
    weight = np.array([9.0, 8.0, 7.0, 7.0])
    assert pairs_to_read(truth, left, right, weight, 1.0) == 2
    assert pairs_to_read(truth, left, right, weight, 0.5) == 0
    assert pairs_to_read(truth, left, right, -weight, 1.0) == 4
    assert pairs_to_read(truth, left[:0], right[:0], weight[:0], 1.0) == 0
