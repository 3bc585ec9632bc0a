"""How long a record is kept before somebody must decide again (UK GDPR Art 5(1)(e)).

Common practice, not quoted law: a data-protection officer confirms them.
"""

from datetime import date, timedelta

from ppit_platform.staying import Staying, StaysBecause, WhatStays

PROPOSAL_DECIDED_WITHIN = timedelta(days=28)
"""A proposal that nobody has decided by then stands overdue in the review queue."""

_EVIDENCE_KEPT = timedelta(days=6 * 365 + 2)

SCREENINGS_STAY = Staying(
    WhatStays.SCREENINGS,
    StaysBecause.EVIDENCE,
    "What a visiting party was told before it went is evidence of that visit and stays, unaltered,"
    " for six years; then somebody decides whether it is erased.",
)
RECORDS_STAY = (
    Staying(
        WhatStays.REGISTER,
        StaysBecause.PUBLIC_TASK,
        "Markers, and the people and doors that they are of, stay until their review or until one"
        " is found to be wrong: ask for that.",
    ),
)


def evidence_review(today: date) -> date:
    """Return the day on which an incident, a screening or its receipt comes up for erasure."""
    return today + _EVIDENCE_KEPT
