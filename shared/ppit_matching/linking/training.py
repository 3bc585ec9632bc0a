"""A model learnt from the list itself, without labels: m and u of every level, and rarities."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np

from ppit_matching.linking.arrays import Codes, Flags, Floats
from ppit_matching.linking.expectation import (
    Beliefs,
    Learnt,
    learn_all,
    learn_beside,
    normalised,
    share_of,
)
from ppit_matching.linking.fields import AGREES, BORN_EQUAL, DOOR, NAME_EQUAL, SIMPLE_FIELDS, Shares
from ppit_matching.linking.learnt_weights import ladder, other_table, weights_from
from ppit_matching.linking.other_codes import OtherBits, OtherTables, TextLevel
from ppit_matching.linking.patterns import Patterns, patterns_of
from ppit_matching.linking.rarity import IS_RARE
from ppit_matching.linking.texts import ADDRESS_PART
from ppit_matching.names.rarity import NameShares
from ppit_matching.scoring.learnt import LEARNT
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import Model, Weights

VERSION = "fs-3-learnt"
# Below these nothing is learnt: a hundred pairs of one person tell more than an estimate does.
FEWEST_RECORDS, FEWEST_MATCHES, FEWEST_AT_DOORS = 200, 50.0, 300
SWAPPED = list(NameLevel).index(NameLevel.SWAPPED)
# Of the pairs at one door, those that are one person in a list without households.
ALONE = 0.9
MOST_TWINS, MOST_NAMESAKES = 0.15, 0.3
# A father's name is his son's in some home of any list, though learning may take both for one.
FEWEST_NAMESAKES = 0.001
OTHER_BITS = np.array([0.0, 2.0, 1.5, 0.5, -1.5])
OTHER_GUESS = np.array([0.0, 0.55, 0.12, 0.15, 0.18])
GUESS = OtherTables(
    dict(zip(TextLevel, (0.0, 0.0, 3.0, 1.0, -1.0), strict=True)),
    dict(zip(TextLevel, (0.0, 2.0, 1.5, 0.5, -1.5), strict=True)),
)
NOTHING = OtherTables(dict.fromkeys(TextLevel, 0.0), dict.fromkeys(TextLevel, 0.0))
# Errors in these do not depend on where somebody lives; telephones and addresses change with it.
TYPED_ALIKE = ("given", "family", "born", "sex", "middle", "generation", "national_insurance")
PART = f"other:{ADDRESS_PART}"
L = TypeVar("L", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What training sees: levels of candidate pairs, their rarity, what chance alone would give.

    `scale`: how many candidate pairs each pair of the lesson stands for.
    """

    fields: Mapping[str, Codes]
    bits: Floats
    random: Mapping[str, Shares]
    universe: float
    scale: float
    shares: NameShares
    same_given: float
    same_family: float
    fashion: float


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, the bits of columns that it does not know, and what there is to say about it."""

    model: Model
    others: OtherBits
    notes: tuple[str, ...] = ()


def train(lesson: Lesson, default: Model, records: int) -> Trained:
    """Learn a model from a lesson; the default one, and a note, where there is too little."""
    others = {
        name[6:]: NOTHING if name.startswith(PART) else GUESS
        for name in lesson.fields
        if name.startswith("other:")
    }
    if records < FEWEST_RECORDS:
        note = f"too few records to learn from ({records}): weighed by the estimated model"
        return Trained(default, others, (note,))
    patterns = patterns_of(lesson.fields, lesson.bits)
    patterns = replace(patterns, counts=patterns.counts * lesson.scale)
    at_door = patterns.codes["place"] == DOOR
    household = _learn_household(patterns.only(at_door).without(PART), default)
    # Where people live together, an address speaks of the house and not of the person.
    if household.matches >= ALONE * max(float(patterns.counts[at_door].sum()), FEWEST_AT_DOORS):
        household = _learn_household(patterns.only(at_door), default)
    else:
        patterns = patterns.without(PART)
    random = _rare_to_shares(lesson)
    beliefs = _beliefs(random, default, 0.5 * records / lesson.universe)
    if _is_learnt(household):
        beliefs = _as_at_doors(beliefs, household)
    strangers = patterns.only(~at_door & ~_home_by_phone(patterns))
    learnt = learn_beside(strangers, beliefs, lesson.random, lesson.universe)
    matches = learnt.matches + household.matches
    if matches < FEWEST_MATCHES:
        note = "hardly two records look like one person: weighed by the estimated model"
        return Trained(default, others, (note,))
    return _trained(lesson, default, (learnt, household, patterns.only(at_door)), records)


def _home_by_phone(patterns: Patterns) -> Flags:
    """Mark the pairs that are not weighed by the strangers' table though they share no door."""
    codes = patterns.codes
    same = (codes["given"] == NAME_EQUAL) & (codes["born"] == BORN_EQUAL)
    return (codes["phone"] == AGREES) & ~same


def _rare_to_shares(lesson: Lesson) -> dict[str, Shares]:
    """Turn the share of a rare level into how many times the name's own share it is."""
    random = {name: shares.copy() for name, shares in lesson.random.items()}
    for name, same in (("given", lesson.same_given), ("family", lesson.same_family)):
        random[name][IS_RARE] /= max(same, 1e-6)
        # Names that are swapped agree by chance as both names' shares say.
        random[name][SWAPPED] = 1.0
    for name, shares in random.items():
        if name.startswith("other:") and not name.startswith(PART):
            shares[1] = 1.0
    return random


