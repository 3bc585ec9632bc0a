"""A phone number in E.164, or nothing."""

import re
from functools import lru_cache

import phonenumbers

REGION = "GB"
# Numbers typed to get past a form's check identify nobody.
ONE_DIGIT_REPEATED = re.compile(r"(\d)\1{7,}$")


@lru_cache(maxsize=16_384)
def parse_phone(text: str | None) -> str | None:
    """Return "+447700900123" for a number that can be dialled from here; None for the rest.

    Length is checked, not allocation: the drama ranges that test data uses are not allocated.
    """
    if not text:
        return None
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None if ONE_DIGIT_REPEATED.search(e164) else e164
