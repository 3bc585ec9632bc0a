"""How two dates of birth stand, for whole columns: the ladder of `date_levels`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Codes, Flags, Ints
from ppit_matching.scoring.date_levels import GENERATION_YEARS, TWO
from ppit_matching.scoring.levels import DateLevel

CODE = {level: np.int8(place) for place, level in enumerate(DateLevel)}
Numbers = NDArray[np.int16]
Nibbles = NDArray[np.int32]
_NIBBLES = np.array([int(f"{number:04d}", 16) for number in range(10_000)], np.int32)


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
    return _first_true(
        [agrees & both_months, agrees, same_year, _generation(one, two)],
        [
            CODE[DateLevel.MONTH_AND_YEAR],
            CODE[DateLevel.PARTIAL],
            CODE[DateLevel.YEAR_ONLY],
            CODE[DateLevel.GENERATION],
        ],
    )


def _generation(one: Dates, two: Dates) -> Flags:
    return np.abs(one.year - two.year) >= GENERATION_YEARS


def _full(one: Dates, two: Dates) -> Codes:
    same_year = one.year == two.year
    same_month, same_day = one.month == two.month, one.day == two.day
    same = same_month & same_day
    days = _nibbles(one.day * 100 + one.month), _nibbles(two.day * 100 + two.month)
    years = _nibbles(one.year), _nibbles(two.year)
    slip = _one_slip(*days)
    turned = (one.day == two.month) & (one.month == two.day)
    placeholder = one.perhaps_year | two.perhaps_year
    edited = _one_slip(*years)
    near = (edited | (np.abs(one.year - two.year) == 1)) & (same_month | same_day)
    turned_year = edited & (_unlike(*years) == TWO)
    return _first_true(
        [
            same_year & same & one.perhaps_year,
            same_year & same,
            same_year & turned,
            same_year & placeholder,
            same_year & slip,
            same_year & same_month,
            same_year & same_day,
            same_year,
            same & edited,
            _generation(one, two) & ~(near & turned_year),
            same,
            near | (_unlike(*years) + _unlike(*days) <= TWO),
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
    )


def _first_true(flags: list[Flags], codes: list[np.int8]) -> Codes:
    """Return the code of the first flag that is set; DIFFERENT where none is."""
    found = np.full(len(flags[0]), CODE[DateLevel.DIFFERENT], np.int8)
    for flag, code in zip(reversed(flags), reversed(codes), strict=True):
        np.copyto(found, code, where=flag)
    return found


def _nibbles(number: Numbers) -> Nibbles:
    """Write four digits as four nibbles of one word, so that digits compare by the word."""
    return _NIBBLES[number]


def _unlike(one: Nibbles, two: Nibbles) -> NDArray[np.uint8]:
    """Count the places of four in which the digits differ."""
    return np.bitwise_count(_marked(one ^ two))


def _marked(word: Nibbles) -> Nibbles:
    """Set the lowest bit of each nibble that is not 0, and nothing else."""
    return (word | (word >> 1) | (word >> 2) | (word >> 3)) & 0x1111


def _one_slip(one: Nibbles, two: Nibbles) -> Flags:
    """Tell where four digits differ in one, or in two neighbours turned round."""
    unlike = _marked(one ^ two)
    crossed = ~_marked((one >> 4) ^ two) & ~_marked((two >> 4) ^ one) & unlike & 0x0111
    count = np.bitwise_count(unlike)
    # Two neighbours turned round leave exactly two digits unlike.
    return (count <= 1) | ((count == TWO) & (crossed != 0))