def _beliefs(random: Mapping[str, Shares], default: Model, share: float) -> Beliefs:
    """Begin with what the default model holds likely."""
    weights = _bits_of(default.strangers) | {"place": _by_place(default.place, PlaceLevel)}
    weights["place"][DOOR] = 0.0
    bits = {name: weights.get(name, OTHER_BITS) for name in random}
    same = {name: normalised(shares * np.exp2(bits[name])) for name, shares in random.items()}
    for name in random:
        if name.startswith("other:"):
            same[name] = OTHER_GUESS
        if name.startswith(PART):
            # Neighbours share these: nothing is held of them until the rest has told people apart.
            bits[name] = np.zeros(len(TextLevel))
    return Beliefs(bits, same, random, share)


def _is_learnt(household: Learnt) -> bool:
    enough = household.matches >= FEWEST_MATCHES
    return enough and household.shares_learnt and _tells_people_apart(household)


def _as_at_doors(beliefs: Beliefs, household: Learnt) -> Beliefs:
    """Hold that names and dates are mistyped away from home as they are at home.

    At one door two people are told apart well; away from it chance namesakes outnumber those who
    moved in a long list, and would be learnt as badly typed pairs of one person.
    """
    same = dict(beliefs.same) | {name: household.same[name] for name in TYPED_ALIKE}
    return replace(beliefs, same=same, strength=dict.fromkeys(TYPED_ALIKE, household.matches))


def _bits_of(weights: Weights) -> dict[str, Shares]:
    return {
        "given": _by_place(weights.given, NameLevel),
        "family": _by_place(weights.family, NameLevel),
        "born": _by_place(weights.born, DateLevel),
        **{name: _by_place(getattr(weights, name), OtherLevel) for name in SIMPLE_FIELDS},
    }


def _by_place(weights: Mapping[L, float], levels: type[L]) -> Shares:
    return np.array([weights[level] for level in levels], np.float64)


def _learn_household(patterns: Patterns, default: Model) -> Learnt:
    """Learn both m and u among pairs at one door, where all pairs are looked at."""
    fields = {name: codes for name, codes in patterns.codes.items() if name != "place"}
    inside = Patterns(fields, np.zeros(len(patterns.bits)), patterns.counts)
    weights = _bits_of(default.household)
    bits = {name: weights.get(name, OTHER_BITS) for name in fields}
    same: dict[str, Shares] = {}
    random: dict[str, Shares] = {}
    for name, codes in fields.items():
        seen = np.bincount(codes, weights=patterns.counts, minlength=len(bits[name]))
        random[name] = normalised((seen + 0.5) / (1 + np.exp2(bits[name])))
        same[name] = normalised(random[name] * np.exp2(bits[name]))
    beliefs = Beliefs(bits, same, random, 0.3)
    found = learn_all(inside, beliefs)
    if not _tells_people_apart(found):
        return share_of(inside, bits, 0.5)
    given = found.random["given"].copy()
    given[NAME_EQUAL] = max(given[NAME_EQUAL], FEWEST_NAMESAKES)
    return replace(found, random={**found.random, "given": given})


def _tells_people_apart(found: Learnt) -> bool:
    """Refuse a model by which two people of one house mostly share a birthday or a first name.

    That is what comes out of a list without households: clean doubles against badly typed ones.
    """
    return (
        found.random["born"][BORN_EQUAL] < MOST_TWINS
        and found.random["given"][NAME_EQUAL] < MOST_NAMESAKES
    )


def _trained(
    lesson: Lesson, default: Model, found: tuple[Learnt, Learnt, Patterns], records: int
) -> Trained:
    learnt, household, doors = found
    share = (learnt.matches + household.matches) / lesson.universe
    prior = float(np.log2(share / (1 - share)))
    strangers = weights_from(learnt, by_rarity=True)
    at_doors = float(doors.counts.sum())
    believed = (
        at_doors >= FEWEST_AT_DOORS
        and at_doors - household.matches >= FEWEST_MATCHES
        and _tells_people_apart(household)
    )
    inside = weights_from(household, by_rarity=False) if believed else default.household
    model = Model(
        version=VERSION,
        prior_bits=prior,
        strangers=strangers,
        household=inside,
        place=_places(learnt, household, prior, default),
        shares=lesson.shares,
        fashion_bits=lesson.fashion,
        bounds=default.bounds,
        calibration=LEARNT.calibration,
        figures={
            "records": records,
            "pairs": float(lesson.scale * len(lesson.bits)),
            "iterations": learnt.iterations,
            "log_likelihood": round(learnt.log_likelihood, 1),
            "matches": round(learnt.matches + household.matches, 1),
            "matches_at_one_door": round(household.matches, 1),
            "pairs_at_one_door": at_doors,
        },
    )
    others = {
        name[6:]: OtherTables(
            other_table(learnt.weights(name)), other_table(household.weights(name))
        )
        if name in learnt.same
        else NOTHING
        for name in lesson.fields
        if name.startswith("other:")
    }
    return Trained(model, others)


def _places(
    learnt: Learnt, household: Learnt, prior: float, default: Model
) -> dict[PlaceLevel, float]:
    found = ladder(learnt.weights("place"), PlaceLevel)
    odds = household.share / (1 - household.share)
    at_door = float(np.log2(odds)) - prior if household.matches else default.place[PlaceLevel.DOOR]
    found[PlaceLevel.DOOR] = at_door
    return found
