"""From an address as typed to the gazetteer's door."""

import pytest

from ppit_matching import ResolutionStatus, address_keys, address_query_keys
from tests.unit.matching.builders import an_address, resolved

FOXGLOVE = {
    "1": "12 Foxglove Lane, Deal, CT14 7AB",
    "2": "14 Foxglove Lane, Deal, CT14 7AB",
    "3": "16 Foxglove Lane, Deal, CT14 7AB",
    "4": "Rose Cottage, Foxglove Lane, Deal, CT14 7AB",
    "5": "14 Foxglove Road, Deal, CT14 7AD",
    "6": "14 Bluebell Close, Deal, CT14 7AB",
}
DIVIDED = {
    "10": "20 Marine Parade, Deal, CT14 7AE",
    "11": "Flat 1, 20 Marine Parade, Deal, CT14 7AE",
    "12": "Flat 2, 20 Marine Parade, Deal, CT14 7AE",
    "13": "22 Marine Parade, Deal, CT14 7AE",
    "14": "Flat 2a, 20 Marine Parade, Deal, CT14 7AE",
}
NAMED_BLOCK = {
    "20": "Flat 1, Hawthorn House, Mill Rise, Dover, CT16 1AB",
    "21": "Flat 2, Hawthorn House, Mill Rise, Dover, CT16 1AB",
    "22": "2 Mill Rise, Dover, CT16 1AB",
}


@pytest.mark.parametrize(
    "typed",
    [
        "14 Foxglove Lane, Deal, CT14 7AB",
        "14, Foxglove Ln, DEAL, Kent, ct147ab",
        "14 Foxglove Lane Deal CT14 7AB",
        "14 Foxglov Lane, Deal, CT14 7AB",
        "14 Foxgolve Ln, Deal, CT14 7AB",
        "14 Foxglove Lane, CTI4 7AB",
        "14 Foxglove Lane, Deal, CT14 7BA",
        "14 Foxglove Lane, Deal",
        "Foxglove Lane 14, Deal",
        "14 Foxglove Lane, Walmer, CT14 7AB",
        "14 Foxglove, Deal, CT14 7AB",
        "14FoxgloveLane, Deal, CT14 7AB",
        "014 Foxglove Lane, Deal, CT14 7AB",
        "No. 14 Foxglove Lane, Deal, CT14",
    ],
)
def test_a_door_is_found_however_it_was_typed(typed: str) -> None:
    answer = resolved(typed, FOXGLOVE)
    assert (answer.status, answer.uprn) == (ResolutionStatus.RESOLVED, "2")


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [("14 Foxglove Lane, CT14 7AB", "Deal"), ("14 Foxglove Lane", "CT14 7AB")],
)
def test_a_postcode_in_the_wrong_box_is_found(typed: str, postcode: str) -> None:
    assert resolved(typed, FOXGLOVE, postcode).uprn == "2"


def test_only_an_address_with_nothing_to_forgive_is_exact() -> None:
    assert resolved("14 Foxglove Ln, Deal, CT14 7AB", FOXGLOVE).exact
    assert not resolved("14 Foxglov Lane, Deal, CT14 7AB", FOXGLOVE).exact


@pytest.mark.parametrize(
    "typed", ["Rose Cottage, Foxglove Lane, Deal", "rose cotage, Deal, CT14 7AB"]
)
def test_a_house_name_is_a_door(typed: str) -> None:
    assert resolved(typed, FOXGLOVE).uprn == "4"


def test_a_house_named_like_a_street_is_a_door() -> None:
    doors = {"1": "Orchard View, Foxglove Lane, Deal", "2": "Sea View, Foxglove Lane, Deal"}
    assert resolved("Orchard View, Foxglov Lane, Deal", doors).uprn == "1"


def test_another_number_is_another_door() -> None:
    answer = resolved("15 Foxglove Lane, Deal, CT14 7AB", FOXGLOVE)
    assert (answer.status, answer.uprn) == (ResolutionStatus.NOT_FOUND, None)


def test_the_same_number_of_two_streets_is_ambiguous_without_the_street() -> None:
    answer = resolved("14, CT14 7AB", FOXGLOVE)
    assert answer.status is ResolutionStatus.AMBIGUOUS
    assert set(answer.candidates) == {"2", "6"}


def test_the_same_street_in_two_towns_is_ambiguous_without_the_town() -> None:
    towns = {"30": "5 High Street, Deal, CT14 7AB", "31": "5 High Street, Hythe, CT21 5AB"}
    assert set(resolved("5 High Street", towns).candidates) == {"30", "31"}
    assert resolved("5 High Street, Hythe", towns).uprn == "31"


def test_a_building_without_its_flat_is_ambiguous_and_names_every_door() -> None:
    answer = resolved("20 Marine Parade, Deal, CT14 7AE", DIVIDED)
    assert answer.status is ResolutionStatus.AMBIGUOUS
    assert answer.uprn is None
    assert set(answer.candidates) == {"10", "11", "12", "14"}


@pytest.mark.parametrize(
    "typed",
    [
        "Flat 2, 20 Marine Parade, Deal, CT14 7AE",
        "Apartment 2, 20 Marine Pde, Deal",
        "20 Flat 2 Marine Parade, Deal",
        "2/20 Marine Parade, Deal, CT14 7AE",
        "Flat 2 20 Marine Parade Deal CT14 7AE",
        "2, 20 Marine Parade, Deal, CT14 7AE",
    ],
)
def test_a_flat_is_told_from_its_neighbours(typed: str) -> None:
    answer = resolved(typed, DIVIDED)
    assert (answer.status, answer.uprn) == (ResolutionStatus.RESOLVED, "12")


