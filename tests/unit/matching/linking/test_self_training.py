"""Self-training: better where fields hang together, left alone where there is too little."""

from itertools import combinations

import numpy as np
import pytest

from ppit_matching.linking.clusters import average_linkage
from ppit_matching.linking.pair_features import company_of
from ppit_matching.linking.self_training import Pairs, Refined, refine, worth_refining

PEOPLE, EACH, STRANGERS = 1_300, 4, 16_000


def _list(seed: int) -> tuple[Pairs, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Make a list where, of two fields, both or neither agree for one person, one of strangers."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(PEOPLE), EACH)
    inside = np.array(
        [
            (person * EACH + one, person * EACH + other)
            for person in range(PEOPLE)
            for one, other in combinations(range(EACH), 2)
        ]
    )
    outside = np.sort(rng.integers(0, len(truth), (STRANGERS, 2)), axis=1)
    outside = np.unique(outside[truth[outside[:, 0]] != truth[outside[:, 1]]], axis=0)
    pairs = np.concatenate([inside, outside]).astype(np.int32)
    same = truth[pairs[:, 0]] == truth[pairs[:, 1]]
    first = rng.random(len(pairs)) < 0.5
    second = np.where(same, first, ~first)
    probability = np.where(
        same, rng.choice([0.97, 0.4], len(pairs), p=[0.92, 0.08]), rng.random(len(pairs)) * 0.8
    )
    features = np.column_stack([first, second, rng.random(len(pairs))]).astype(np.float32)
    return Pairs(len(truth), pairs[:, 0], pairs[:, 1], probability, features), truth


def _errors(pairs: Pairs, probability: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
    same = pairs.left // EACH == pairs.right // EACH
    return int(np.count_nonzero((probability >= 0.5) != same))


@pytest.fixture(scope="module")
def taught() -> tuple[Pairs, Refined]:
    pairs, _ = _list(1)
    return pairs, refine(pairs)


def test_what_hangs_together_is_learnt_without_labels(taught: tuple[Pairs, Refined]) -> None:
    pairs, found = taught
    assert found.used
    assert _errors(pairs, found.probability) < _errors(pairs, pairs.probability) / 4


def test_clusters_follow_the_refined_probabilities(taught: tuple[Pairs, Refined]) -> None:
    pairs, found = taught
    expected = average_linkage(pairs.records, pairs.left, pairs.right, found.probability)
    assert found.labels.tolist() == expected.tolist()


def test_probabilities_stay_within_0_and_1(taught: tuple[Pairs, Refined]) -> None:
    _, found = taught
    assert 0 < float(found.probability.min()) < float(found.probability.max()) < 1


def test_a_do_not_merge_decision_survives(taught: tuple[Pairs, Refined]) -> None:
    pairs, found = taught
    assert found.labels[0] == found.labels[1]
    kept_apart = refine(pairs, must_not=[(0, 1)]).labels
    assert kept_apart[0] != kept_apart[1]


def test_a_small_list_comes_back_as_it_was_and_says_so() -> None:
    pairs, _ = _list(3)
    few = Pairs(
        pairs.records,
        pairs.left[:50],
        pairs.right[:50],
        pairs.probability[:50],
        pairs.features[:50],
    )
    found = refine(few)
    assert not found.used
    assert found.note.startswith("no self-training")
    assert found.probability.tolist() == few.probability.tolist()


@pytest.mark.parametrize(
    ("records", "probability", "worth", "said"),
    [
        (100, [0.6] * 10, False, "fewer than"),
        (10_000, [0.99] * 99 + [0.6], False, "only 1%"),
        (10_000, [0.99] * 5 + [0.6] * 5, True, "50%"),
        (10_000, [0.1] * 5, False, "only 0%"),
        (10_000, [], False, "only 0%"),
    ],
)
def test_only_large_and_odd_lists_are_worth_it(
    records: int, probability: list[float], *, worth: bool, said: str
) -> None:
    decided, why = worth_refining(records, np.array(probability, np.float64))
    assert decided is worth
    assert said in why


def test_the_company_of_a_pair_is_what_both_its_records_are_near() -> None:
    left, right = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32)
    company = company_of(4, left, right, np.array([0.9, 0.8, 0.6, 0.3]))
    total, count, least, most = (company[0, column] for column in range(4))
    assert total == pytest.approx(0.6)  # record 2, by the less likely of its two pairs
    assert count == 1
    assert (least, most) == (pytest.approx(0.6), pytest.approx(0.8))
    assert company[3, 0] == 0  # records 2 and 3 have nobody in common
