"""VAT registration numbers of the United Kingdom, with their check digits.

Nine digits: the first seven, weighed 8 down to 2, and the last two as a number add up to a multiple
of 97, or, in numbers given since 2010, to 42 more than one. Three more digits name a branch.
Source: the check digits as HMRC describes them for those who verify registration numbers.
"""

import re

NUMBER = re.compile(r"(?:GB|XI)?([0-9]{9})(?:[0-9]{3})?")
SAID_BEFORE = re.compile(r"^VAT(?:REG(?:ISTRATION)?)?(?:NO|NUMBER|NUM)?[:#]*")
# Of government departments and health authorities: GD000 to GD499, HA500 to HA999.
PUBLIC = re.compile(r"(?:GB|XI)?(GD[0-4][0-9]{2}|HA[5-9][0-9]{2})")
WEIGHTS, MODULUS, SINCE_2010 = (8, 7, 6, 5, 4, 3, 2), 97, 55


def vat_number(text: str | None) -> str | None:
    """Return nine digits, or "GD123" and "HA523"; None for what cannot be a VAT number.

    The branch digits and the country do not count: they name no other business.
    """
    if not text:
        return None
    plain = SAID_BEFORE.sub("", re.sub(r"[\s./-]", "", text).upper())
    public = PUBLIC.fullmatch(plain)
    if public is not None:
        return public[1]
    found = NUMBER.fullmatch(plain)
    return found[1] if found is not None and _checks(found[1]) else None


def _checks(digits: str) -> bool:
    weighed = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits[:7], strict=True))
    total = weighed + int(digits[7:])
    return bool(weighed) and 0 in {total % MODULUS, (total + SINCE_2010) % MODULUS}
