"""The model: read back as it was written, refused when it is not whole, monotone."""

import json
from copy import deepcopy
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_matching import MalformedRecord, Person, compare
from ppit_matching.scoring.default import MODEL
from ppit_matching.scoring.estimated import ESTIMATED
from ppit_matching.scoring.levels import OtherLevel
from ppit_matching.scoring.model import Bounds, Model
from ppit_matching.scoring.model_json import model_as_json, model_from_json
from tests.unit.matching.builders import a_person

STRICTER = replace(ESTIMATED, bounds=Bounds(confirmed=0.999, probable=0.75, possible=0.125))
FASHIONABLE = replace(ESTIMATED, fashion_bits=2.0)
CALIBRATED = replace(ESTIMATED, calibration=((-10.0, -12.0), (0.0, -1.0), (10.0, 8.0)))


@pytest.mark.parametrize(
    "model",
    [ESTIMATED, MODEL, CALIBRATED, STRICTER, FASHIONABLE],
    ids=["written", "used", "bent", "stricter", "fashionable"],
)
def test_a_model_is_read_back_as_it_was_written(model: Model) -> None:
    assert model_from_json(json.loads(json.dumps(model_as_json(model)))) == model


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("format",), 1, "format"),
        (("version",), "", "version"),
        (("prior_bits",), "-20", "prior_bits"),
        (("fashion_bits",), None, "fashion_bits"),
        (("strangers", "born"), {"EQUAL": 14.0}, "born"),
        (("household", "sex"), {"MISSING": 1.0, "AGREES": 1.0, "DISAGREES": -5.0}, "sex"),
        (("household",), None, "household"),
        (("place", "NEARBY"), 1.0, "place"),
        (("calibration",), {"said": [1, 0], "proved": [0, 1]}, "calibration"),
        (("calibration",), {"said": [0, 1], "proved": [1, 0]}, "calibration"),
        (("calibration",), {"said": [0, 1], "proved": [0]}, "calibration"),
        (("calibration",), {"said": 0, "proved": []}, "said"),
        (("shares", "family"), {"smith": True}, "smith"),
    ],
)
def test_what_is_not_a_whole_model_is_refused(
    path: tuple[str, ...], value: object, named: str
) -> None:
    stored = deepcopy(model_as_json(ESTIMATED))
    part = stored
    for step in path[:-1]:
        part = cast("dict[str, object]", part[step])
    part[path[-1]] = value
    with pytest.raises(MalformedRecord) as refused:
        model_from_json(stored)
    assert str(refused.value) == named


@pytest.mark.parametrize(
    ("weight", "bits"), [(-20, -22), (-10, -12), (-5, -6.5), (0, -1), (5, 3.5), (10, 8), (20, 18)]
)
def test_calibration_draws_lines_and_goes_on_at_its_ends(weight: float, bits: float) -> None:
    model = replace(CALIBRATED, prior_bits=0.0)
    assert model.probability(weight) == pytest.approx(1 / (1 + 2**-bits))


@given(st.floats(-200, 200), st.floats(-200, 200))
def test_more_evidence_is_never_less_likely(one: float, other: float) -> None:
    lighter, heavier = sorted((one, other))
    assert CALIBRATED.probability(lighter) <= CALIBRATED.probability(heavier)


def test_the_bits_of_the_reasons_add_up_to_the_weight() -> None:
    one = a_person()
    found = compare(one, replace(one, email="a@example.com", sex="F"))
    assert sum(found.reason_bits) == pytest.approx(found.weight_bits)
    assert len(found.reasons) == len(found.reason_bits)
    assert "same e-mail address" not in found.reasons


def test_another_model_says_otherwise() -> None:
    one = replace(a_person(), sex="F")
    doubting = replace(ESTIMATED.household, sex=dict.fromkeys(OtherLevel, 0.0))
    model = replace(ESTIMATED, household=doubting, strangers=doubting)
    assert compare(one, one, model).weight_bits < compare(one, one).weight_bits


@pytest.mark.parametrize(
    ("born", "lost"),
    [("1975-03-12", 2.0), ("1975-12-03", 2.0), ("1975", 2.0), ("1993-08-29", 0.0), (None, 0.0)],
)
def test_a_first_name_proves_less_among_those_born_in_one_year(
    born: str | None, lost: float
) -> None:
    pair = a_person(address=None), a_person(born=born, address=None)
    plain, fashionable = compare(*pair, ESTIMATED), compare(*pair, FASHIONABLE)
    assert plain.weight_bits - fashionable.weight_bits == pytest.approx(lost)


@pytest.mark.parametrize(
    "other", [a_person("Zebedee Hargreaves"), a_person(born="1975-12-03")], ids=["name", "door"]
)
def test_fashion_says_nothing_of_other_first_names_and_of_one_door(other: Person) -> None:
    assert compare(a_person(), other, FASHIONABLE) == compare(a_person(), other, ESTIMATED)
