"""The door of a registered office, without its suite: so that companies at one door are counted.

Five million addresses are read at each load, so this is one cheap pass and not the resolver.
"""

import re

from ppit_matching.text.folding import fold

_ROOM = re.compile(
    r"\b(?:suite|unit|office|room|floor|studio|desk|po box|box|mailbox|c/o)"
    r"\s*(?:no\.?\s*)?[a-z]?\d+[a-z]?\b|\b\w+ floor\b"
)
_HOME = re.compile(r"\b(?:flat|apartment|apt)\s*(?:no\.?\s*)?([a-z]?\d+[a-z]?)\b")
_NUMBER = re.compile(r"\b\d+[a-z]?(?:\s?-\s?\d+[a-z]?)?\b")
_WORDS = re.compile(r"[a-z]+")
_POSTCODE = re.compile(r"^([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})$")
_NAME_WORDS = 2


def office_key(lines: str, postcode: str) -> str:
    """Return postcode and house number, or the first words of its name; empty without a postcode.

    ``lines`` are the address lines in one text. A flat is a home and a door of its own; a suite is
    not. Doors that cannot be told apart share a key.
    """
    code = _POSTCODE.match(postcode.replace(" ", "").lower())
    if code is None:
        return ""
    text = _ROOM.sub(" ", fold(lines))
    home = _HOME.search(text) if "flat" in text or "ap" in text else None
    within = f"/{home.group(1)}" if home else ""
    if home is not None:
        text = _HOME.sub(" ", text)
    number = _NUMBER.search(text)
    door = number.group().replace(" ", "") if number else _name_of(text)
    return f"{code.group(1)}{code.group(2)}/{door}{within}" if door else ""


def _name_of(text: str) -> str:
    return " ".join(_WORDS.findall(text)[:_NAME_WORDS])
