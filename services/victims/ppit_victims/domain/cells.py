"""Single cells of partners' lists: what is nothing, what a spreadsheet ruined, what can be read."""

import re
from decimal import Decimal, InvalidOperation

from ppit_matching.dates.parsing import parse_birth_date

_NOTHING = frozenset(
    {
        *("n/k", "nk", "n/a", "na", "#n/a", "#name?", "#value!", "#ref!", "unknown", "not known"),
        *("not given", "not stated", "none", "null", "nil", "refused", "withheld", "tbc", "tba"),
    }
)
_SAYS_NOTHING = re.compile(r"[\W_0]*")
_ABOVE = re.compile(r"""\W*(?:same|as above|same as above|same address|ditto|do)\W*|["'\u3003”]+""")
_FORMULA = re.compile(r"[=@]|[+-].*[(!|]")
_LAST_QUOTED = re.compile(r'"([^"]*)"\s*\)\s*$')
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?\s*e\s*\+?\s*\d+", re.IGNORECASE)
_ROUNDED = re.compile(r"0{5,}$")
_CURRENCY = re.compile(r"[£\s,]|GBP", re.IGNORECASE)
_LARGEST = Decimal(10) ** 10


def known(text: str | None) -> str | None:
    """Return what a cell says, or None for one that says nothing: "N/K", "-", "00/00/0000"."""
    spoken = " ".join((text or "").split())
    if spoken.lower() in _NOTHING or _SAYS_NOTHING.fullmatch(spoken):
        return None
    return spoken


def means_the_row_above(text: str | None) -> bool:
    """Tell "same as above", "ditto", "-do-" and the ditto mark from an address."""
    return _ABOVE.fullmatch((text or "").strip().lower()) is not None


def is_formula(text: str | None) -> bool:
    """Tell a cell that a spreadsheet would run; "+44 7700 900123" and "-do-" are none."""
    return _FORMULA.match((text or "").strip()) is not None


def reference(text: str | None) -> str | None:
    """Return a partner's own reference; of a hyperlink formula what it would show."""
    said = known(text)
    if said is None or not is_formula(said):
        return said
    shown = _LAST_QUOTED.search(said)
    return known(shown.group(1)) if shown else None


def phone(text: str | None) -> str | None:
    """Return a number as it was typed, None if a spreadsheet rounded it away: "7.7E+09"."""
    said = known(text)
    if said is None or _SCIENTIFIC.search(said):
        return None
    return None if _ROUNDED.search(re.sub(r"\D", "", said)) else said


def pence(text: str | None) -> int | None:
    """Return "£1,069.79" as 106979; None for what is no amount of money."""
    said = known(text)
    if said is None:
        return 0 if text and any(letter.isdigit() for letter in text) else None
    try:
        amount = Decimal(_CURRENCY.sub("", said))
    except InvalidOperation:
        return None
    return int(amount * 100) if amount.is_finite() and 0 <= amount < _LARGEST else None


def day(text: str | None) -> str | None:
    """Return as much of a date as was written, "2024-03" say; None if nothing can be read.

    Dates of birth and of crimes are written alike, so one reader serves both.
    """
    said = known(text)
    return parse_birth_date(said).iso or None
