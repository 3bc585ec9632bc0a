"""Addresses typed so badly that their parts cannot be told by commas."""

import pytest

from ppit_matching import ResolutionStatus
from ppit_matching.addresses.door_levels import DoorLevel, flat_level
from tests.unit.matching.builders import resolved

ROAD = {
    "1": "12 Foxglove Lane, Walmer, Deal, CT14 7AB",
    "2": "14 Foxglove Lane, Walmer, Deal, CT14 7AB",
    "3": "Rose Cottage, Foxglove Lane, Walmer, Deal, CT14 7AB",
    "4": "Hill Barn, Foxglove Lane, Walmer, Deal, CT14 7AB",
    "5": "Holly Barn, Foxglove Lane, Walmer, Deal, CT14 7AB",
    "6": "7-9 Foxglove Lane, Walmer, Deal, CT14 7AB",
    "7": "30A Foxglove Lane, Walmer, Deal, CT14 7AB",
}
BLOCKS = {
    "10": "Heron Court, 8 Mill Rise, Dover, CT16 1AB",
    "11": "Flat 1, Heron Court, 8 Mill Rise, Dover, CT16 1AB",
    "12": "Flat 2, Heron Court, 8 Mill Rise, Dover, CT16 1AB",
    "20": "Swan House, Mill Rise, Dover, CT16 1AD",
    "21": "Flat 1, Swan House, Mill Rise, Dover, CT16 1AD",
    "23": "Flat 3, Swan House, Mill Rise, Dover, CT16 1AD",
    "30": "22 Mill Rise, Dover, CT16 1AD",
    "31": "Flat, 22 Mill Rise, Dover, CT16 1AD",
}


@pytest.mark.parametrize(
    ("typed", "door"),
    [
        ("Foxglove 14, Lane, Walmer, Deal, CT14 7AB", "2"),
        ("14, Lane, Walmer, Deal, CT14 7AB", "2"),
        ("14, Deal, CT14 7AB", "2"),
        ("Rose, Foxglove Ln, Walmer, Deal, CT14 7AB", "3"),
        ("RoseCottage, Deal, CT14 7AB", "3"),
        ("Hill Brn, Foxglove Lane, Deal, CT14 7AB", "4"),
        ("7/9, Foxglove Lane, Deal, CT14 7AB", "6"),
        ("9 Foxglove Lane, Deal, CT14 7AB", "6"),
        ("Mr Jones, 14 Foxglove Lane, Walmer, Deal, Kent, CT14 7AB", "2"),
        ("l4 Foxglove Lane, Walmer, Deal, CT14 7AB", "2"),
        ("14 Foxglove Lane, Walmer, Deal, CT1 47AB", "2"),
    ],
)
def test_a_house_is_found_whatever_the_commas_say(typed: str, door: str) -> None:
    assert resolved(typed, ROAD).uprn == door


@pytest.mark.parametrize(
    ("typed", "door"),
    [
        ("2, Heron Court, Dover, CT16 1AB", "12"),
        ("Flat 2, Heron, 8, Dover, CT16 1AB", "12"),
        ("2, Flat Heron Court, Mill Rise, Dover, CT16 1AB", "12"),
        ("Flat 2 First Floor, Heron Court, Mill Rise, Dover, CT16 1AB", "12"),
        ("Flt 2, HeronCourt, 8, Dover, CT16 1AB", "12"),
        ("2 8 Mill Rise, Dover, CT16 1AB", "12"),
        ("Flat 2, Heron Court, Mill Lane, Dover, CT16 1AB", "12"),
        ("Flat 3, Mill Rise, Dover, CT16 1AD", "23"),
        ("Flat above 22 Mill Rise, Dover, CT16 1AD", "31"),
    ],
)
def test_a_flat_is_found_by_what_is_left_of_its_address(typed: str, door: str) -> None:
    assert resolved(typed, BLOCKS).uprn == door


@pytest.mark.parametrize(
    ("typed", "doors"),
    [
        ("Flat 1, Mill Rise, Dover", {"11", "21"}),
        ("22 Mill Rise, Dover, CT16 1AD", {"30", "31"}),
        ("Heron Court, Dover, CT16 1AB", {"10", "11", "12"}),
        ("8, Swan House, Mill Rise, Dover, CT16 1AD", {"20"}),
        ("Flat 9, Heron Court, Mill Rise, Dover, CT16 1AB", {"10"}),
    ],
)
def test_what_may_be_several_doors_names_them_and_resolves_to_none(
    typed: str, doors: set[str]
) -> None:
    answer = resolved(typed, BLOCKS)
    assert (answer.status, answer.uprn) == (ResolutionStatus.AMBIGUOUS, None)
    assert set(answer.candidates) == doors


@pytest.mark.parametrize(
    "typed",
    [
        "14 Foxglove Lane, Ashford, TN23 9ZZ",
        "The Vicarage, Foxglove Lane, Walmer, Deal, CT14 7AB",
        "Rose Cottage, Bluebell Drive, Ashford, TN23 9ZZ",
        "31 Foxglove Lane, Walmer, Deal, CT14 7AB",
        "30B Foxglove Lane, Walmer, Deal, CT14 7AB",
    ],
)
def test_a_door_that_is_not_there_is_never_another(typed: str) -> None:
    assert resolved(typed, ROAD).status is not ResolutionStatus.RESOLVED


def test_a_house_called_like_a_street_is_found_and_a_street_alone_names_nothing() -> None:
    doors = {"1": "Orchard End, Mill Lane, Deal, CT14 7AB", "2": "2 Mill Lane, Deal, CT14 7AB"}
    assert resolved("Orchard End, Deal, CT14 7AB", doors).uprn == "1"
    assert resolved("Mill Lane, Deal, CT14 7AB", doors).status is ResolutionStatus.INSUFFICIENT


def test_a_village_tells_two_streets_of_one_name_apart() -> None:
    doors = {"1": "5 High Street, Walmer, Deal", "2": "5 High Street, Kingsdown, Deal"}
    assert resolved("5 High St, Kingsdown, Deal", doors).uprn == "2"
    assert resolved("5 High St, Deal", doors).status is ResolutionStatus.AMBIGUOUS


@pytest.mark.parametrize(
    ("asked", "held", "level"),
    [
        ("2", "2", DoorLevel.SAME),
        (None, "2", DoorLevel.UNSAID),
        ("2", None, DoorLevel.HOUSE_ONLY),
        ("i", "1", DoorLevel.ALIKE),
        ("b", "2", DoorLevel.PERHAPS),
        ("c3", "3", DoorLevel.PERHAPS),
        ("top", "second", DoorLevel.PERHAPS),
        ("flat", "first", DoorLevel.PERHAPS),
        ("ground", "4", DoorLevel.PERHAPS),
        ("ground", "first", DoorLevel.OTHER),
        ("2", "3", DoorLevel.OTHER),
        ("2a", "2b", DoorLevel.OTHER),
    ],
)
def test_flats_stand_to_one_another(asked: str | None, held: str | None, level: DoorLevel) -> None:
    assert flat_level(asked, held) is level


def test_a_street_of_another_town_is_doubted_where_no_postcode_speaks_for_it() -> None:
    doors = {"1": "1 Foxglove Lane, Ashford, TN23 9ZZ"}
    answer = resolved("1 Foxglove Lane, Deal", doors)
    assert (answer.status, answer.candidates) == (ResolutionStatus.AMBIGUOUS, ("1",))
