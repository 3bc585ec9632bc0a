"""The life of a marker as data: which state may follow which, how long each lasts.

The database holds the same tables as constraints; a test compares the two. The read path applies
the rules of time itself, so that an answer never depends on a sweep having run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ppit_officer_safety.domain.codes import MarkerCategory

GRACE = timedelta(days=28)
"""How long a marker whose review is overdue still warns, shown as stale."""
REVIEW_NOTICE = timedelta(days=28)
"""How long before its date a review is due to be done."""
EMERGENCY_LIFE = timedelta(hours=72)
"""How long one signature suffices."""
HARD_MAXIMUM_MONTHS = 12


class MarkerState(StrEnum):
    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    REJECTED = "REJECTED"
    EMERGENCY = "EMERGENCY"
    ACTIVE = "ACTIVE"
    REVIEW_DUE = "REVIEW_DUE"
    UNDER_APPEAL = "UNDER_APPEAL"
    REMOVED = "REMOVED"
    EXPIRED = "EXPIRED"
    RESTRICTED = "RESTRICTED"
    ERASED = "ERASED"


APPROVED_AND_LIVE = frozenset(
    {MarkerState.ACTIVE, MarkerState.REVIEW_DUE, MarkerState.UNDER_APPEAL}
)
LIVE = APPROVED_AND_LIVE | {MarkerState.EMERGENCY}

TRANSITIONS: Mapping[MarkerState, frozenset[MarkerState]] = {
    MarkerState.DRAFT: frozenset({MarkerState.PROPOSED}),
    MarkerState.PROPOSED: frozenset({MarkerState.ACTIVE, MarkerState.REJECTED}),
    MarkerState.EMERGENCY: frozenset(
        {MarkerState.ACTIVE, MarkerState.REJECTED, MarkerState.REMOVED, MarkerState.EXPIRED}
    ),
    MarkerState.ACTIVE: APPROVED_AND_LIVE | {MarkerState.REMOVED, MarkerState.EXPIRED},
    MarkerState.REVIEW_DUE: frozenset(
        {
            MarkerState.ACTIVE,
            MarkerState.UNDER_APPEAL,
            MarkerState.REMOVED,
            MarkerState.EXPIRED,
        }
    ),
    MarkerState.UNDER_APPEAL: frozenset(
        {MarkerState.ACTIVE, MarkerState.REMOVED, MarkerState.EXPIRED}
    ),
    MarkerState.REJECTED: frozenset(),
    MarkerState.REMOVED: frozenset({MarkerState.RESTRICTED}),
    MarkerState.EXPIRED: frozenset({MarkerState.RESTRICTED}),
    MarkerState.RESTRICTED: frozenset({MarkerState.ERASED}),
    MarkerState.ERASED: frozenset(),
}

_DEFAULT_REVIEW_MONTHS = 6
_REVIEW_MONTHS: Mapping[MarkerCategory, int] = {
    MarkerCategory.WEAPONS: 3,
    MarkerCategory.SEXUAL_RISK: 3,
    MarkerCategory.STALKING: 3,
    MarkerCategory.CUCKOOED_PREMISES: 3,
    MarkerCategory.DANGEROUS_ANIMAL: HARD_MAXIMUM_MONTHS,
    MarkerCategory.HAZARDOUS_PREMISES: HARD_MAXIMUM_MONTHS,
}


def review_months(category: MarkerCategory) -> int:
    """How many months a marker may stand before a review; the most that an approver may give it."""
    return _REVIEW_MONTHS.get(category, _DEFAULT_REVIEW_MONTHS)


def latest_review(category: MarkerCategory, decided_on: date) -> date:
    """Return the last day on which a marker decided on ``decided_on`` may fall due for review."""
    months = decided_on.month - 1 + review_months(category)
    year, month = decided_on.year + months // 12, months % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last_of_month = (first_of_next - timedelta(days=1)).day
    return date(year, month, min(decided_on.day, last_of_month))


def may_follow(state: MarkerState, following: MarkerState) -> bool:
    return following in TRANSITIONS[state]


class Standing(StrEnum):
    """What a live marker is worth today. One that warns no longer has none."""

    CURRENT = "CURRENT"
    CONTESTED = "CONTESTED"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class Term:
    """State and dates of a marker's newest version: all that decides whether it still warns."""

    state: MarkerState
    review_due: date | None
    expires_at: datetime | None

    def standing(self, now: datetime, today: date) -> Standing | None:
        """``today`` is the date in Europe/London: reviews fall due on local days."""
        if self.state not in LIVE:
            return None
        if self.state is MarkerState.EMERGENCY:
            alive = self.expires_at is not None and now < self.expires_at
            return Standing.CURRENT if alive else None
        if self.review_due is None or today > self.review_due + GRACE:
            return None
        if self.state is MarkerState.UNDER_APPEAL:
            return Standing.CONTESTED
        return Standing.STALE if today > self.review_due else Standing.CURRENT

    def review_is_near(self, today: date) -> bool:
        """Tell whether an active marker stands within the notice before its review."""
        due = self.review_due
        return self.state is MarkerState.ACTIVE and due is not None and today >= due - REVIEW_NOTICE

    def has_lapsed(self, now: datetime, today: date) -> bool:
        """Tell whether time alone ended a marker that is still written as live."""
        return self.state in LIVE and self.standing(now, today) is None
