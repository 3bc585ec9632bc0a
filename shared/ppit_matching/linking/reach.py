"""Which pairs can still be possible: what is dear to compare is compared for these alone.

Most candidates are strangers. Dates, telephones and given names are cheap, so each pair is first
given these and the most that family names and addresses could add; a pair that is not possible
even so is dropped before they are compared. No pair that the whole comparison keeps is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np

from ppit_matching.linking.arrays import Codes, Flags, Floats, Ints, Longs, Ragged
from ppit_matching.linking.fields import AGREES, SIMPLE_FIELDS
from ppit_matching.linking.levels import Begun, Prepared, born_codes, simple_codes
from ppit_matching.linking.name_codes import (
    NameCodes,
    NamesCompared,
    family_columns,
    given_columns,
)
from ppit_matching.linking.place_codes import may_be_one_door
from ppit_matching.linking.rarity import WordBits, rarity_bits, value_bits
from ppit_matching.linking.training import Trained
from ppit_matching.linking.turned_names import may_be_swapped
from ppit_matching.linking.weigh import SLACK, least_weight
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import Weights

L = TypeVar("L", bound=StrEnum)
AT_THE_DOOR = (PlaceLevel.DOOR, PlaceLevel.BUILDING)


@dataclass(frozen=True, slots=True)
class Reached:
    """The places of the pairs that may turn out possible, in order, and what is known of these."""

    rows: Longs
    begun: Begun


@dataclass(frozen=True, slots=True)
class _Cheap:
    """What is cheap to say of each pair, and the family names of its records."""

    place: Floats
    born: Codes
    simple: dict[str, Codes]
    given: NamesCompared
    borne: tuple[Ints, Ints]

    def at(self, rows: Longs) -> "_Cheap":
        simple = {name: codes[rows] for name, codes in self.simple.items()}
        given = NamesCompared(self.given.distinct, self.given.places[rows])
        borne = self.borne[0][rows], self.borne[1][rows]
        return _Cheap(self.place[rows], self.born[rows], simple, given, borne)


@dataclass(frozen=True, slots=True)
class _Side:
    """One table of weights: the pairs that it may be read for, and the bits of each so far."""

    weights: Weights
    rows: Longs
    bits: Floats
    family: Floats


def reachable(
    prepared: Prepared, pairs: tuple[Longs, Longs], bits: WordBits, trained: Trained
) -> Reached:
    """Find the pairs that may turn out possible; none that does is lost.

    `pairs`: the records of each pair side by side.
    """
    ours, theirs = pairs
    columns = prepared.columns
    near = may_be_one_door(prepared.places, ours, theirs)
    spoken = columns.given[ours], columns.given[theirs]
    borne = columns.family[ours], columns.family[theirs]
    turned = may_be_swapped(columns.names, spoken, borne)
    simple = simple_codes(columns, ours, theirs)
    homes = near | (simple["phone"] == AGREES)
    place = _most_of_places(prepared, pairs, homes, trained)
    born = born_codes(prepared, ours, theirs)
    given = given_columns(columns.names, *spoken)
    cheap = _Cheap(place, born, simple, given, borne)
    at_home = np.flatnonzero(homes)
    sides = [
        _side(prepared, trained.model.strangers, cheap, bits),
        # The household's table is read of one home only.
        replace(_side(prepared, trained.model.household, cheap.at(at_home), bits), rows=at_home),
    ]
    least = least_weight(trained.model, trained.model.bounds.possible) - SLACK
    rows = np.flatnonzero(turned | _may(sides, [side.family for side in sides], least))
    family = family_columns(columns.names, borne[0][rows], borne[1][rows])
    sides = [_among(side, rows, len(ours)) for side in sides]
    exact = [
        _of_names(side.weights, side.weights.family, family.distinct, bits.family)[
            family.places[side.rows]
        ]
        for side in sides
    ]
    found = np.flatnonzero(turned[rows] | _may(sides, exact, least))
    rows = rows[found]
    kept = {name: codes[rows] for name, codes in simple.items()}
    begun = Begun(given.at(rows), family.at(found), born[rows], kept, near[rows])
    return Reached(rows, begun)


def _side(prepared: Prepared, weights: Weights, cheap: _Cheap, bits: WordBits) -> _Side:
    """Add up what one table of weights says of all pairs given."""
    names = _of_names(weights, weights.given, cheap.given.distinct, bits.given)
    said = cheap.place + _said(weights, cheap.born, cheap.simple) + names[cheap.given.places]
    family = _most_of_families(weights, prepared, cheap.borne, bits)
    return _Side(weights, np.arange(len(said)), said, family)


def _may(sides: list[_Side], family: list[Floats], least: float) -> Flags:
    """Tell which pairs reach the least weight by either table; the first is for all of them."""
    may = [side.bits + added >= least for side, added in zip(sides, family, strict=True)]
    may[0][sides[1].rows[may[1]]] = True
    return may[0]


def _among(side: _Side, rows: Longs, total: int) -> _Side:
    """Leave the pairs in `rows`, of `total` pairs, numbered by their places there."""
    place = np.full(total, -1)
    place[rows] = np.arange(len(rows))
    now = place[side.rows]
    kept = np.flatnonzero(now >= 0)
    return _Side(side.weights, now[kept], side.bits[kept], side.family[kept])


def _said(weights: Weights, born: Codes, simple: Mapping[str, Codes]) -> Floats:
    """Return the bits of dates and of the simple fields, the most that those not given may add."""
    found = bits_of(weights.born, DateLevel)[born]
    for name in SIMPLE_FIELDS:
        table: Mapping[OtherLevel, float] = getattr(weights, name)
        if name not in simple:
            found += max(table.values())
        elif simple[name].any():
            found += bits_of(table, OtherLevel)[simple[name]]
    return found


def bits_of(weights: Mapping[L, float], levels: Iterable[L]) -> Floats:
    return np.array([weights[level] for level in levels], np.float64)


def _of_names(
    weights: Weights, table: Mapping[NameLevel, float], match: NameCodes, bits: Floats
) -> Floats:
    found = bits_of(table, NameLevel)[match.level]
    return found + rarity_bits(match, bits) if weights.by_rarity else found


def _most_of_places(
    prepared: Prepared, pairs: tuple[Longs, Longs], home: Flags, trained: Trained
) -> Floats:
    """Return the most that a home and columns of the list's own can add."""
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
    return np.where(home, nearest, most) + added


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
