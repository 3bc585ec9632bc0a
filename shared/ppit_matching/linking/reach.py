"""Which pairs can still be possible: what is dear to compare is compared for these alone.

Most candidates are strangers. Dates, telephones and given names are cheap, so each pair is first
given these and the most that family names and addresses could add; a pair that is not possible
even so is dropped before they are compared. No pair that the whole comparison keeps is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np

from ppit_matching.linking.arrays import Flags, Floats, Ints, Longs, Ragged
from ppit_matching.linking.fields import SIMPLE_FIELDS
from ppit_matching.linking.levels import Prepared, born_codes, simple_codes
from ppit_matching.linking.name_codes import (
    NameCodes,
    family_columns,
    given_columns,
)
from ppit_matching.linking.place_codes import may_be_one_door
from ppit_matching.linking.rarity import WordBits, rarity_bits, value_bits
from ppit_matching.linking.training import Trained
from ppit_matching.linking.turned_names import may_be_swapped
from ppit_matching.linking.weigh import probabilities
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import Weights

L = TypeVar("L", bound=StrEnum)
# Sums in another order differ in their last places.
SLACK = 1e-6
AT_THE_DOOR = (PlaceLevel.DOOR, PlaceLevel.BUILDING)


@dataclass(frozen=True, slots=True)
class _Side:
    """One table of weights: the bits of each pair so far, and of its family names at most."""

    weights: Weights
    bits: Floats
    family: Floats


def reachable(
    prepared: Prepared, pairs: tuple[Ints, Ints], bits: WordBits, trained: Trained
) -> Longs:
    """Return the places of the pairs that may turn out possible, in order; none that is, is left.

    `pairs`: the records of each pair side by side.
    """
    ours, theirs = pairs
    columns = prepared.columns
    door = may_be_one_door(prepared.places, ours, theirs)
    place = _most_of_places(prepared, pairs, door, trained)
    spoken = columns.given[ours], columns.given[theirs]
    borne = columns.family[ours], columns.family[theirs]
    turned = may_be_swapped(columns.names, spoken, borne)
    simple = simple_codes(columns, ours, theirs)
    born = born_codes(prepared, ours, theirs)
    given = given_columns(columns.names, *spoken)
    sides = [
        _Side(
            weights,
            place
            + bits_of(weights.born, DateLevel)[born]
            + sum(bits_of(getattr(weights, name), OtherLevel)[simple[name]] for name in simple)
            + sum(
                max(getattr(weights, name).values()) for name in SIMPLE_FIELDS if name not in simple
            )
            + _of_names(weights, weights.given, given, bits.given),
            _most_of_families(weights, prepared, borne, bits),
        )
        for weights in (trained.model.strangers, trained.model.household)
    ]
    kept = turned | _may(sides, door, trained, [side.family for side in sides])
    rows = np.flatnonzero(kept)
    family = family_columns(columns.names, borne[0][rows], borne[1][rows])
    sides = [_Side(side.weights, side.bits[rows], side.family[rows]) for side in sides]
    exact = [_of_names(side.weights, side.weights.family, family, bits.family) for side in sides]
    return rows[turned[rows] | _may(sides, door[rows], trained, exact)]


def _may(sides: list[_Side], door: Flags, trained: Trained, family: list[Floats]) -> Flags:
    strangers, household = (
        side.bits + added + SLACK for side, added in zip(sides, family, strict=True)
    )
    weight = np.where(door, np.maximum(strangers, household), strangers)
    return probabilities(weight, trained.model) >= trained.model.bounds.possible


def bits_of(weights: Mapping[L, float], levels: Iterable[L]) -> Floats:
    return np.array([weights[level] for level in levels], np.float64)


def _of_names(
    weights: Weights, table: Mapping[NameLevel, float], match: NameCodes, bits: Floats
) -> Floats:
    found = bits_of(table, NameLevel)[match.level]
    return found + rarity_bits(match, bits) if weights.by_rarity else found


def _most_of_places(
    prepared: Prepared, pairs: tuple[Ints, Ints], door: Flags, trained: Trained
) -> Floats:
    """Return the most that address and columns of the list's own can add."""
    model, postcode = trained.model, prepared.places.columns.postcode
    one, two = postcode[pairs[0]], postcode[pairs[1]]
    apart = max(
        bits
        for level, bits in model.place.items()
        if level not in {*AT_THE_DOOR, PlaceLevel.POSTCODE}
    )
    same = model.place[PlaceLevel.POSTCODE]
    nearest = max(*model.place.values(), model.at_same_place, 0.0)
    most = np.where((one == two) & (one > 0), same, apart)
    added = sum(
        max(trained.others[name].values()) + float(value_bits(values).max(initial=0))
        for name, values in prepared.columns.others.items()
    )
    return np.where(door, nearest, most) + added


def _most_of_families(
    weights: Weights, prepared: Prepared, borne: tuple[Ints, Ints], bits: WordBits
) -> Floats:
    """Return the most that two family names can be worth; the very same ones are EQUAL."""
    unlike = max(
        value
        for level, value in weights.family.items()
        if level not in {NameLevel.EQUAL, NameLevel.SWAPPED}
    )
    level = np.where(borne[0] == borne[1], max(weights.family[NameLevel.EQUAL], unlike), unlike)
    if not weights.by_rarity:
        return level
    names = prepared.columns.names
    rarest = np.maximum(_rarest(names.family, bits.family), _rarest(names.former, bits.family))
    return level + np.minimum(rarest[borne[0]], rarest[borne[1]])


def _rarest(names: Ragged, bits: Floats) -> Floats:
    """Return the bits of each name's rarest word."""
    found = np.zeros(len(names.starts) - 1, np.float64)
    filled = np.flatnonzero(np.diff(names.starts))
    if len(filled):
        found[filled] = np.maximum.reduceat(bits[names.values], names.starts[filled])
    return found
