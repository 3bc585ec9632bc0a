"""Read a date of birth as typed into a `BirthDate`; never raises.

Day comes before month, as people write in this country, unless only the other order exists.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from ppit_matching.dates.birth import NO_DATE, BirthDate

OLDEST_YEAR = 1890
NEWEST_YEAR = 2035
# Two-digit years from 16 are of the last century: someone born in 2016 is a child, and no
# register of ours holds children as subjects.
CENTURY_PIVOT = 16
# Spreadsheets count days from here (1900 is wrongly a leap year there).
SERIAL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 49_000  # 1927 to 2034; shorter numbers are years
PLACEHOLDERS = frozenset(
    {(1900, 1, 1), (1901, 1, 1), (1899, 12, 30), (1899, 12, 31), (1970, 1, 1), (1911, 11, 11)}
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EIGHT_DIGITS, SIX_DIGITS, FIVE_DIGITS, FOUR_DIGITS = 8, 6, 5, 4
LAST_MONTH, LAST_DAY = 12, 31

WRITTEN_OUT = re.compile(r"\d{4}-\d\d-\d\d")
TIME_OF_DAY = re.compile(r"[t ]\d{1,2}:\d{2}.*$")
SERIAL_FRACTION = re.compile(r"^(\d{5})\.\d+$")
ORDINAL = re.compile(r"(\d)(st|nd|rd|th)\b")
PART = re.compile(r"\d+|[a-z]+")


@lru_cache(maxsize=65_536)
def parse_birth_date(text: str | None) -> BirthDate:
    """Keep the parts that the text gives; NO_DATE for a placeholder or anything unreadable."""
    if text is None or not text.isascii():
        return NO_DATE
    if WRITTEN_OUT.fullmatch(text):  # as records are stored: spare them the rest
        return _checked(int(text[:4]), int(text[5:7]), int(text[8:]))
    cleaned = TIME_OF_DAY.sub("", ORDINAL.sub(r"\1", text.strip().lower()))
    cleaned = SERIAL_FRACTION.sub(r"\1", cleaned)
    parts = [part for part in PART.findall(cleaned) if part not in {"of", "the"}]
    if len(parts) == 1:
        return _from_one(parts[0])
    numbers = [_number(part) for part in parts]
    if len(numbers) == 2:  # noqa: PLR2004 - a month and a year, in either order
        return _from_two(*numbers)
    if len(numbers) == 3:  # noqa: PLR2004 - day, month and year
        return _from_three((numbers[0], numbers[1], numbers[2]), parts)
    return NO_DATE


def _number(part: str) -> int:
    """Read a number or the name of a month; -1 if it is neither."""
    if part.isdigit():
        return int(part) if len(part) <= FOUR_DIGITS else -1
    return MONTHS.index(part[:3]) + 1 if part[:3] in MONTHS else -1


def _from_one(part: str) -> BirthDate:
    if not part.isdigit():
        return NO_DATE
    if len(part) == FOUR_DIGITS:
        return _checked(int(part), None, None)
    if len(part) == FIVE_DIGITS:
        return _from_serial(int(part))
    if len(part) == SIX_DIGITS:
        return _checked(_century(int(part[4:])), int(part[2:4]), int(part[:2]))
    if len(part) == EIGHT_DIGITS:
        year_first = _checked(int(part[:4]), int(part[4:6]), int(part[6:]))
        return year_first if year_first.full else _day_first(part)
    return NO_DATE


def _day_first(part: str) -> BirthDate:
    return _checked(int(part[4:]), int(part[2:4]), int(part[:2]))


def _from_serial(days: int) -> BirthDate:
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        return NO_DATE
    day = SERIAL_EPOCH + timedelta(days=days)
    return _checked(day.year, day.month, day.day)


def _from_two(first: int, second: int) -> BirthDate:
    if first > LAST_DAY:
        return _checked(first, second, None)
    return _checked(_century(second), first, None)


def _from_three(numbers: tuple[int, int, int], parts: list[str]) -> BirthDate:
    first, second, third = numbers
    if len(parts[0]) == FOUR_DIGITS and parts[0].isdigit():
        return _checked(first, second, third)
    if parts[0].isalpha():  # "March 2 1975"
        return _checked(_century(third), first, second)
    return _checked(_century(third), second, first)


def _century(year: int) -> int:
    if year < 0 or year > 99:  # noqa: PLR2004 - already four digits, or no number at all
        return year
    return year + (2000 if year < CENTURY_PIVOT else 1900)


def _checked(year: int, month: int | None, day: int | None) -> BirthDate:
    """Turn month and day round if only that can be; drop parts that cannot be at all."""
    if (year, month, day) in PLACEHOLDERS or not OLDEST_YEAR <= year <= NEWEST_YEAR:
        return NO_DATE
    if month and day and month > LAST_MONTH and day <= LAST_MONTH:
        month, day = day, month
    if not month or not 1 <= month <= LAST_MONTH:
        return BirthDate(year)
    if not day or not 1 <= day <= LAST_DAY:
        return BirthDate(year, month)
    return BirthDate(year, month, day)
