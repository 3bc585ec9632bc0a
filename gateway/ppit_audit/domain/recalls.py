"""Recalls: something that was told was wrong, and everyone it was told to is told so.

DPA 2018 s.38(5) and s.48, UK GDPR Art 19: recipients are notified without delay, each of them; the
log says who they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from ppit_audit.domain.disclosures import Became, Disclosure
from ppit_platform.ids import new_id


class RecallReason(StrEnum):
    INACCURATE = "INACCURATE"
    WRONG_PERSON = "WRONG_PERSON"
    OUT_OF_DATE = "OUT_OF_DATE"
    UNLAWFUL = "UNLAWFUL"
    ERASED = "ERASED"


class Done(StrEnum):
    """What a recipient says that it did."""

    CORRECTED = "CORRECTED"
    ERASED = "ERASED"
    RESTRICTED = "RESTRICTED"
    NOT_KEPT = "NOT_KEPT"


class NoticeState(StrEnum):
    PENDING = "PENDING"
    ESCALATED = "ESCALATED"
    ACKNOWLEDGED = "ACKNOWLEDGED"


@dataclass(frozen=True, slots=True)
class Recall:
    """What was wrong, since when it was told so, and how far the log was looked at for it."""

    recall_id: UUID
    home_org: str
    service: str
    subjects: tuple[str, ...]
    reason: RecallReason
    fields: tuple[str, ...]
    told_since: datetime
    corrected_at: datetime
    log_size: int
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    org_id: str
    client_id: str
    agreement_id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What one recipient is told: which of its own requests were answered wrongly.

    ``entries`` are the facts in the log that say so.
    """

    notice_id: UUID
    recall: Recall
    recipient: Recipient
    request_ids: tuple[UUID, ...]
    entries: tuple[int, ...]
    made_at: datetime
    due_at: datetime
    escalated_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    done: Done | None = None

    @property
    def state(self) -> NoticeState:
        if self.acknowledged_at is not None:
            return NoticeState.ACKNOWLEDGED
        return NoticeState.PENDING if self.escalated_at is None else NoticeState.ESCALATED


def notices_of(recall: Recall, told: Iterable[Disclosure], patience: timedelta) -> list[Notice]:
    """Make one notice for each recipient; of what may have left as of what did."""
    by_recipient: dict[Recipient, list[Disclosure]] = {}
    for one in told:
        recipient = _recipient(one)
        if recipient is not None and _was_told(one, recall):
            by_recipient.setdefault(recipient, []).append(one)
    return [
        Notice(
            notice_id=new_id(),
            recall=recall,
            recipient=recipient,
            request_ids=tuple(
                dict.fromkeys(one.said.request_id for one in theirs if one.said.request_id)
            ),
            entries=tuple(one.index for one in theirs),
            made_at=recall.made_at,
            due_at=recall.made_at + patience,
        )
        for recipient, theirs in by_recipient.items()
    ]


def _was_told(one: Disclosure, recall: Recall) -> bool:
    left = one.became in {Became.ANSWERED, Became.UNKNOWN}
    return one.disclosed and left and one.recorded_at >= recall.told_since


def _recipient(one: Disclosure) -> Recipient | None:
    said = one.said
    if said.org_id is None or said.client_id is None or said.agreement_id is None:
        return None
    return Recipient(said.org_id, said.client_id, said.agreement_id)
