"""One to one: the best first, each record once, and only where lists do not repeat themselves."""

import numpy as np

from ppit_matching.linking.one_to_one import one_to_one, uniqueness

LEFT, RIGHT = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 2])


def test_the_best_pair_goes_first_and_takes_both_records() -> None:
    kept = one_to_one(LEFT, RIGHT, np.array([9.0, 8.5, 8.0, 1.0, 5.0]))
    assert kept.tolist() == [True, False, False, True, True]


def test_a_pair_below_the_least_weight_is_not_made_for_want_of_a_better() -> None:
    kept = one_to_one(LEFT, RIGHT, np.array([9.0, 8.5, 8.0, 1.0, 5.0]), least=2)
    assert kept.tolist() == [True, False, False, False, True]


def test_a_second_best_within_the_gap_leaves_both_alone() -> None:
    kept = one_to_one(LEFT, RIGHT, np.array([9.0, 8.5, 3.0, 1.0, 5.0]), gap=1)
    assert kept.tolist() == [False, False, False, True, True]


def test_a_long_chain_of_better_and_better_partners_is_settled() -> None:
    steps = np.arange(150)
    left = np.concatenate([steps, steps + 1])
    right = np.concatenate([steps, steps])
    kept = one_to_one(left, right, np.concatenate([steps + 0.5, steps + 1.0]))
    assert len(set(left[kept])) == len(set(right[kept])) == int(kept.sum()) == 150


def test_lists_without_repeats_are_known_by_their_single_partners() -> None:
    alone = uniqueness(np.arange(100), np.arange(100), np.full(100, 0.99))
    assert alone.holds
    twice = uniqueness(np.arange(100), np.arange(100) // 2, np.full(100, 0.99))
    assert not twice.holds
    assert twice.right_share == 1
    assert "seems to hold duplicates" in str(twice)
    assert uniqueness(np.array([], int), np.array([], int), np.array([])).holds
