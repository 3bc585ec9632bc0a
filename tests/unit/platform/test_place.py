"""Which door an address means: a UPRN first, and never one of two."""

from ppit_matching import Address, AddressText, normalise_address
from ppit_platform.gazetteer.place import Door, Located, PlaceStatus, locate

ASHFORD = "E07000105"


def typed(*lines: str, postcode: str | None = "TN23 9ZZ") -> Address:
    return normalise_address(AddressText(lines, postcode))


def a_door(uprn: str, *lines: str, parent: str | None = None) -> Door:
    return Door(uprn, typed(*lines), ASHFORD, parent)


ONE = a_door("1", "1 Lantern Street", "Ashford")
THREE = a_door("3", "3 Lantern Street", "Ashford")
BLOCK = a_door("10", "Heron Court", "8 Fable Road", "Ashford")
FLAT = a_door("11", "Flat 1", "Heron Court", "8 Fable Road", "Ashford", parent="10")
DOORS = {door.uprn: door for door in (ONE, THREE, BLOCK, FLAT)}


def found(uprn: str | None, text: Address | None, *, crowded: bool = False) -> Located:
    return locate(uprn, text, DOORS, crowded=crowded)


def test_a_uprn_alone_is_that_door_or_none() -> None:
    assert found("1", None) == Located((ONE,), PlaceStatus.RESOLVED, exact=True)
    assert found("2", None) == Located((), PlaceStatus.NOT_FOUND)
    assert found(None, None) == Located((), PlaceStatus.NOT_ASKED)


def test_text_of_another_door_makes_a_uprn_uncertain_and_both_are_told() -> None:
    assert found("1", typed("3 Lantern Street")) == Located((ONE, THREE), PlaceStatus.AMBIGUOUS)


def test_text_of_the_same_building_or_of_no_door_contradicts_nothing() -> None:
    assert found("11", typed("Heron Court", "8 Fable Road")).doors == (FLAT,)
    assert found("1", typed("Ashford", postcode=None)).certain


def test_a_uprn_that_is_not_held_leaves_it_to_the_text() -> None:
    assert found("2", typed("1 Lantern Street")).doors == (ONE,)


def test_in_a_crowd_nothing_found_means_too_little_given() -> None:
    nowhere = typed("9 Lantern Street")
    assert found(None, nowhere).status is PlaceStatus.NOT_FOUND
    assert found(None, nowhere, crowded=True).status is PlaceStatus.INSUFFICIENT


def test_in_a_crowd_a_house_and_street_alone_may_have_their_double_elsewhere() -> None:
    bare = typed("1 Lantern Street", postcode=None)
    assert found(None, bare).status is PlaceStatus.RESOLVED
    doubled = found(None, bare, crowded=True)
    assert (doubled.doors, doubled.status) == ((ONE,), PlaceStatus.INSUFFICIENT)
    assert found(None, typed("1 Lantern Street"), crowded=True).certain
