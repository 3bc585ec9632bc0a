"""Every visit of a Kent that no threshold was set on (seeds 101 to 103 were for that)."""

import pytest

from ppit_matching import Band
from tests.unit.matching.trial import Score, run_trial

UNSEEN_SEED = 201


@pytest.fixture(scope="module")
def score() -> Score:
    return run_trial(UNSEEN_SEED, 2_000)


def test_nobody_is_confirmed_as_somebody_else(score: Score) -> None:
    assert score.wrong == []
    assert score.false_bands[Band.NONE] > 1_000


def test_no_marked_person_is_lost(score: Score) -> None:
    assert score.lost == []
    assert score.true_pairs > 300


def test_nearly_every_marked_person_is_at_least_probable(score: Score) -> None:
    sure = score.true_bands[Band.CONFIRMED] + score.true_bands[Band.PROBABLE]
    assert sure / score.true_pairs >= 0.98


def test_no_visit_is_sent_to_the_wrong_door(score: Score) -> None:
    assert score.addresses_wrong == 0
    assert score.addresses > 800


def test_nearly_every_door_is_found_or_stands_among_those_named(score: Score) -> None:
    found = score.addresses_right + score.addresses_listed
    assert found / score.addresses >= 0.995
