"""How two dates of birth stand, for whole columns: the ladder of `date_levels`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Codes, Flags, Ints
from ppit_matching.scoring.date_levels import GENERATION_YEARS, TWO
from ppit_matching.scoring.levels import DateLevel

CODE = {level: np.int8(place) for place, level in enumerate(DateLevel)}
Numbers = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Dates:
    """Year, month and day of the dates of one side of the pairs; 0 where not known."""

    year: Numbers
    month: Numbers
    day: Numbers

    def at(self, rows: Ints | NDArray[np.int64]) -> "Dates":
        return Dates(self.year[rows], self.month[rows], self.day[rows])

    @property
    def perhaps_year(self) -> Flags:
        return (self.month == 1) & (self.day == 1)


def date_codes(one: Dates, two: Dates) -> Codes:
    """Return the level of each pair of dates."""
    codes = np.zeros(len(one.year), np.int8)
    known = (one.year > 0) & (two.year > 0)
    full = known & (one.day > 0) & (two.day > 0)
    for rows, levels in ((known & ~full, _partial), (full, _full)):
        places = np.flatnonzero(rows)
        codes[places] = levels(one.at(places), two.at(places))
    return codes


def _partial(one: Dates, two: Dates) -> Codes:
    both_months = (one.month > 0) & (two.month > 0)
    same_year = one.year == two.year
    agrees = same_year & (~both_months | (one.month == two.month))
    return np.select(
        [agrees & both_months, agrees, same_year, _generation(one, two)],
        [
            CODE[DateLevel.MONTH_AND_YEAR],
            CODE[DateLevel.PARTIAL],
            CODE[DateLevel.YEAR_ONLY],
            CODE[DateLevel.GENERATION],
        ],
        CODE[DateLevel.DIFFERENT],
    )


def _generation(one: Dates, two: Dates) -> Flags:
    return np.abs(one.year - two.year) >= GENERATION_YEARS


def _full(one: Dates, two: Dates) -> Codes:
    same_year = one.year == two.year
    same_month, same_day = one.month == two.month, one.day == two.day
    same = same_month & same_day
    slip = _one_slip(one.day * 100 + one.month, two.day * 100 + two.month)
    turned = (one.day == two.month) & (one.month == two.day)
    placeholder = one.perhaps_year | two.perhaps_year
    year_slip = same & _one_slip(one.year, two.year)
    digits_apart = _unlike(one.year, two.year) + _unlike(one.month, two.month)
    near = digits_apart + _unlike(one.day, two.day) <= TWO
    return np.select(
        [
            same_year & same & one.perhaps_year,
            same_year & same,
            same_year & turned,
            same_year & placeholder,
            same_year & slip,
            same_year & same_month,
            same_year & same_day,
            same_year,
            year_slip,
            _generation(one, two),
            same,
            near,
        ],
        [
            CODE[level]
            for level in (
                DateLevel.PERHAPS_YEAR,
                DateLevel.EQUAL,
                DateLevel.SWAPPED,
                DateLevel.PERHAPS_YEAR,
                DateLevel.ONE_EDIT,
                DateLevel.MONTH_AND_YEAR,
                DateLevel.TWO_PARTS,
                DateLevel.YEAR_ONLY,
                DateLevel.YEAR_EDIT,
                DateLevel.GENERATION,
                DateLevel.TWO_PARTS,
                DateLevel.TWO_EDITS,
            )
        ],
        CODE[DateLevel.DIFFERENT],
    )


def _digits(number: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    thousands, rest = np.divmod(number, 1000)
    hundreds, rest = np.divmod(rest, 100)
    tens, ones = np.divmod(rest, 10)
    return thousands, hundreds, tens, ones


def _unlike(one: Numbers, two: Numbers) -> NDArray[np.int8]:
    """Count the places of four in which the digits differ."""
    pairs = zip(_digits(one), _digits(two), strict=True)
    return np.sum([left != right for left, right in pairs], axis=0, dtype=np.int8)


def _one_slip(one: Numbers, two: Numbers) -> Flags:
    """Tell where four digits differ in one, or in two neighbours turned round."""
    ours, theirs = _digits(one), _digits(two)
    unlike = _unlike(one, two)
    # Two neighbours turned round leave exactly two digits unlike.
    return (unlike <= 1) | ((unlike == TWO) & _turned_neighbours(ours, theirs))


def _turned_neighbours(ours: tuple[Numbers, ...], theirs: tuple[Numbers, ...]) -> Flags:
    found = np.zeros(len(ours[0]), np.bool_)
    for place in range(3):
        cross = (ours[place] == theirs[place + 1]) & (ours[place + 1] == theirs[place])
        found |= cross & (ours[place] != theirs[place])
    return found
