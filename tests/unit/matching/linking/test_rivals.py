"""Partners of one record speak against one another, where a record has one partner at most."""

import numpy as np
import pytest

from ppit_matching.linking.rivals import beside_rivals


def beside(*pairs: tuple[int, int, float]) -> list[float]:
    left, right, probability = (np.array(column) for column in zip(*pairs, strict=True))
    found = beside_rivals(left, right, probability)
    return [float(chance) for chance in found]


def test_a_pair_without_a_rival_is_as_likely_as_by_itself() -> None:
    assert beside((0, 5, 0.8), (1, 6, 0.3)) == pytest.approx([0.8, 0.3])


def test_two_equal_rivals_share_what_is_likely() -> None:
    assert beside((0, 5, 0.5), (0, 6, 0.5)) == pytest.approx([1 / 3, 1 / 3])
    assert beside((0, 6, 0.5), (1, 6, 0.5)) == pytest.approx([1 / 3, 1 / 3])


def test_a_sure_partner_leaves_little_for_another() -> None:
    sure, other = beside((0, 5, 0.999), (0, 6, 0.9))
    assert sure == pytest.approx(999 / 1009)
    assert other == pytest.approx(9 / 1009)


def test_certainty_and_its_opposite_stay_numbers() -> None:
    assert beside((0, 5, 1.0), (0, 6, 0.0)) == pytest.approx([1.0, 0.0])


def test_no_pairs_have_no_rivals() -> None:
    nothing = np.zeros(0, np.int64)
    assert not len(beside_rivals(nothing, nothing, np.zeros(0)))
