"""How long a record is kept before somebody must decide again (UK GDPR Art 5(1)(e)).

Victims come up for review after twelve months without contact, as the domain's defaults say; a
data-protection officer confirms them.
"""

from datetime import date, timedelta

from ppit_platform.staying import Staying, StaysBecause, WhatStays

_WITHOUT_CONTACT = timedelta(days=365)
_EVIDENCE_KEPT = timedelta(days=6 * 365 + 2)

RECORDS_STAY = (
    Staying(
        WhatStays.REGISTER,
        StaysBecause.PUBLIC_TASK,
        "The register's record of a victim, and what partners reported, stay until their review:"
        " they are how help finds somebody.",
    ),
)


def victim_review(last_seen: date) -> date:
    """Return the day on which a victim comes up for review, from the last contact or report."""
    return last_seen + _WITHOUT_CONTACT


def evidence_review(today: date) -> date:
    """Return the day on which a partner's row, a link or a contact comes up for erasure."""
    return today + _EVIDENCE_KEPT
