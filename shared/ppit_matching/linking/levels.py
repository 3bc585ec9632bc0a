"""The levels of whole columns of pairs: what `evidence.gather` says of each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Codes, Flags, Ints, Longs, Words
from ppit_matching.linking.columns import Columns, Values
from ppit_matching.linking.date_codes import Dates, date_codes
from ppit_matching.linking.key_hashes import hashes_of, mixed_arrays
from ppit_matching.linking.name_codes import (
    IS_STRONG,
    NameCodes,
    family_columns,
    given_columns,
    middle_codes,
)
from ppit_matching.linking.other_codes import text_codes
from ppit_matching.linking.place_codes import Places, may_be_one_door, place_codes, places_of
from ppit_matching.linking.reading_places import PlaceColumns
from ppit_matching.linking.turned_names import swapped
from ppit_matching.scoring.evidence import CONTRADICTIONS
from ppit_matching.scoring.levels import DateLevel, NameLevel
from ppit_matching.scoring.name_levels import ORDER

SWAPPED = np.int8(ORDER[NameLevel.SWAPPED])
AGREES, DISAGREES = np.int8(1), np.int8(2)
Rows = Ints | Longs
AGAINST = np.array([place for place, level in enumerate(DateLevel) if level in CONTRADICTIONS])


@dataclass(frozen=True, slots=True)
class Levels:
    """For each pair, the place of each field's level in its enumeration."""

    given: NameCodes
    family: NameCodes
    born: Codes
    place: Codes
    simple: dict[str, Codes]
    others: dict[str, Codes]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list with what comparing it needs besides its columns."""

    columns: Columns
    places: Places
    dates: tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int16]]


def prepare(columns: Columns) -> Prepared:
    places = places_of(columns.places, _identity(columns.places))
    return Prepared(columns, places, columns.parts_of_dates())


def _identity(places: PlaceColumns) -> Words:
    """Return a number that equal addresses share."""
    hashes = hashes_of(places.texts)
    value = np.zeros(len(places.flat), np.uint64)
    for column in places.columns():
        value = mixed_arrays(value, hashes[column])
    return value


@dataclass(frozen=True, slots=True)
class Begun:
    """What is cheap to say of each pair; names are not yet known to be turned round."""

    given: NameCodes
    family: NameCodes
    born: Codes
    simple: dict[str, Codes]
    near: Flags


def levels_of(prepared: Prepared, ours: Rows, theirs: Rows) -> Levels:
    """Compare the records `ours[i]` and `theirs[i]` in every field."""
    columns = prepared.columns
    ours, theirs = ours.astype(np.int64), theirs.astype(np.int64)
    begun = Begun(
        given_columns(columns.names, columns.given[ours], columns.given[theirs]).whole(),
        family_columns(columns.names, columns.family[ours], columns.family[theirs]).whole(),
        born_codes(prepared, ours, theirs),
        simple_codes(columns, ours, theirs),
        may_be_one_door(prepared.places, ours, theirs),
    )
    return finished(prepared, begun, ours, theirs)


def finished(prepared: Prepared, begun: Begun, ours: Longs, theirs: Longs) -> Levels:
    """Compare what is dear: addresses, names turned round, middle names, the list's own columns."""
    columns = prepared.columns
    _turn_names(columns, begun, ours, theirs)
    middle = middle_codes(columns.names, columns.given[ours], columns.given[theirs])
    return Levels(
        begun.given,
        begun.family,
        begun.born,
        place_codes(prepared.places, ours, theirs, begun.near),
        {**begun.simple, "middle": middle},
        {name: text_codes(values, ours, theirs) for name, values in columns.others.items()},
    )


def simple_codes(columns: Columns, ours: Longs, theirs: Longs) -> dict[str, Codes]:
    """Compare the fields that agree or do not, but for middle names."""
    sex = _agreement(columns.sex, ours, theirs)
    sex[_joint(columns, ours, theirs)] = 0
    return {
        "phone": _agreement(columns.phone, ours, theirs),
        "email": _agreement(columns.email, ours, theirs),
        "national_insurance": _agreement(columns.national_insurance, ours, theirs),
        "sex": sex,
        "generation": _agreed(columns.generation, ours, theirs),
    }


def _joint(columns: Columns, ours: Longs, theirs: Longs) -> Longs:
    """Return the pairs of which one record, or both, are of two people."""
    if not columns.joint.any():
        return np.zeros(0, np.int64)
    return np.flatnonzero(columns.joint[ours] | columns.joint[theirs])


def _agreement(values: Values, ours: Longs, theirs: Longs) -> Codes:
    return _agreed(values.codes, ours, theirs)


def _agreed(values: Ints | Codes, ours: Longs, theirs: Longs) -> Codes:
    """Say of two values, 0 where missing, whether they agree."""
    if not values.any():
        return np.zeros(len(ours), np.int8)
    one, two = values[ours], values[theirs]
    codes = np.where(one == two, AGREES, DISAGREES)
    codes[(one == 0) | (two == 0)] = 0
    return codes


def born_codes(prepared: Prepared, ours: Longs, theirs: Longs) -> Codes:
    """Compare dates of birth; what contradicts a joint record may be of the other of the two."""
    born = prepared.columns.born
    year, month, day = prepared.dates
    dates = Dates(year, month, day)
    one, two = born[ours], born[theirs]
    codes = date_codes(dates, dates)[one]
    unlike = np.flatnonzero(one != two)
    codes[unlike] = date_codes(dates.at(one[unlike]), dates.at(two[unlike]))
    joint = _joint(prepared.columns, ours, theirs)
    codes[joint[np.isin(codes[joint], AGAINST)]] = 0
    return codes


def _turn_names(columns: Columns, begun: Begun, ours: Longs, theirs: Longs) -> None:
    """Mark names that stand the other way round, where nothing as strong was found."""
    given, family = begun.given, begun.family
    names = columns.names
    rows = np.flatnonzero(~(IS_STRONG[given.level] & IS_STRONG[family.level]))
    first = columns.given[ours[rows]], columns.given[theirs[rows]]
    last = columns.family[ours[rows]], columns.family[theirs[rows]]
    found = np.flatnonzero(swapped(names, first, last))
    turned = rows[found]
    given.level[turned] = family.level[turned] = SWAPPED
    given.one[turned], given.two[turned] = (names.first[side[found]] for side in first)
    family.one[turned], family.two[turned] = (names.last[side[found]] for side in last)
