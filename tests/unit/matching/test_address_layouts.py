"""A gazetteer is read alike in whatever layout it is handed over."""

import pytest

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.layouts import LayoutUnknown, layout_of

FLAT = Address("2a", "14", "heron court", "mill lane", "walmer deal", "CT14 7AB")
LAYOUTS = {
    "AddressBase Plus": {
        "UPRN": "100",
        "PARENT_UPRN": "99",
        "ORGANISATION_NAME": "SANDS BAKERY",
        "SUB_BUILDING_NAME": "FLAT 2A",
        "BUILDING_NAME": "HERON COURT",
        "BUILDING_NUMBER": "14",
        "THOROUGHFARE": "MILL LANE",
        "DEPENDENT_LOCALITY": "WALMER",
        "POST_TOWN": "DEAL",
        "POSTCODE": "CT14 7AB",
    },
    "LPI": {
        "uprn": "100",
        "parent_uprn": "99",
        "sao_start_number": "2",
        "sao_start_suffix": "A",
        "sao_end_number": "",
        "sao_text": "",
        "pao_start_number": "14.0",
        "pao_start_suffix": "",
        "pao_text": "HERON COURT",
        "street_description": "MILL LANE",
        "locality": "WALMER",
        "town_name": "DEAL",
        "postcode_locator": "CT147AB",
    },
    "OS NGD": {
        "uprn": "100",
        "subname": "FLAT 2A",
        "name": "HERON COURT",
        "number": "14",
        "streetname": "MILL LANE",
        "locality": "WALMER",
        "townname": "DEAL",
        "postcode": "CT14 7AB",
        "parentuprn": "99",
    },
    "lines": {
        "UPRN": "100",
        "Address Line 1": "Flat 2A",
        "Address Line 2": "Heron Court",
        "Address Line 3": "14 Mill Lane",
        "Locality": "Walmer",
        "Town": "Deal",
        "Postcode": "CT14 7AB",
        "Parent UPRN": "99",
    },
    "parts as a council's own list has them": {
        "UPRN": "100",
        "Flat": "2A",
        "House name": "Heron Court",
        "House no": "14",
        "Street": "Mill Lane",
        "Locality": "Walmer",
        "City": "Deal",
        "Postal code": "CT14 7AB",
        "UPRN (parent)": "99",
    },
    "short lines": {
        "uprn": "100",
        "addr1": "Flat 2A",
        "addr2": "Heron Court, 14 Mill Lane",
        "addr3": "Walmer",
        "addr4": "Deal",
        "pcode": "CT14 7AB",
        "parent": "99",
    },
    "one column": {
        "uprn": "100",
        "parent_uprn": "99",
        "full_address": "Flat 2a, Heron Court, 14 Mill Ln, Walmer, Deal, CT14 7AB",
    },
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_flat_is_read_from_every_layout(name: str) -> None:
    row = LAYOUTS[name]
    read = layout_of(list(row)).read(list(row.values()))
    assert read.address == FLAT
    assert (read.uprn, read.parent_uprn, read.area) == ("100", "99", "")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"BUILDING_NAME": "14A"}, ("14a", None, None)),
        ({"BUILDING_NAME": "2-6"}, ("2-6", None, None)),
        ({"BUILDING_NAME": "ROSE COTTAGE"}, (None, "rose cottage", None)),
        (
            {"BUILDING_NUMBER": "14", "SUB_BUILDING_NAME": "GROUND FLOOR FLAT"},
            ("14", None, "ground"),
        ),
        ({"BUILDING_NUMBER": "14", "SUB_BUILDING_NAME": "FLAT"}, ("14", None, "flat")),
        ({"BUILDING_NUMBER": "14", "SUB_BUILDING_NAME": "ANNEXE"}, ("14", None, "annexe")),
        ({"BUILDING_NAME": "HERON COURT", "SUB_BUILDING_NAME": "2"}, (None, "heron court", "2")),
    ],
)
def test_a_house_is_a_number_or_a_name_and_may_have_a_flat(
    parts: dict[str, str], expected: tuple[str | None, ...]
) -> None:
    row = {
        "UPRN": "1",
        "BUILDING_NAME": "",
        "BUILDING_NUMBER": "",
        "SUB_BUILDING_NAME": "",
        "THOROUGHFARE": "MILL LANE",
        **parts,
    }
    address = layout_of(list(row)).read(list(row.values())).address
    assert (address.number, address.building, address.flat) == expected
    assert address.street == "mill lane"


def test_a_council_number_with_its_end_is_a_range() -> None:
    row = {"uprn": "1", "pao_start_number": "2", "pao_end_number": "6", "street": "Mill Lane"}
    assert layout_of(list(row)).read(list(row.values())).address.number == "2-6"


def test_a_mews_is_the_street_and_the_road_behind_it_a_place() -> None:
    row = {"uprn": "1", "number": "3", "dependent_thoroughfare": "Swan Mews"}
    row |= {"thoroughfare": "High Street", "post_town": "Deal"}
    address = layout_of(list(row)).read(list(row.values())).address
    assert (address.street, address.place) == ("swan mews", "high street deal")


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["name", "street"], "uprn"),
        (["uprn", "postcode"], "street or address"),
        ([], "uprn or for street or address"),
    ],
)
def test_what_a_file_lacks_is_named(headings: list[str], missing: str) -> None:
    with pytest.raises(LayoutUnknown, match=missing):
        layout_of(headings)
