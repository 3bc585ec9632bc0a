"""The levels of whole columns of pairs: what `evidence.gather` says of each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Codes, Flags, Ints, Words
from ppit_matching.linking.columns import Columns, Values
from ppit_matching.linking.date_codes import Dates, date_codes
from ppit_matching.linking.keys import hashes_of, mixed_arrays
from ppit_matching.linking.name_codes import (
    STRONG_CODES,
    NameCodes,
    family_columns,
    given_columns,
    middle_codes,
)
from ppit_matching.linking.other_codes import text_codes
from ppit_matching.linking.place_codes import Places, place_codes, places_of
from ppit_matching.linking.reading_places import PlaceColumns
from ppit_matching.linking.turned_names import swapped
from ppit_matching.scoring.evidence import CONTRADICTIONS
from ppit_matching.scoring.levels import DateLevel, NameLevel
from ppit_matching.scoring.name_levels import ORDER

SWAPPED = np.int8(ORDER[NameLevel.SWAPPED])
AGREES, DISAGREES = np.int8(1), np.int8(2)
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


def levels_of(prepared: Prepared, ours: Ints, theirs: Ints) -> Levels:
    """Compare the records `ours[i]` and `theirs[i]` in every field."""
    columns = prepared.columns
    given, family = _names(columns, ours, theirs)
    middle = middle_codes(columns.names, columns.given[ours], columns.given[theirs])
    return Levels(
        given,
        family,
        born_codes(prepared, ours, theirs),
        place_codes(prepared.places, ours, theirs),
        {**simple_codes(columns, ours, theirs), "middle": middle},
        {name: text_codes(values, ours, theirs) for name, values in columns.others.items()},
    )


def simple_codes(columns: Columns, ours: Ints, theirs: Ints) -> dict[str, Codes]:
    """Compare the fields that agree or do not, but for middle names."""
    sex = _agreement(columns.sex, ours, theirs)
    sex[_joint(columns, ours, theirs)] = 0
    return {
        "phone": _agreement(columns.phone, ours, theirs),
        "email": _agreement(columns.email, ours, theirs),
        "national_insurance": _agreement(columns.national_insurance, ours, theirs),
        "sex": sex,
        "generation": _agreed(columns.generation[ours], columns.generation[theirs]),
    }


def _joint(columns: Columns, ours: Ints, theirs: Ints) -> Flags:
    return columns.joint[ours] | columns.joint[theirs]


def _agreement(values: Values, ours: Ints, theirs: Ints) -> Codes:
    if len(values.texts) == 1:
        return np.zeros(len(ours), np.int8)
    return _agreed(values.codes[ours], values.codes[theirs])


def _agreed(one: Ints | Codes, two: Ints | Codes) -> Codes:
    return np.where((one == 0) | (two == 0), 0, np.where(one == two, AGREES, DISAGREES)).astype(
        np.int8
    )


def born_codes(prepared: Prepared, ours: Ints, theirs: Ints) -> Codes:
    """Compare dates of birth; what contradicts a joint record may be of the other of the two."""
    born = prepared.columns.born
    year, month, day = prepared.dates
    dates = Dates(year, month, day)
    one, two = born[ours], born[theirs]
    codes = date_codes(dates, dates)[one]
    unlike = np.flatnonzero(one != two)
    codes[unlike] = date_codes(dates.at(one[unlike]), dates.at(two[unlike]))
    joint = np.flatnonzero(_joint(prepared.columns, ours, theirs))
    codes[joint[np.isin(codes[joint], AGAINST)]] = 0
    return codes


def _names(columns: Columns, ours: Ints, theirs: Ints) -> tuple[NameCodes, NameCodes]:
    names = columns.names
    given_pair = columns.given[ours], columns.given[theirs]
    family_pair = columns.family[ours], columns.family[theirs]
    given = given_columns(names, *given_pair)
    family = family_columns(names, *family_pair)
    doubtful = ~np.isin(given.level, STRONG_CODES) | ~np.isin(family.level, STRONG_CODES)
    rows = np.flatnonzero(doubtful)
    turned = rows[
        swapped(
            names,
            (given_pair[0][rows], given_pair[1][rows]),
            (family_pair[0][rows], family_pair[1][rows]),
        )
    ]
    given.level[turned] = family.level[turned] = SWAPPED
    given.one[turned] = names.first[given_pair[0][turned]]
    given.two[turned] = names.first[given_pair[1][turned]]
    family.one[turned] = names.last[family_pair[0][turned]]
    family.two[turned] = names.last[family_pair[1][turned]]
    return given, family
