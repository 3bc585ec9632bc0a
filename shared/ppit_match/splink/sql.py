"""The conditions of the levels, in the SQL that DuckDB and Spark both understand."""

from collections.abc import Iterable
from enum import StrEnum

from ppit_match.splink.ladder import FUNCTION, HOME_BY_PHONE, PLACE, coded
from ppit_matching.scoring.date_levels import GENERATION_YEARS, TWO
from ppit_matching.scoring.levels import DateLevel, PlaceLevel

NO_YEAR = "(birth_year_l is null or birth_year_r is null)"
JOINT = "(joint_l or joint_r)"
SAME_YEAR = "birth_year_l = birth_year_r"
SAME_DAY = "substr(birth_digits_l, 1, 4) = substr(birth_digits_r, 1, 4)"
NEW_YEAR = "(substr(birth_digits_l, 1, 4) = '0101' or substr(birth_digits_r, 1, 4) = '0101')"
FULL = "birth_digits_l is not null and birth_digits_r is not null"
NO_MONTH = "(birth_month_l is null or birth_month_r is null)"
NO_DAY = "(birth_day_l is null or birth_day_r is null)"
DAY = "birth_day_l = birth_day_r"
YEARS = "abs(birth_year_l - birth_year_r)"


def letter(place: int, value: str) -> str:
    """Say that the pair's text has this letter at this place."""
    return f"substr({FUNCTION}(person_l, person_r), {place}, 1) = '{value}'"


def at(place: int, level: StrEnum) -> str:
    return letter(place, coded(level))


def one_of(place: int, levels: Iterable[StrEnum]) -> str:
    """Say that the pair's text has the letter of one of these levels at this place."""
    letters = ", ".join(f"'{letter}'" for letter in sorted(map(coded, levels)))
    return f"substr({FUNCTION}(person_l, person_r), {place}, 1) in ({letters})"


BY_PHONE = letter(PLACE, HOME_BY_PHONE)
SAME_HOME = f"({at(PLACE, PlaceLevel.DOOR)} or {BY_PHONE})"


def other_digits(start: int, count: int) -> str:
    """Count the digits of two dates (DDMMYYYY) that differ."""
    places = range(start, start + count)
    return "({})".format(
        " + ".join(f"(case when {_same(at, at)} then 0 else 1 end)" for at in places)
    )


def one_edit(start: int) -> str:
    """Say that four digits differ in one, or in two neighbours that changed places."""
    places = range(start, start + 4)
    turned = (
        " and ".join(
            _same(place, {swap: swap + 1, swap + 1: swap}.get(place, place)) for place in places
        )
        for swap in places[:-1]
    )
    return " or ".join((f"{other_digits(start, 4)} <= 1", *(f"({way})" for way in turned)))


def _same(left: int, right: int) -> str:
    return f"substr(birth_digits_l, {left}, 1) = substr(birth_digits_r, {right}, 1)"


YEAR_SLIP = f"({one_edit(5)} or {YEARS} = 1)"
YEAR_TURNED = f"(({one_edit(5)}) and {other_digits(5, 4)} = {TWO})"
MONTH_OR_DAY = f"(birth_month_l = birth_month_r or {DAY})"
BORN: tuple[tuple[DateLevel, str], ...] = (
    (DateLevel.PERHAPS_YEAR, f"{FULL} and {SAME_YEAR} and {NEW_YEAR}"),
    (DateLevel.EQUAL, "birth_digits_l = birth_digits_r"),
    (
        DateLevel.SWAPPED,
        f"{FULL} and {SAME_YEAR} and birth_day_l = birth_month_r and birth_month_l = birth_day_r",
    ),
    (DateLevel.ONE_EDIT, f"{FULL} and {SAME_YEAR} and ({one_edit(1)})"),
    (DateLevel.YEAR_EDIT, f"{SAME_DAY} and ({one_edit(5)})"),
    (DateLevel.PARTIAL, f"{SAME_YEAR} and {NO_MONTH} and {NO_DAY}"),
    (
        DateLevel.MONTH_AND_YEAR,
        f"{SAME_YEAR} and (birth_month_l = birth_month_r or ({NO_MONTH} and {DAY}))",
    ),
    (
        DateLevel.TWO_PARTS,
        f"{FULL} and (({SAME_YEAR} and {DAY}) or ({SAME_DAY} and {YEARS} < {GENERATION_YEARS}))",
    ),
)
"""In the order in which `date_level` asks; what none of them says, contradicts."""
CONTRADICTING: tuple[tuple[DateLevel, str], ...] = (
    (DateLevel.YEAR_ONLY, SAME_YEAR),
    (
        DateLevel.GENERATION,
        f"{YEARS} >= {GENERATION_YEARS} and not ({FULL} and {YEAR_TURNED} and {MONTH_OR_DAY})",
    ),
    (
        DateLevel.TWO_EDITS,
        f"{FULL} and ({other_digits(1, 8)} <= {TWO} or ({YEAR_SLIP} and {MONTH_OR_DAY}))",
    ),
    (DateLevel.DIFFERENT, "birth_year_l <> birth_year_r"),
)
