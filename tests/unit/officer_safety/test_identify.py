"""From what was typed to the markers that speak to it: address first, then people."""

from collections.abc import Sequence

import pytest

from ppit_matching import AddressText, Person, PersonRecord, normalise_address, normalise_person
from ppit_officer_safety.domain.advice import HeldMarker
from ppit_officer_safety.domain.codes import MatchBasis, UnableReason
from ppit_officer_safety.domain.identify import Candidates, Identified, Query, identify
from ppit_officer_safety.domain.people import Nominal
from ppit_platform.gazetteer.place import Door
from ppit_platform.ids import new_id
from tests.unit.officer_safety.builders import a_marker

ASHFORD, DOVER = "E07000105", "E07000108"
COURT = ("Heron Court", "8 Fable Road", "Ashford")


def a_door(
    uprn: str,
    *lines: str,
    postcode: str = "TN23 9ZZ",
    area: str = ASHFORD,
    parent: str | None = None,
) -> Door:
    return Door(uprn, normalise_address(AddressText(lines, postcode)), area, parent)


ONE = a_door("1", "1 Lantern Street", "Ashford")
THREE = a_door("3", "3 Lantern Street", "Ashford")
BLOCK = a_door("10", *COURT, postcode="TN23 8ZZ")
FLAT_1 = a_door("11", "Flat 1", *COURT, postcode="TN23 8ZZ", parent="10")
FLAT_2 = a_door("12", "Flat 2", *COURT, postcode="TN23 8ZZ", parent="10")
FLATS = (BLOCK, FLAT_1, FLAT_2)


def a_person(full: str, born: str | None = None) -> Person:
    return normalise_person(PersonRecord(full=full, date_of_birth=born))


def a_query(
    *people: Person,
    uprn: str | None = None,
    lines: Sequence[str] = (),
    postcode: str | None = None,
    at_the_door: bool = True,
) -> Query:
    typed = normalise_address(AddressText(tuple(lines), postcode)) if lines or postcode else None
    return Query(uprn, typed, people, at_the_door=at_the_door)


def held(
    doors: Sequence[Door] = (ONE, THREE),
    markers: Sequence[HeldMarker] = (),
    nominals: Sequence[Nominal] = (),
    *,
    crowded_people: bool = False,
    crowded_doors: bool = False,
) -> Candidates:
    return Candidates(
        {door.uprn: door for door in doors},
        tuple(nominals),
        tuple(markers),
        {door.uprn: door.parent_uprn for door in doors if door.parent_uprn},
        crowded_doors,
        crowded_people,
    )


def bases(found: Identified) -> list[tuple[MatchBasis, bool]]:
    return [(match.basis, match.certain) for match in found.matches]


def found(query: Query, candidates: Candidates) -> Identified:
    return identify(query, candidates, frozenset({ASHFORD}))


def test_a_marker_of_an_address_speaks_at_its_uprn_and_not_next_door() -> None:
    marker = a_marker(uprn="1")
    assert bases(found(a_query(uprn="1"), held(markers=[marker]))) == [
        (MatchBasis.UPRN_EXACT, True)
    ]
    assert found(a_query(uprn="3"), held(markers=[marker])).matches == ()


def test_an_unnamed_occupants_marker_speaks_at_the_door_but_not_on_the_telephone() -> None:
    marker = a_marker(nominal_id=new_id())
    assert marker.nominal_id is not None
    occupant = Nominal(marker.nominal_id, a_person("Ruth Amblethwaite"), "1")
    somebody = a_person("Olive Pemberwick", "1950-01-02")
    register = held(markers=[marker], nominals=[occupant])
    assert bases(found(a_query(somebody, uprn="1"), register)) == [(MatchBasis.UPRN_EXACT, True)]
    by_telephone = a_query(somebody, uprn="1", at_the_door=False)
    assert found(by_telephone, register).matches == ()