def test_a_postcode_and_a_street_that_name_two_doors_resolve_to_neither() -> None:
    doors = {"1": "14 Mill Way, Deal, CT14 7AB", "2": "14 Mill Road, Deal, CT14 7AD"}
    answer = resolved("14 Mill Road, Deal, CT14 7AB", doors)
    assert (answer.status, set(answer.candidates)) == (ResolutionStatus.AMBIGUOUS, {"1", "2"})


def test_a_number_in_words_is_a_number_and_five_oaks_is_a_house() -> None:
    doors = {"1": "5 Mill Lane, Deal", "2": "Five Oaks, Mill Lane, Deal"}
    assert resolved("Five Mill Lane, Deal", doors).uprn == "1"
    assert resolved("Five Oaks, Mill Lane, Deal", doors).uprn == "2"


def test_a_house_and_its_street_are_told_apart_without_a_comma() -> None:
    doors = {"1": "Orchard View, Foxglove Lane, Deal", "2": "Sea View, Foxglove Lane, Deal"}
    assert resolved("Sea View Foxglove Lane Deal", doors).uprn == "2"


def test_flat_i_is_flat_1_unless_there_is_a_flat_i() -> None:
    assert resolved("Flat I, 20 Marine Parade, Deal", DIVIDED).uprn == "11"
    with_letter = {**DIVIDED, "15": "Flat I, 20 Marine Parade, Deal, CT14 7AE"}
    assert resolved("Flat I, 20 Marine Parade, Deal", with_letter).uprn == "15"


def test_flat_2a_is_not_flat_2() -> None:
    assert resolved("Flat 2a, 20 Marine Parade, Deal", DIVIDED).uprn == "14"


def test_a_flat_that_the_gazetteer_lacks_points_to_its_house_without_resolving() -> None:
    answer = resolved("Flat 9, 20 Marine Parade, Deal, CT14 7AE", DIVIDED)
    assert (answer.status, answer.candidates) == (ResolutionStatus.AMBIGUOUS, ("10",))


def test_a_basement_flat_may_be_any_numbered_flat() -> None:
    answer = resolved("Basement flat, 20 Marine Parade, Deal", DIVIDED)
    assert answer.status is ResolutionStatus.AMBIGUOUS
    assert set(answer.candidates) == {"10", "11", "12", "14"}


def test_a_letter_after_the_number_may_be_the_flat() -> None:
    lettered = {"40": "Flat B, 14 Foxglove Lane, Deal", "41": "Flat A, 14 Foxglove Lane, Deal"}
    assert resolved("14b Foxglove Lane, Deal", lettered).uprn == "40"


def test_a_divided_house_asked_for_by_its_number_alone_is_ambiguous() -> None:
    lettered = {"40": "14a Foxglove Lane, Deal", "41": "14b Foxglove Lane, Deal"}
    assert set(resolved("14 Foxglove Lane, Deal", lettered).candidates) == {"40", "41"}


def test_the_house_next_door_with_a_letter_does_not_disturb_the_plain_number() -> None:
    doors = {"40": "14a Foxglove Lane, Deal", "41": "14 Foxglove Lane, Deal"}
    assert resolved("14 Foxglove Lane, Deal", doors).uprn == "41"


@pytest.mark.parametrize(
    "typed",
    ["Flat 2, Hawthorn House, Mill Rise, Dover", "2 Hawthorn House, Mill Rise, Dover, CT16 1AB"],
)
def test_a_flat_of_a_named_block_is_found(typed: str) -> None:
    assert resolved(typed, NAMED_BLOCK).uprn == "21"


def test_a_named_block_without_its_flat_is_ambiguous() -> None:
    assert set(resolved("Hawthorn House, Mill Rise, Dover", NAMED_BLOCK).candidates) == {"20", "21"}


def test_a_wrong_town_and_postcode_are_doubted_not_resolved() -> None:
    answer = resolved("14 Foxglove Lane, Hythe, ME1 1AB", FOXGLOVE)
    assert answer.status is not ResolutionStatus.RESOLVED


@pytest.mark.parametrize("typed", ["", "CT14 7AB", "Deal", "Foxglove Lane, Deal", "14", "Kent"])
def test_what_names_no_door_is_insufficient(typed: str) -> None:
    answer = resolved(typed, FOXGLOVE)
    assert (answer.status, answer.candidates) == (ResolutionStatus.INSUFFICIENT, ())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("14 Foxglov Ln, Deal", "14 Foxglove Lane, Deal, CT14 7AB"),
        ("14 Foxglove Lane", "14 Foxglove Lane, Deal, CT14 7AB"),
        ("14 Foxglove Lane, CT14 7BA", "14 Foxglove Lane, Deal, CT14 7AB"),
        ("14 Fxglove Lane, CT14 7AX", "14 Foxglove Lane, Deal, CT14 7AB"),
        ("20 Marine Parade, Deal", "Flat 2, 20 Marine Parade, Deal, CT14 7AE"),
        ("2 Hawthorn House, Mill Rise", "Flat 2, Hawthorn House, Mill Rise, Dover, CT16 1AB"),
        ("2 Hawthorn Court, Dover", "Flat 2, Hawthorn Court, Mill Rise, Dover, CT16 1AB"),
        ("rose cotage, Foxglove lane", "Rose Cottage, Foxglove Lane, Deal, CT14 7AB"),
        ("14b Foxglove Lane", "Flat B, 14 Foxglove Lane, Deal"),
    ],
)
def test_a_stored_door_is_found_by_the_keys_of_what_was_typed(typed: str, stored: str) -> None:
    asked, held = an_address(typed), an_address(stored)
    assert not address_query_keys(asked).isdisjoint(address_keys(held))
