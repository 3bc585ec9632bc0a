"""A company number is read as people write it, and nothing else is taken for one."""

import pytest

from ppit_matching.identifiers.company_numbers import company_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07503666", "07503666"),
        ("7503666", "07503666"),
        ("07503666 ", "07503666"),
        (" 9900 0001", "99000001"),
        ("sc 70", "SC000070"),
        ("SC000070", "SC000070"),
        ("oc-301234", "OC301234"),
        ("R0000123", "R0000123"),
        ("Company No. 07503666", "07503666"),
        ("IP28746R", "IP28746R"),
    ],
)
def test_what_people_write_is_the_registers_number(typed: str, number: str) -> None:
    assert company_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "n/a", "00000000", "123456789", "XX123456", "SC1234567", "0750366A", "pending"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert company_number(typed) is None


def test_nothing_given_is_no_number() -> None:
    assert company_number(None) is None
