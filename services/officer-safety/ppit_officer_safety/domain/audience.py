"""Who a marker may warn. A warning reaches only those whose contact with the person needs it."""

from typing import NewType

Audience = NewType("Audience", str)
"""One of the named audiences, or ``DISTRICT:<gss code>`` (Clift v Slough [2010] EWCA Civ 1171)."""

AUDIENCE_PATTERN = (
    r"^(WARDENS|TRADING_STANDARDS|CORONERS_OFFICERS|PROW|GTS|CONTRACTOR|PPIT_ONLY"
    r"|DISTRICT:E[0-9]{8})$"
)
"""A misspelt audience would warn nobody, so it is refused."""
