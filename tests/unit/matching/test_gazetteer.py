"""A gazetteer in memory resolves lists as one address is resolved, and never guesses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppit_matching import (
    Address,
    AddressText,
    Resolution,
    ResolutionStatus,
    address_keys,
    address_query_keys,
    normalise_address,
    resolve_address,
)
from ppit_matching.addresses.components import AddressParts, address_of_parts
from ppit_matching.addresses.gazetteer import HOT_KEY, MOST_CANDIDATES, Gazetteer
from ppit_matching.addresses.keys import postcode_keys
from ppit_synthetic.doors import HardDoor, make_doors
from tests.unit.matching.builders import an_address

DOORS = make_doors(7, 1_500)
PARENTS = {door.parent_uprn for door in DOORS}
HELD = {
    door.uprn: address_of_parts(
        AddressParts(
            door.sub_building,
            door.building,
            door.number,
            door.street,
            (door.locality, door.town),
            door.postcode,
        )
    )
    for door in DOORS
}
GAZETTEER = Gazetteer(HELD.items())
NOBODY = AddressText(("14 Nowhere Road", "Deal"), "CT14 1AA")


def typed(door: HardDoor, *, postcode: bool = True) -> AddressText:
    return AddressText((*door.lines, door.town), door.postcode if postcode else None)


def by_all_keys(text: AddressText) -> Resolution:
    """Resolve among every door that shares a key: what the quick way must agree with."""
    query = normalise_address(text)
    keys = address_query_keys(query)
    sharing = [(u, door) for u, door in HELD.items() if not keys.isdisjoint(address_keys(door))]
    return resolve_address(query, sharing)


def a_gazetteer(*doors: str) -> Gazetteer:
    return Gazetteer((str(number), an_address(door)) for number, door in enumerate(doors, 1))


def test_every_door_without_flats_is_found_as_it_is_held() -> None:
    asked = [door for door in DOORS if door.uprn not in PARENTS]
    answers = GAZETTEER.resolve_all([typed(door) for door in asked])
    assert [answer.uprn for answer in answers] == [door.uprn for door in asked]
    assert len(asked) > 1_000


def test_every_building_with_flats_is_ambiguous_and_names_them_all() -> None:
    blocks = [door for door in DOORS if door.uprn in PARENTS]
    for block in blocks:
        flats = {door.uprn for door in DOORS if door.parent_uprn == block.uprn}
        answer = GAZETTEER.resolve(typed(block))
        assert answer.status is ResolutionStatus.AMBIGUOUS
        assert {block.uprn, *flats} <= set(answer.candidates)
    assert len(blocks) > 50


@pytest.mark.parametrize("postcode", [True, False])
def test_the_quick_way_answers_as_the_long_one(*, postcode: bool) -> None:
    texts = [typed(door, postcode=postcode) for door in DOORS[::40]]
    quick = [GAZETTEER.resolve(text) for text in texts]
    long = [by_all_keys(text) for text in texts]
    assert len(texts) > 1
    assert [(one.status, one.uprn) for one in quick] == [(one.status, one.uprn) for one in long]


def test_keys_of_the_postcode_are_some_of_all_keys() -> None:
    address = an_address("Flat 2, Heron Court, 14 Mill Lane, Deal, CT14 7AB")
    assert postcode_keys(address)
    assert postcode_keys(address) <= address_keys(address)


def test_two_equally_good_doors_are_never_chosen_between() -> None:
    twice = a_gazetteer(*["4 Echo Road, Deal, CT14 7AB"] * 2)
    answer = twice.resolve(AddressText(("4 Echo Road", "Deal"), "CT14 7AB"))
    assert (answer.status, set(answer.candidates)) == (ResolutionStatus.AMBIGUOUS, {"1", "2"})


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert len(Gazetteer(())) == 0
    assert Gazetteer(()).resolve(NOBODY).status is ResolutionStatus.NOT_FOUND


def test_a_uprn_that_stands_in_it_twice_is_kept_once() -> None:
    door = an_address("4 Echo Road, Deal, CT14 7AB")
    twice = Gazetteer([("1", Address()), ("1", door)])
    assert len(twice) == 1
    assert twice.resolve(AddressText(("4 Echo Road", "Deal"), "CT14 7AB")).uprn == "1"


def test_a_crowd_at_one_address_is_not_looked_through_and_said() -> None:
    crowd = Gazetteer((str(n), an_address("4 Echo Road, Deal")) for n in range(1, HOT_KEY + 2))
    answer = crowd.resolve(AddressText(("4 Echo Road", "Deal")))
    assert answer.status is ResolutionStatus.INSUFFICIENT
    assert answer.reasons == ("more doors are like this than can be looked at",)
    assert answer.candidates == ()


def test_a_flat_of_a_tower_is_found_among_more_flats_than_are_looked_at() -> None:
    flats = [f"Flat {n}, Heron Tower, 4 Echo Road, Deal, CT14 7AB" for n in range(1, 270)]
    assert len(flats) > MOST_CANDIDATES
    tower = a_gazetteer(*flats)
    assert (
        tower.resolve(AddressText(("Flt 250 Heron Tower", "4 Echo Rd"), "CT14 7AB")).uprn == "250"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Deal",
        "14" * 150,
        "\u05e8\u05d7\u05d5\u05d1 14",
        "\U0001f3e0 14",
        "\x00\x01\x02",
        "," * 300,
    ],
)
def test_what_cannot_be_read_is_never_matched(text: str) -> None:
    answer = GAZETTEER.resolve(AddressText((text,)))
    assert answer.status in {ResolutionStatus.INSUFFICIENT, ResolutionStatus.NOT_FOUND}
    assert answer.candidates == ()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(max_size=300), max_size=5), st.one_of(st.none(), st.text(max_size=20)))
def test_no_text_is_too_odd_to_be_answered(lines: list[str], postcode: str | None) -> None:
    answer = GAZETTEER.resolve(AddressText(tuple(lines), postcode))
    assert (answer.uprn is not None) == (answer.status is ResolutionStatus.RESOLVED)
