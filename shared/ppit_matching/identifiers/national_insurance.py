"""A National Insurance number in one form: two letters, six digits, and a letter from A to D.

The format and the prefixes that are never given: HMRC's National Insurance Manual, NIM39110.
"""

import re

NUMBER = re.compile(r"([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(\d{6})([A-D])?")
NEVER_GIVEN = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})


def parse_national_insurance(text: str | None) -> str | None:
    """Return "QQ123456" for a number as people write it; None for what cannot be one.

    The last letter only says when contributions were paid and is often left out, so it does not
    count.
    """
    if not text:
        return None
    found = NUMBER.fullmatch(re.sub(r"[\s.-]", "", text).upper())
    if found is None or found[1] in NEVER_GIVEN:
        return None
    return found[1] + found[2]
