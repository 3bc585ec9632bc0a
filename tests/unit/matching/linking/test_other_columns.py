"""What a door explains counts once, parts of addresses seldom, and who is left over anew."""

from dataclasses import replace
from random import Random

import pytest

from ppit_matching.linking.link import link
from ppit_matching.linking.other_codes import TextLevel
from ppit_matching.linking.texts import ADDRESS_PART, PeopleTexts
from tests.benchmarks.households import make_households

SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "du")
GIVEN, BORN = 0, 2
Row = list[str | None]


def _word(chance: Random, syllables: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables)).title()


def _alone(people: int) -> list[Row]:
    """Return people of whom no two live together, in a land whose postcodes are numbers."""
    chance = Random(3)  # noqa: S311 - invented people, the same every time
    return [
        [
            _word(chance, 3),
            _word(chance, 3),
            f"{chance.randint(1940, 2000)}-{chance.randint(1, 12):02}-{chance.randint(2, 28):02}",
            str(chance.randint(1, 99)),
            _word(chance, 4) + " Street",
            _word(chance, 3),
            str(chance.randint(1000, 9999)),
        ]
        for _ in range(people)
    ]


def _again(row: Row, turn: int) -> Row:
    """Type a person anew: every fourth leaves a field out, every eighth moved down the road."""
    again = list(row)
    if turn % 4 < 2:
        again[(turn // 4) % 3 + 3 * (turn % 4)] = None
    if turn % 8 == 2:
        again[3], again[6] = "140", "1234"
    return again


def _texts(rows: list[Row]) -> PeopleTexts:
    given, family, born, house, street, suburb, postcode = zip(*rows, strict=True)
    return PeopleTexts(
        len(rows),
        given=given,
        family=family,
        date_of_birth=born,
        address_lines=(house, street, suburb),
        postcode=postcode,
        others={ADDRESS_PART + "street": street, ADDRESS_PART + "suburb": suburb},
    )


def test_a_column_that_repeats_the_address_says_little_at_one_door() -> None:
    people = make_households(5, 3_000).people
    linkage = link(replace(people, others={"house": people.address_lines[0]}))
    assert abs(linkage.others["house"].household[TextLevel.EQUAL]) < 1


def test_parts_of_an_address_count_nothing_where_people_live_together() -> None:
    people = make_households(5, 3_000).people
    linkage = link(replace(people, others={ADDRESS_PART + "street": people.address_lines[0]}))
    tables = linkage.others[ADDRESS_PART + "street"]
    assert set(tables.values()) == {0.0}


def test_parts_of_an_address_count_where_nobody_lives_with_another() -> None:
    rows = _alone(900)
    linkage = link(_texts([*rows, *(_again(row, turn) for turn, row in enumerate(rows[:600]))]))
    strangers = [tables.strangers for tables in linkage.others.values()]
    assert len(strangers) == 2
    assert min(bits[TextLevel.EQUAL] for bits in strangers) > 3
    assert max(bits[TextLevel.DIFFERENT] for bits in strangers) <= 0


@pytest.mark.parametrize(("unmatched", "joined"), [(0, True), (400, False)])
def test_who_is_left_over_is_joined_only_where_nearly_all_have_a_partner(
    *, unmatched: int, joined: bool
) -> None:
    rows = _alone(500 + 2 * unmatched)
    both, apart = rows[:500], rows[500:]
    other = list(both[-1])
    other[GIVEN], other[BORN] = "Quentin", "1931-03-04"
    ours = [*both, *apart[:unmatched]]
    theirs = [*both[:-1], other, *apart[unmatched:]]
    source = ["a"] * len(ours) + ["b"] * len(theirs)
    linkage = link(replace(_texts([*ours, *theirs]), source=source, others={}), mode="link")
    assert bool(linkage.labels[499] == linkage.labels[len(ours) + 499]) is joined
