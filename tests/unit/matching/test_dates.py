"""Dates of birth as people write them."""

import pytest

from ppit_matching.dates.birth import BirthDate
from ppit_matching.dates.parsing import parse_birth_date
from ppit_matching.scoring.date_levels import date_level
from ppit_matching.scoring.levels import DateLevel


@pytest.mark.parametrize(
    "typed",
    [
        "1975-03-12",
        "12/3/1975",
        "12.03.75",
        "12 March 1975",
        "12th of Mar 1975",
        "March 12, 1975",
        "12031975",
        "19750312",
        "120375",
        "1975-03-12T00:00:00",
        "27465",
        "27465.0",
        " 12-3-1975 ",
    ],
)
def test_a_date_is_the_same_however_it_was_written(typed: str) -> None:
    assert parse_birth_date(typed) == BirthDate(1975, 3, 12)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1975", "1975"),
        ("March 1975", "1975-03"),
        ("3/1975", "1975-03"),
        ("1975-03", "1975-03"),
        ("00/00/1975", "1975"),
        ("1975-00-00", "1975"),
        ("00/03/1975", "1975-03"),
    ],
)
def test_parts_that_were_not_known_stay_unknown(typed: str, iso: str) -> None:
    assert parse_birth_date(typed).iso == iso


@pytest.mark.parametrize(
    "typed",
    [
        "1900-01-01",
        "01/01/1970",
        "1 January 1900",
        "",
        "unknown",
        "9999-12-31",
        "99999",
        "n/a",
        "٣",
    ],
)
def test_a_placeholder_or_nonsense_says_nothing(typed: str) -> None:
    assert not parse_birth_date(typed).known


def test_a_month_above_twelve_was_a_day() -> None:
    assert parse_birth_date("03/25/1975") == BirthDate(1975, 3, 25)
    assert parse_birth_date("1975-25-03") == BirthDate(1975, 3, 25)


def test_an_impossible_day_is_kept_because_it_is_one_slip_from_the_true_one() -> None:
    typed = parse_birth_date("31/02/1975")
    assert typed.iso == "1975-02-31"
    assert date_level(typed, parse_birth_date("21/02/1975")) is DateLevel.ONE_EDIT


def test_two_digit_years_belong_to_adults() -> None:
    assert parse_birth_date("1/2/16").year == 1916
    assert parse_birth_date("1/2/15").year == 2015


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1975-03-12", "1975-03-12", DateLevel.EQUAL),
        ("1975-03-12", "1975-12-03", DateLevel.SWAPPED),
        ("1975-03-12", "1975-03-13", DateLevel.ONE_EDIT),
        ("1975-03-12", "1975-03-21", DateLevel.ONE_EDIT),
        ("1975-03-12", "1976-03-12", DateLevel.YEAR_EDIT),
        ("1975-03-12", "1957-03-12", DateLevel.YEAR_EDIT),
        ("1975-03-12", "1975-03-29", DateLevel.MONTH_AND_YEAR),
        ("1975-03-12", "1982-03-12", DateLevel.TWO_PARTS),
        ("1975-03-12", "1975-11-12", DateLevel.TWO_PARTS),
        ("1975-03-12", "1975-11-27", DateLevel.YEAR_ONLY),
        ("1975-03-12", "1978-11-27", DateLevel.DIFFERENT),
        ("1975-03-12", "1976-03-13", DateLevel.TWO_EDITS),
        ("1969-09-29", "1970-09-28", DateLevel.TWO_EDITS),
        ("1969-09-30", "1970-10-30", DateLevel.TWO_EDITS),
        ("1998-01-30", "1989-01-28", DateLevel.TWO_EDITS),
        ("1959-08-31", "1995-08-28", DateLevel.TWO_EDITS),
        ("1959-08-31", "1989-08-28", DateLevel.GENERATION),
        ("1969-09-30", "1970-10-29", DateLevel.DIFFERENT),
        ("1975-03-12", "1948-11-27", DateLevel.GENERATION),
        ("1975-03-12", "1975", DateLevel.PARTIAL),
        ("1975-03-12", "1975-03", DateLevel.MONTH_AND_YEAR),
        ("1975-03-12", "1975-04", DateLevel.YEAR_ONLY),
        ("1975-01-01", "1975-01-01", DateLevel.PERHAPS_YEAR),
        ("1975-01-01", "1975-08-19", DateLevel.PERHAPS_YEAR),
        ("1975-03-12", "1900-01-01", DateLevel.MISSING),
    ],
)
def test_two_dates_stand_to_one_another_in_levels(one: str, other: str, level: DateLevel) -> None:
    left, right = parse_birth_date(one), parse_birth_date(other)
    assert date_level(left, right) is level
    assert date_level(right, left) is level


def test_the_first_of_january_may_stand_for_any_day_of_its_year() -> None:
    typed = parse_birth_date("1975-01-01")
    for other in ("1975-08-17", "1975-01-11"):
        known = parse_birth_date(other)
        assert date_level(typed, known) is DateLevel.PERHAPS_YEAR
        assert date_level(known, typed) is DateLevel.PERHAPS_YEAR
