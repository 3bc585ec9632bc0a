"""Bits of each level from learnt shares, held where too few pairs would say what cannot be."""

from enum import StrEnum
from typing import TypeVar

import numpy as np

from ppit_matching.linking.expectation import Learnt
from ppit_matching.linking.fields import SIMPLE_FIELDS, Shares
from ppit_matching.linking.other_codes import TextLevel
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel
from ppit_matching.scoring.model import Weights

STRONGEST, WEAKEST = 24.0, -14.0
SEX_AGREES_AT_MOST, OTHER_DAY_AT_MOST = 0.5, -2.0
L = TypeVar("L", bound=StrEnum)


def weights_from(learnt: Learnt, *, by_rarity: bool) -> Weights:
    """Turn shares into bits, each within what its level may say."""
    simple = {name: _agreement(learnt.weights(name)) for name in SIMPLE_FIELDS}
    simple["sex"][OtherLevel.AGREES] = min(simple["sex"][OtherLevel.AGREES], SEX_AGREES_AT_MOST)
    return Weights(
        given=ladder(learnt.weights("given"), NameLevel) | {NameLevel.SWAPPED: 0.0},
        family=ladder(learnt.weights("family"), NameLevel),
        born=_born(learnt.weights("born")),
        by_rarity=by_rarity,
        **simple,
    )


def _levels(bits: Shares, levels: type[L]) -> dict[L, float]:
    return {
        level: float(np.clip(bits[place], WEAKEST, STRONGEST)) for place, level in enumerate(levels)
    }


def other_table(bits: Shares) -> dict[TextLevel, float]:
    """Never let another value speak for one person, however seldom it was seen."""
    found = _levels(bits, TextLevel)
    found[TextLevel.DIFFERENT] = min(found[TextLevel.DIFFERENT], 0.0)
    return found


def ladder(bits: Shares, levels: type[L]) -> dict[L, float]:
    """Hold the ends of a ladder in their places: the last level never speaks for one person."""
    found = _levels(bits, levels)
    last = list(levels)[-1]
    found[last] = min(found[last], 0.0)
    return {level: max(weight, found[last]) if level else 0.0 for level, weight in found.items()}


def _born(bits: Shares) -> dict[DateLevel, float]:
    """Never let another date of birth speak for one person, however many namesakes a list has."""
    found = ladder(bits, DateLevel)
    found[DateLevel.DIFFERENT] = min(found[DateLevel.DIFFERENT], OTHER_DAY_AT_MOST)
    return found


def _agreement(bits: Shares) -> dict[OtherLevel, float]:
    found = _levels(bits, OtherLevel)
    found[OtherLevel.AGREES] = max(found[OtherLevel.AGREES], 0.0)
    found[OtherLevel.DISAGREES] = min(found[OtherLevel.DISAGREES], 0.0)
    return found
