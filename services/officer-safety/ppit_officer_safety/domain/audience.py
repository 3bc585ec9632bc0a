"""Who a marker may warn. A warning reaches only those whose contact with the person needs it."""

import re
from enum import StrEnum
from typing import NewType

Audience = NewType("Audience", str)
"""One of the named audiences, or ``DISTRICT:<gss code>`` (Clift v Slough [2010] EWCA Civ 1171)."""

AUDIENCE_PATTERN = (
    r"^(WARDENS|TRADING_STANDARDS|CORONERS_OFFICERS|PROW|GTS|CONTRACTOR|PPIT_ONLY|DISTRICT:E\d{8})$"
)
_AUDIENCE = re.compile(AUDIENCE_PATTERN)


class NamedAudience(StrEnum):
    WARDENS = "WARDENS"
    TRADING_STANDARDS = "TRADING_STANDARDS"
    CORONERS_OFFICERS = "CORONERS_OFFICERS"
    PROW = "PROW"
    GTS = "GTS"
    CONTRACTOR = "CONTRACTOR"
    PPIT_ONLY = "PPIT_ONLY"


class NotAnAudience(ValueError):
    """The text names no audience that this house knows."""


def parse_audience(text: str) -> Audience:
    """Refuse an unknown word with ``NotAnAudience``: a misspelt audience would warn nobody."""
    if not _AUDIENCE.match(text):
        msg = "an audience code, or DISTRICT: and a GSS code"
        raise NotAnAudience(msg)
    return Audience(text)
