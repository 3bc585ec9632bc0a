"""What is read from one line of an address, and how near two places are."""

import pytest

from ppit_matching import Address, AddressText, normalise_address
from ppit_matching.addresses.components import AddressParts, address_of_parts
from ppit_matching.addresses.door_levels import DoorLevel, door_level
from ppit_matching.addresses.resolve import can_name_a_door
from ppit_matching.scoring.place_levels import is_same_town


@pytest.mark.parametrize(
    ("typed", "flat", "number", "building", "street"),
    [
        ("14 High St, Deal", None, "14", None, "high street"),
        ("3 St Johns St, Deal", None, "3", None, "saint johns street"),
        ("2 Hawthorn House, 14 High Street, Deal", "2", "14", "hawthorn house", "high street"),
        ("Flat 1, 14 High Street, Deal", "1", "14", None, "high street"),
        ("Rose Cottage, 14 The Strand, Deal", None, "14", "rose cottage", "strand"),
        ("Falt 2, 14 High Street, Deal", "2", "14", None, "high street"),
        ("Aprtment 2 14 High Street, Deal", "2", "14", None, "high street"),
    ],
)
def test_house_flat_and_street_are_told_apart(
    typed: str, flat: str | None, number: str, building: str | None, street: str
) -> None:
    read = normalise_address(AddressText((typed,), None))
    assert read is not None
    assert (read.flat, read.number, read.building, read.street) == (flat, number, building, street)
    assert read.place == "deal"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("deal", "deal", True),
        ("deal kent", "deal", True),
        ("winston hills", "winstone hills", True),
        ("deal", "dover", False),
        ("deal", None, False),
        (None, None, False),
    ],
)
def test_a_town_is_the_same_with_or_without_its_county(
    one: str | None, other: str | None, *, same: bool
) -> None:
    assert is_same_town(one, other) is same
    assert is_same_town(other, one) is same


@pytest.mark.parametrize(
    ("typed", "enough"),
    [
        (Address(building="rose cottage", place="deal"), True),
        (Address(building="rose cottage", postcode="CT14 7AB"), True),
        (Address(building="rose cottage", street="mill lane"), True),
        (Address(building="rose cottage"), False),
        (Address(number="14", place="deal"), False),
        (Address(number="14", building="rose cottage"), True),
        (Address(flat="2", street="mill lane"), True),
        (Address(flat="2", place="deal"), False),
    ],
)
def test_a_door_is_named_by_a_house_and_where_it_stands(typed: Address, *, enough: bool) -> None:
    assert can_name_a_door(typed) is enough


def test_letters_behind_the_number_are_forgiven_between_doors_of_one_flat() -> None:
    held = Address(number="14b", flat="2", street="mill lane")
    said = [Address(number="14a", flat=flat, street="mill lane") for flat in ("2", "3", None)]
    levels = [door_level(one, held, same_name=False) for one in said]
    assert levels == [DoorLevel.ALIKE, DoorLevel.OTHER, DoorLevel.OTHER]


def test_a_buildings_name_of_several_parts_is_kept_in_one() -> None:
    parts = AddressParts("Flat 2", "Rose Cottage, The Green", "", "Mill Lane", ("Deal",), "")
    assert address_of_parts(parts).building == "rose cottage green"
