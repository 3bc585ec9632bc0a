"""How long a case is kept before somebody must decide again (UK GDPR Art 5(1)(e)).

Common practice, not quoted law: a data-protection officer confirms it.
"""

from datetime import date, timedelta

_UNTIL_APPEALS_END = timedelta(days=365)


def case_review(today: date) -> date:
    """Return the day by which the determination and the time to contest it are over."""
    return today + _UNTIL_APPEALS_END
