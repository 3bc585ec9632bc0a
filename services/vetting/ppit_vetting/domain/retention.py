"""How long a case is kept before somebody must decide again (UK GDPR Art 5(1)(e)).

Common practice, not quoted law: a data-protection officer confirms it.
"""

from datetime import date, datetime, timedelta

from ppit_platform.clock import LONDON
from ppit_platform.staying import Staying, StaysBecause, WhatStays

_UNTIL_APPEALS_END = timedelta(days=365)

RECORDS_STAY = (
    Staying(
        WhatStays.CASES,
        StaysBecause.EVIDENCE,
        "A case, its findings and its decision stay until the time to contest the decision is"
        " over; then somebody decides whether they are erased.",
    ),
)


def case_review(now: datetime) -> date:
    """Return the London day by which the determination and the time to contest it are over."""
    return now.astimezone(LONDON).date() + _UNTIL_APPEALS_END
