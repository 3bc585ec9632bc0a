"""Who is left over: likelier a pair where nearly all have one, no likelier where many have none."""

import numpy as np

from ppit_matching.linking.leftovers import leftover_probabilities

MATCHED = 1_000


def _asked(more: list[tuple[int, int, float]], sizes: tuple[int, int]) -> list[float]:
    """Give a thousand records a partner, and ask for the pairs `more` among the others."""
    pairs = [(record, record, 0.99) for record in range(MATCHED)] + more
    left, right = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    taken = np.arange(len(pairs)) < MATCHED
    found = leftover_probabilities(sizes, left, right, np.array([pair[2] for pair in pairs]), taken)
    assert found[:MATCHED].tolist() == [0.99] * MATCHED
    return found[MATCHED:].tolist()


def test_the_last_few_of_two_whole_lists_are_pairs() -> None:
    few = [(MATCHED + record, MATCHED + record, 0.2) for record in range(10)]
    assert min(_asked(few, (MATCHED + 10, MATCHED + 10))) > 0.9


def test_where_many_have_no_partner_a_doubtful_pair_stays_doubtful() -> None:
    few = [(MATCHED + record, MATCHED + record, 0.2) for record in range(3)]
    assert _asked(few, (MATCHED + 2_000, MATCHED + 2_000)) == [0.2] * 3


def test_a_pair_with_an_equal_rival_is_not_made_surer() -> None:
    rivals = [(MATCHED, MATCHED, 0.3), (MATCHED, MATCHED + 1, 0.3)]
    assert _asked(rivals, (MATCHED + 2, MATCHED + 2)) == [0.3, 0.3]


def test_a_record_that_has_its_partner_is_no_leftover() -> None:
    assert _asked([(0, MATCHED, 0.4)], (MATCHED + 1, MATCHED + 1)) == [0.4]


def test_without_pairs_there_is_nothing_to_say() -> None:
    none = np.array([], np.int64)
    found = leftover_probabilities((3, 3), none, none, np.array([]), np.array([], np.bool_))
    assert found.tolist() == []
