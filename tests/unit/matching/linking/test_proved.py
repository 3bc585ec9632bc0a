"""What weights prove to be decides what is joined; the shipped tables say it as they were made."""

import json
from dataclasses import replace
from importlib.resources import files
from typing import cast

import numpy as np
import pytest

from ppit_matching.linking.link import Linkage, link
from ppit_matching.linking.refined import PROVED
from ppit_matching.linking.texts import PeopleTexts
from ppit_matching.linking.weigh import least_weight, probabilities
from ppit_matching.scoring import learnt
from ppit_matching.scoring.estimated import ESTIMATED
from ppit_matching.scoring.learnt import LEARNT
from ppit_matching.scoring.model_json import model_as_json

DOUBTED = ((-60.0, -95.0), (60.0, 25.0))
"""Everything proves to be 35 bits less than it is said to be."""


def _two_alike(calibration: tuple[tuple[float, float], ...], born: str = "1975-03-12") -> Linkage:
    model = replace(ESTIMATED, calibration=calibration)
    people = PeopleTexts(
        2,
        given=("Mary", "Mary"),
        family=("Smith", "Smith"),
        date_of_birth=("1975-03-12", born),
        address_lines=(("3 Mill Rise", "3 Mill Rise"),),
        postcode=("CT16 1AB", "CT16 1AB"),
    )
    return link(people, model=model)


@pytest.mark.parametrize(("calibration", "joined"), [((), True), (DOUBTED, False)])
def test_records_are_joined_where_their_weight_proves_likely(
    calibration: tuple[tuple[float, float], ...], *, joined: bool
) -> None:
    linkage = _two_alike(calibration)
    assert bool(linkage.labels[0] == linkage.labels[1]) is joined
    assert bool(linkage.probability[0] >= 0.5) is joined


def test_a_pair_that_proves_impossible_is_kept_where_its_weight_says_otherwise() -> None:
    linkage = _two_alike(DOUBTED)
    assert linkage.probability[0] < linkage.model.bounds.possible
    assert linkage.weight == pytest.approx(_two_alike(()).weight)


@pytest.mark.parametrize("probability", [0.02, 0.5, 0.97])
@pytest.mark.parametrize("calibration", [(), DOUBTED, LEARNT.calibration])
def test_the_least_weight_of_a_probability_just_has_it(
    probability: float, calibration: tuple[tuple[float, float], ...]
) -> None:
    model = replace(ESTIMATED, calibration=calibration)
    least = least_weight(model, probability)
    below, above = probabilities(np.array([least - 1e-3, least + 1e-3]), model)
    assert below < probability <= above


def test_the_shipped_model_is_its_file_and_a_lists_own_beats_it_and_the_estimate() -> None:
    text = files("ppit_matching.scoring").joinpath(learnt.FILE).read_text(encoding="utf-8")
    assert model_as_json(LEARNT) == json.loads(text)
    recall = cast("dict[str, float]", LEARNT.figures["recall at precision .99"])
    assert max(recall["this model"], recall["the estimate"]) < recall["learnt from the list itself"]
    # Why the services run on the estimate.
    assert recall["this model"] < recall["the estimate"]


def test_the_shipped_table_of_lists_is_no_surer_than_what_was_said() -> None:
    said, proved = (np.array(column) for column in zip(*LEARNT.calibration, strict=True))
    assert np.all(np.diff(said) > 0)
    assert np.all(np.diff(proved) >= 0)
    assert np.all(proved[said > 5] < said[said > 5])


def test_the_shipped_table_of_self_training_holds_both_ends_back() -> None:
    low, middle, high = PROVED(np.array([-25.0, 0.0, 25.0]))
    assert 0 < low < 0.05
    assert 0.3 < middle < 0.7
    assert 0.95 < high < 1
