"""Calibration: ascending, within 0 and 1, near the truth, and the error by its definition."""

import numpy as np
import pytest

from ppit_matching.linking.calibration import Calibration, calibration_error, fit_calibration


def _pairs(seed: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    rng = np.random.default_rng(seed)
    weight = rng.normal(0, 4, 20_000)
    truth = 1 / (1 + np.exp(-(weight - 1) * 0.8))
    return weight, truth, rng.random(20_000)


@pytest.mark.parametrize("seed", range(3))
def test_the_table_comes_near_to_the_truth_on_pairs_it_did_not_see(seed: int) -> None:
    weight, truth, chance = _pairs(seed)
    fitted = fit_calibration(weight, chance < truth)
    other_weight, other_truth, other_chance = _pairs(seed + 100)
    assert float(np.abs(fitted(other_weight) - other_truth).mean()) < 0.02
    assert calibration_error(fitted(other_weight), other_chance < other_truth) < 0.02


def test_more_weight_is_never_less_probable() -> None:
    weight, truth, chance = _pairs(1)
    fitted = fit_calibration(weight, chance < truth)
    stated = fitted(np.sort(weight))
    assert (np.diff(stated) >= 0).all()
    assert 0 < stated[0] < 0.05
    assert 0.95 < stated[-1] < 1


def test_a_table_comes_back_from_json() -> None:
    fitted = fit_calibration(np.array([1.0, 2.0, 3.0]), np.array([False, True, True]))
    assert Calibration.from_json(fitted.as_json()) == fitted


@pytest.mark.parametrize(
    ("weights", "probabilities"),
    [([1.0, 2.0], [0.5]), ([2.0, 1.0], [0.1, 0.2]), ([1.0, 2.0], [0.2, 0.1]), ([], [])],
)
def test_a_table_that_falls_or_is_torn_is_refused(
    weights: list[float], probabilities: list[float]
) -> None:
    with pytest.raises(ValueError, match="calibration"):
        Calibration.from_json({"weights": weights, "probabilities": probabilities})


def test_nothing_to_fit_on_is_said() -> None:
    with pytest.raises(ValueError, match="no pair"):
        fit_calibration(np.array([]), np.array([], np.bool_))


def test_equal_weights_give_one_step() -> None:
    fitted = fit_calibration(np.full(100, 2.0), np.arange(100) < 50)
    assert fitted.weights == (2.0,)


def test_the_error_is_the_gap_of_each_bin_weighed_by_its_pairs() -> None:
    matched = np.array([True, False])
    assert calibration_error(np.array([1.0, 0.0]), matched) == 0
    assert calibration_error(np.array([0.9, 0.3]), matched) == pytest.approx(0.2)
    assert calibration_error(np.array([0.42, 0.48]), matched) == pytest.approx(0.05)
    assert calibration_error(np.array([]), np.array([], np.bool_)) == 0
