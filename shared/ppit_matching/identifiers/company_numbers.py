"""Company numbers as people write them: "7503666", "sc 70", " 0750 3666", "SC000070"."""

import re

from ppit_matching.text.word_lists import listed

_LENGTH = 8
_NUMBER = re.compile(r"([A-Z]{2}|R0|[A-Z](?=[0-9]))?([0-9]{1,8})([A-Z])?")
_NOISE = re.compile(r"[\s./\-\u2010-\u2015]+")
_SAID_BEFORE = re.compile(
    r"^(COMPANY|CO|CRN|REG|REGISTERED)?(NUMBER|NUM|NO)?[:#]*(?=[A-Z]{0,2}[0-9])"
)
# Jurisdictions and kinds that Companies House gives a prefix of their own.
_PREFIXES = listed(
    "SC NI OC SO NC R0 FC SF NF GE GS GN ES EN SL NL LP IP SP NP NO RS NR SR CS CE BR OE AC SA NA "
    "IC SI RC SZ NZ PC ZC SE"
)


def company_number(text: str | None) -> str | None:
    """Return the eight characters of the register, None if no company number can be meant."""
    if text is None:
        return None
    bare = _NOISE.sub("", text).upper()
    stripped = _SAID_BEFORE.sub("", bare, count=1)
    for candidate in dict.fromkeys((bare, stripped)):
        found = _read(candidate)
        if found is not None:
            return found
    return None


def _read(bare: str) -> str | None:
    parts = _NUMBER.fullmatch(bare)
    if parts is None:
        return None
    prefix, digits, suffix = parts.group(1) or "", parts.group(2), parts.group(3) or ""
    if prefix and prefix not in _PREFIXES:
        return None
    if suffix and prefix not in {"IP", "SP", "NP"}:  # societies: "IP28746R"
        return None
    room = _LENGTH - len(prefix) - len(suffix)
    if len(digits) > room or not int(digits):
        return None
    return f"{prefix}{digits.zfill(room)}{suffix}"
