"""Unique Property Reference Numbers: one to twelve digits, leading noughts without meaning."""

import re

LONGEST = 12
SAID_BEFORE = re.compile(r"^uprn[\s:#]*", re.IGNORECASE)


def uprn_number(text: str | None) -> str | None:
    """Return the digits without leading noughts; None for what cannot be a UPRN.

    Spreadsheets write it "10012345678.0" and "10,012,345,678", which are read; "1.0012E+10" has
    lost digits and is not.
    """
    if not text:
        return None
    plain = SAID_BEFORE.sub("", text.strip()).removesuffix(".0")
    digits = re.sub(r"[\s,]", "", plain)
    if not (digits.isascii() and digits.isdigit()):
        return None
    number = digits.lstrip("0")
    return number if 0 < len(number) <= LONGEST else None