def test_an_address_outside_of_the_areas_is_refused_whole() -> None:
    away = a_door("5", "5 Parable Lane", "Dover", postcode="CT17 9ZZ", area=DOVER)
    identified = found(a_query(uprn="5"), held([away], [a_marker(uprn="5")]))
    assert identified.shortfalls == {UnableReason.NOT_PERMITTED_FOR_PURPOSE}
    assert (identified.matches, identified.outside) == ((), 1)


def test_a_person_of_another_district_is_followed_into_this_one() -> None:
    marker = a_marker(nominal_id=new_id())
    assert marker.nominal_id is not None
    him = a_person("Barnaby Quillfeather", "1969-11-12")
    register = held(markers=[marker], nominals=[Nominal(marker.nominal_id, him, "999")])
    assert found(a_query(him, uprn="1"), register).matches


def test_a_uprn_that_the_gazetteer_lacks_is_not_resolved() -> None:
    assert found(a_query(uprn="77"), held()).shortfalls == {UnableReason.ADDRESS_NOT_RESOLVED}


def test_a_uprn_and_an_address_that_contradict_each_other_name_both_doors_uncertainly() -> None:
    query = a_query(uprn="1", lines=["3 Lantern Street", "Ashford"], postcode="TN23 9ZZ")
    identified = found(query, held(markers=[a_marker(uprn="3")]))
    assert bases(identified) == [(MatchBasis.ADDRESS_FUZZY, False)]
    assert identified.shortfalls == {UnableReason.ADDRESS_NOT_RESOLVED}


def test_a_building_without_its_flat_is_ambiguous_and_any_marker_in_it_is_uncertain() -> None:
    query = a_query(lines=COURT, postcode="TN23 8ZZ")
    identified = found(query, held(FLATS, [a_marker(uprn="12")]))
    assert bases(identified) == [(MatchBasis.ADDRESS_FUZZY, False)]
    assert identified.shortfalls == {UnableReason.ADDRESS_NOT_RESOLVED}


def test_the_uprn_of_a_building_makes_its_flats_markers_uncertain() -> None:
    identified = found(a_query(uprn="10"), held(FLATS, [a_marker(uprn="12")]))
    assert bases(identified) == [(MatchBasis.ADDRESS_FUZZY, False)]


def test_a_marker_on_the_building_speaks_to_each_flat_and_a_neighbours_does_not() -> None:
    register = held(FLATS, [a_marker(uprn="10"), a_marker(uprn="12")])
    assert bases(found(a_query(uprn="11"), register)) == [(MatchBasis.UPRN_EXACT, True)]


def test_a_marker_on_the_site_speaks_to_a_flat_of_a_block_on_it() -> None:
    site = a_door("9", "Heron Estate", "Fable Road")
    block = a_door("10", *COURT, parent="9")
    register = held((site, block, FLAT_1), [a_marker(uprn="9")])
    assert bases(found(a_query(uprn="11"), register)) == [(MatchBasis.UPRN_EXACT, True)]


def test_two_doors_that_stand_in_one_another_end_the_climb() -> None:
    one, other = a_door("1", "1 Mill Lane", parent="2"), a_door("2", "2 Mill Lane", parent="1")
    identified = found(a_query(uprn="1"), held((one, other), [a_marker(uprn="2")]))
    assert bases(identified) == [(MatchBasis.UPRN_EXACT, True)]


def test_an_occupant_of_whom_only_the_building_is_known_is_uncertain_at_a_flat() -> None:
    marker = a_marker(nominal_id=new_id())
    assert marker.nominal_id is not None
    occupant = Nominal(marker.nominal_id, a_person("Ruth Amblethwaite"), "10")
    register = held(FLATS, [marker], [occupant])
    assert bases(found(a_query(uprn="11"), register)) == [(MatchBasis.ADDRESS_FUZZY, False)]


