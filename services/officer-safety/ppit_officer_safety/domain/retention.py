"""How long a record is kept before somebody must decide again (UK GDPR Art 5(1)(e)).

Common practice, not quoted law: a data-protection officer confirms them.
"""

from datetime import date, timedelta

PROPOSAL_DECIDED_WITHIN = timedelta(days=28)
"""A proposal that nobody has decided by then stands overdue in the review queue."""

_EVIDENCE_KEPT = timedelta(days=6 * 365 + 2)


def evidence_review(today: date) -> date:
    """Return the day on which an incident, a screening or its receipt comes up for erasure."""
    return today + _EVIDENCE_KEPT
