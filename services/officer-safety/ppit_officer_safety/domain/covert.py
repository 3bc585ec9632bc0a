"""Until when the log keeps to itself whose marker was looked at.

A subject is told of a marker unless that is dangerous (reason, authoriser and a day to decide again
are recorded); a report of who looked them up would tell them all the same. What names them is
therefore sealed until that day is over: delayed, never dropped.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from ppit_officer_safety.domain.codes import RemovalReason
from ppit_officer_safety.domain.marker import MarkerVersion, Notification

LONGEST = timedelta(days=3 * 366 - 2)
"""Two days less than the log itself would wait."""
WAS_WRONG = frozenset(
    {
        RemovalReason.MISTAKEN_IDENTITY,
        RemovalReason.EVIDENCE_INADEQUATE,
        RemovalReason.APPEAL_UPHELD,
    }
)
"""Reasons after which everyone who was told must be found (DPA 2018 s.38(5)), at once."""


def withheld_until(notification: Notification) -> date | None:
    """Return the day on which to decide again whether the subject is told; None if they may be."""
    return notification.again if notification.status.withheld else None


def covert_until(days: Iterable[date | None], today: date) -> date | None:
    """Return the last of the days that are not over, or None: nothing is sealed then."""
    left = [day for day in days if day is not None and day >= today]
    return min(max(left), today + LONGEST) if left else None


def was_wrong(marker: MarkerVersion) -> bool:
    """Say whether a marker was removed because it should never have warned."""
    return marker.removal_reason in WAS_WRONG
