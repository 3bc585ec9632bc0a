"""What is said of recalls and their notices, to whoever made them and to whom they went."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ppit_audit.api.person_wire import ServiceName
from ppit_audit.domain.recalls import Done, Notice, NoticeState, Recall, RecallReason
from ppit_platform.answering_audit import SubjectId
from ppit_platform.people_wire import InstantGiven
from ppit_platform.wire import Instant, WireModel

FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,79}$")]


class RecallGiven(WireModel):
    """``fields`` of the answers were wrong for these subjects in what was told from ``told_since``
    on; the record was put right at ``corrected_at``.
    """

    service: ServiceName
    subject_ids: tuple[SubjectId, ...] = Field(min_length=1, max_length=20)
    reason: RecallReason
    fields: tuple[FieldName, ...] = Field(min_length=1, max_length=20)
    told_since: InstantGiven
    corrected_at: InstantGiven


class NoticeStands(WireModel):
    """One recipient's notice as whoever made the recall follows it."""

    notice_id: UUID
    org_id: str
    client_id: str
    agreement_id: str
    state: NoticeState
    entries: tuple[int, ...]
    request_ids: tuple[UUID, ...]
    due_at: Instant
    escalated_at: Instant | None
    acknowledged_at: Instant | None
    acknowledged_by: str | None
    done: Done | None


class RecallSummary(WireModel):
    recall_id: UUID
    service: str
    reason: RecallReason
    fields: tuple[str, ...]
    told_since: Instant
    corrected_at: Instant
    made_by: str
    made_at: Instant
    log_size: int


class RecallList(WireModel):
    items: tuple[RecallSummary, ...]


class RecallShown(RecallSummary):
    """Every recipient among the first ``log_size`` entries of the log has its notice."""

    notices: tuple[NoticeStands, ...]


class Answered(WireModel):
    """One of the recipient's own requests; its case reference, unless that was erased."""

    request_id: UUID
    case_reference: str | None


class NoticeShown(WireModel):
    """Which of one's own requests were answered wrongly, and which fields of the answers."""

    notice_id: UUID
    recall_id: UUID
    state: NoticeState
    service: str
    reason: RecallReason
    fields: tuple[str, ...]
    corrected_at: Instant
    client_id: str
    agreement_id: str
    answered: tuple[Answered, ...]
    made_at: Instant
    due_at: Instant
    acknowledged_at: Instant | None
    done: Done | None


class NoticeList(WireModel):
    items: tuple[NoticeShown, ...]


class AcknowledgementGiven(WireModel):
    done: Done


def recall_summary(recall: Recall) -> RecallSummary:
    return RecallSummary(
        recall_id=recall.recall_id,
        service=recall.service,
        reason=recall.reason,
        fields=recall.fields,
        told_since=recall.told_since,
        corrected_at=recall.corrected_at,
        made_by=recall.made_by,
        made_at=recall.made_at,
        log_size=recall.log_size,
    )


def recall_shown(recall: Recall, notices: list[Notice]) -> RecallShown:
    return RecallShown(
        **recall_summary(recall).model_dump(),
        notices=tuple(
            NoticeStands(
                notice_id=one.notice_id,
                org_id=one.recipient.org_id,
                client_id=one.recipient.client_id,
                agreement_id=one.recipient.agreement_id,
                state=one.state,
                entries=one.entries,
                request_ids=one.request_ids,
                due_at=one.due_at,
                escalated_at=one.escalated_at,
                acknowledged_at=one.acknowledged_at,
                acknowledged_by=one.acknowledged_by,
                done=one.done,
            )
            for one in notices
        ),
    )


def notice_shown(notice: Notice, cases: Mapping[str, str]) -> NoticeShown:
    recall = notice.recall
    return NoticeShown(
        notice_id=notice.notice_id,
        recall_id=recall.recall_id,
        state=notice.state,
        service=recall.service,
        reason=recall.reason,
        fields=recall.fields,
        corrected_at=recall.corrected_at,
        client_id=notice.recipient.client_id,
        agreement_id=notice.recipient.agreement_id,
        answered=tuple(
            Answered(request_id=one, case_reference=cases.get(str(one)))
            for one in notice.request_ids
        ),
        made_at=notice.made_at,
        due_at=notice.due_at,
        acknowledged_at=notice.acknowledged_at,
        done=notice.done,
    )