def test_a_house_and_street_alone_are_not_certain_where_doors_were_left_out() -> None:
    street = a_query(lines=["1 Lantern Street"])
    assert found(street, held()).shortfalls == frozenset()
    crowded = found(street, held(crowded_doors=True, markers=[a_marker(uprn="1")]))
    assert crowded.shortfalls == {UnableReason.INSUFFICIENT_INPUT}
    assert bases(crowded) == [(MatchBasis.ADDRESS_FUZZY, False)]
    placed = a_query(lines=["1 Lantern Street", "Ashford"])
    assert found(placed, held(crowded_doors=True)).shortfalls == frozenset()


def test_a_crowd_is_insufficient_though_one_of_it_was_confirmed() -> None:
    him = normalise_person(
        PersonRecord(
            full="Barnaby Quillfeather",
            date_of_birth="1969-11-12",
            address=AddressText(("1 Lantern Street", "Ashford"), "TN23 9ZZ"),
        )
    )
    marker = a_marker(nominal_id=new_id())
    assert marker.nominal_id is not None
    nominals = [Nominal(marker.nominal_id, him, None)]
    register = held(markers=[marker], nominals=nominals, crowded_people=True)
    identified = found(a_query(him, uprn="1"), register)
    assert bases(identified) == [(MatchBasis.PERSON_CONFIRMED, True)]
    assert identified.shortfalls == {UnableReason.INSUFFICIENT_INPUT}


@pytest.mark.parametrize(
    ("full", "born", "shortfalls"),
    [
        ("J Quillfeather", "1975", {UnableReason.PERSON_NOT_RESOLVED}),
        ("J Quillfeather", "1975-03-02", set[UnableReason]()),
        ("Barnaby Q", "1975-03", {UnableReason.PERSON_NOT_RESOLVED}),
        ("Barnaby Q", "1975-03-02", set[UnableReason]()),
        ("Barnaby Quillfeather", None, set[UnableReason]()),
    ],
)
def test_an_initial_rules_somebody_out_only_beside_a_whole_date_of_birth(
    full: str, born: str | None, shortfalls: set[UnableReason]
) -> None:
    assert found(a_query(a_person(full, born), uprn="1"), held()).shortfalls == shortfalls


def test_nothing_given_is_insufficient() -> None:
    assert found(a_query(), held()).shortfalls == {UnableReason.INSUFFICIENT_INPUT}


def test_a_person_of_whom_too_little_was_typed_is_insufficient() -> None:
    identified = found(a_query(a_person("Bob"), uprn="1"), held())
    assert UnableReason.INSUFFICIENT_INPUT in identified.shortfalls


def test_half_a_name_that_finds_nobody_rules_nobody_out() -> None:
    query = a_query(a_person("Quillfeather", "1969-11-12"), uprn="1")
    assert found(query, held()).shortfalls == {UnableReason.PERSON_NOT_RESOLVED}


def test_a_name_that_too_many_share_is_insufficient_never_nothing_found() -> None:
    query = a_query(a_person("Olive Pemberwick"), uprn="1")
    identified = found(query, held(crowded_people=True))
    assert identified.shortfalls == {UnableReason.INSUFFICIENT_INPUT}


def test_an_address_that_too_many_share_is_insufficient_never_no_such_door() -> None:
    query = a_query(lines=["99 Nowhere Street", "Ashford"])
    identified = found(query, held(crowded_doors=True))
    assert identified.shortfalls == {UnableReason.INSUFFICIENT_INPUT}


def test_one_person_recorded_twice_is_confirmed_twice() -> None:
    ids = (new_id(), new_id())
    him = normalise_person(
        PersonRecord(
            full="Barnaby Quillfeather",
            date_of_birth="1969-11-12",
            address=AddressText(("1 Lantern Street", "Ashford"), "TN23 9ZZ"),
        )
    )
    register = held(
        markers=[a_marker(nominal_id=each) for each in ids],
        nominals=[Nominal(each, him, None) for each in ids],
    )
    identified = found(a_query(him, uprn="1"), register)
    assert bases(identified) == [(MatchBasis.PERSON_CONFIRMED, True)] * 2
