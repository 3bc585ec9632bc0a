"""The door of a registered office, without the suite: so that companies at one door are counted.

Five million addresses are read at each load, so this is one cheap pass and not the resolver.
"""

import re

from ppit_matching.folding import fold

_ROOM = re.compile(
    r"\b(?:suite|unit|flat|office|room|floor|studio|apartment|apt|desk|po box|box|mailbox|c/o)"
    r"\s*(?:no\.?\s*)?[a-z]?\d+[a-z]?\b|\b\w+ floor\b"
)
_NUMBER = re.compile(r"\b\d+[a-z]?(?:\s?-\s?\d+[a-z]?)?\b")
_WORDS = re.compile(r"[a-z]+")
_POSTCODE = re.compile(r"^([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})$")
_NAME_WORDS = 2


def office_key(lines: str, postcode: str) -> str:
    """Return postcode and house number, or the first words of its name; empty without a postcode.

    ``lines`` are the address lines in one text. Doors that cannot be told apart share a key.
    """
    code = _POSTCODE.match(postcode.replace(" ", "").lower())
    if code is None:
        return ""
    text = _ROOM.sub(" ", fold(lines))
    number = _NUMBER.search(text)
    if number is not None:
        return f"{code.group(1)}{code.group(2)}/{number.group().replace(' ', '')}"
    name = " ".join(_WORDS.findall(text)[:_NAME_WORDS])
    return f"{code.group(1)}{code.group(2)}/{name}" if name else ""
