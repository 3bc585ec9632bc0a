"""Numbers that name one business or one property, as people write them."""

import pytest

from ppit_matching.identifiers.uprns import uprn_number
from ppit_matching.identifiers.vat import WEIGHTS, vat_number


def made_vat(first_seven: str, remainder: int) -> str:
    """Return a number whose check digits fit; `remainder` is 0, or 42 for the newer ones."""
    weighed = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seven, strict=True))
    return f"{first_seven}{(remainder - weighed) % 97:02d}"


@pytest.mark.parametrize("first_seven", ["1234567", "9807806", "0000012"])
@pytest.mark.parametrize("remainder", [0, 42])
def test_a_vat_number_is_read_however_it_is_written(first_seven: str, remainder: int) -> None:
    digits = made_vat(first_seven, remainder)
    spaced = f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    for written in (digits, spaced, f"GB{digits}", f"gb {spaced}", f"VAT No: {spaced}"):
        assert vat_number(written) == digits
    assert vat_number(f"GB{digits}001") == digits


def test_a_wrong_digit_is_no_vat_number() -> None:
    digits = made_vat("1234567", 0)
    wrong = [f"{digits[:at]}{(int(digits[at]) + 1) % 10}{digits[at + 1 :]}" for at in range(9)]
    assert [vat_number(each) for each in wrong] == [None] * 9


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("GBGD001", "GD001"),
        ("HA 523", "HA523"),
        ("GD500", None),
        ("HA499", None),
        ("", None),
        (None, None),
        ("000000000", None),
        ("12345678", None),
        ("DE123456789", None),
        ("\U0001f600", None),
    ],
)
def test_public_bodies_have_short_numbers_and_other_text_is_none(
    written: str | None, read: str | None
) -> None:
    assert vat_number(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("100012345678", "100012345678"),
        ("000012345678", "12345678"),
        ("12345678.0", "12345678"),
        ("10,012,345,678", "10012345678"),
        ("UPRN: 12345678", "12345678"),
        (" 12 345 678 ", "12345678"),
        ("0", None),
        ("1000123456789", None),
        ("1.0012E+10", None),
        ("-5", None),
        ("\u0661\u0662\u0663", None),
        ("", None),
        (None, None),
    ],
)
def test_a_uprn_has_one_to_twelve_digits(written: str | None, read: str | None) -> None:
    assert uprn_number(written) == read
