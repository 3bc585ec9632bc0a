"""Pairs left uncompared: none that the whole comparison would keep, and most of the strangers."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from ppit_matching.linking.keys import keys_of
from ppit_matching.linking.levels import levels_of, prepare
from ppit_matching.linking.link import Linkage, link
from ppit_matching.linking.pairs import candidate_pairs
from ppit_matching.linking.rarity import rarity_of, word_bits
from ppit_matching.linking.reach import reachable
from ppit_matching.linking.texts import PeopleTexts
from ppit_matching.linking.training import Trained
from ppit_matching.linking.weigh import others_of, probabilities, weights_of
from ppit_matching.scoring.default import MODEL
from ppit_synthetic.chronicle import make_chronicle
from tests.benchmarks.households import Errors, make_households
from tests.unit.matching.linking.samples import odd_people

CALIBRATED = ((-8.0, -6.0), (0.0, 1.0), (9.0, 5.0))


@cache
def _households(errors: Errors) -> Linkage:
    return link(make_households(11, 6_000, errors).people)


def lost_and_dropped(
    linkage: Linkage, *, default: bool, calibrated: bool
) -> tuple[int, int, float]:
    """Return how many possible pairs are not reachable, how many are possible, and the share of
    those not possible that is dropped unseen.
    """
    columns = linkage.columns
    model = MODEL if default else linkage.model
    model = replace(model, calibration=CALIBRATED) if calibrated else model
    trained = Trained(model, linkage.others)
    prepared, bits = prepare(columns), word_bits(columns.names, model.shares)
    ours, theirs = candidate_pairs(keys_of(columns), columns.records).sides()
    levels = levels_of(prepared, ours, theirs)
    weight = weights_of(levels, rarity_of(levels, bits), model)
    weight = weight + others_of(columns, levels, ours, trained.others)
    possible = np.flatnonzero(probabilities(weight, model) >= model.bounds.possible)
    pair = ours.astype(np.int64), theirs.astype(np.int64)
    found = reachable(prepared, pair, bits, trained).rows
    assert np.all(np.diff(found) > 0)
    strangers = len(ours) - len(possible)
    dropped = (len(ours) - len(found)) / max(1, strangers)
    return len(np.setdiff1d(possible, found)), len(possible), dropped


@pytest.mark.parametrize("calibrated", [False, True])
@pytest.mark.parametrize("default", [False, True])
@pytest.mark.parametrize("errors", list(Errors))
def test_no_possible_pair_of_households_is_dropped_and_many_strangers_are(
    errors: Errors, *, default: bool, calibrated: bool
) -> None:
    linkage = _households(errors)
    lost, possible, dropped = lost_and_dropped(linkage, default=default, calibrated=calibrated)
    assert lost == 0
    assert possible > 1_000
    assert dropped > 0.4


def test_no_possible_pair_is_dropped_where_a_list_has_columns_of_its_own() -> None:
    lost, possible, _ = lost_and_dropped(
        link(make_chronicle(4, 80).people), default=False, calibrated=False
    )
    assert lost == 0
    assert possible > 0


def test_no_possible_pair_of_odd_people_is_dropped() -> None:
    lost, possible, _ = lost_and_dropped(link(odd_people()), default=True, calibrated=False)
    assert lost == 0
    assert possible > 0


def test_names_turned_round_are_never_dropped() -> None:
    people = PeopleTexts(
        4,
        given=["Martin", "Hargreaves-Cole", "Bill", "James"],
        family=["Hargreaves Cole", "Martin", "James", "William"],
        date_of_birth=["1950-03-02", "1950-03-02", "1961-07-08", "1961-07-08"],
    )
    lost, possible, _ = lost_and_dropped(link(people), default=True, calibrated=False)
    assert lost == 0
    assert possible > 0
