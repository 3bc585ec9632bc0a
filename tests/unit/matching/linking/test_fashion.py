"""How much oftener people of one age share a first name than a whole list says."""

import pytest

from ppit_matching.linking.columns import read_columns
from ppit_matching.linking.fashion import MOST_BITS, fashion_bits
from ppit_matching.linking.texts import PeopleTexts

YEARS, A_YEAR = 40, 30


def names_by_year(*, of_the_time: bool) -> float:
    """Make a list in which each of four names is borne in one decade alone, or in every one."""
    names = ("Chloe", "Doris", "Linda", "Tracey")
    born = [1930 + row // A_YEAR for row in range(YEARS * A_YEAR)]
    given = [
        names[(year - 1930) // 10 if of_the_time else row % 4] for row, year in enumerate(born)
    ]
    people = PeopleTexts(
        len(born),
        given=list[str | None](given),
        family=[f"Name{row}" for row in range(len(born))],
        date_of_birth=[f"{year}-05-07" for year in born],
    )
    return fashion_bits(read_columns(people))


def test_names_borne_in_one_decade_alone_are_common_in_it() -> None:
    assert names_by_year(of_the_time=True) == pytest.approx(2.0, abs=0.6)


def test_names_borne_at_all_times_are_no_commoner_at_any() -> None:
    assert names_by_year(of_the_time=False) == pytest.approx(0.0, abs=0.05)
    assert MOST_BITS > 0


def test_a_list_without_dates_says_nothing_of_fashion() -> None:
    people = PeopleTexts(3, given=["Ann", "Ann", "Bob"], family=["A", "B", "C"])
    assert fashion_bits(read_columns(people)) == 0


def test_a_little_more_agreement_than_a_whole_list_has_may_be_chance() -> None:
    born = [1930 + row // A_YEAR for row in range(YEARS * A_YEAR)]
    given = ["Ann" if year < 1950 or row % 8 else "Bob" for row, year in enumerate(born)]
    people = PeopleTexts(
        len(born),
        given=list[str | None](given),
        family=[f"Name{row}" for row in range(len(born))],
        date_of_birth=[f"{year}-05-07" for year in born],
    )
    assert fashion_bits(read_columns(people)) == 0
