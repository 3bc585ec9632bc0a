"""Routes by which everyone who was told something wrong is told so."""

from uuid import UUID

from fastapi import APIRouter

from ppit_audit.actions import follow_notices
from ppit_audit.actions.make_recall import RecallAsked, make_recall
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.recall_wire import (
    AcknowledgementGiven,
    NoticeList,
    NoticeShown,
    RecallGiven,
    RecallList,
    RecallShown,
    notice_shown,
    recall_shown,
    recall_summary,
)
from ppit_audit.api.rules import RECALL, being_told, changing, reading
from ppit_platform.codes import LogOperation

router = APIRouter(prefix="/v1", tags=["recalls"])

_RECALL = ("recall_id", "notices.notice_id", "notices.state")
_NOTICE = ("notice_id", "state", "service", "reason", "fields", "answered")


@router.post("/recalls", status_code=201, **changing(scope=RECALL, essential_fields=_RECALL))
async def create_recall(body: RecallGiven, desk: AtTheDesk) -> RecallShown:
    """Tell everyone whom the log says that something wrong was told to (DPA 2018 s.38(5), s.48).

    One notice for each organisation, client and agreement; each is sent a webhook and finds it
    under ``/audit/v1/notices``. What may have left is recalled as what did. 503
    ``SUBJECTS_UNRESOLVED`` rather than a recall that reaches only some.
    """
    asked = RecallAsked(
        service=body.service,
        subject_ids=body.subject_ids,
        reason=body.reason,
        fields=body.fields,
        told_since=body.told_since,
        corrected_at=body.corrected_at,
    )
    return recall_shown(*await make_recall(asked, desk))


@router.get("/recalls", **reading(scope=RECALL, essential_fields=("items.recall_id",)))
async def get_recalls(desk: AtTheDesk) -> RecallList:
    """List the newest 200 recalls, the newest first."""
    found = await follow_notices.list_recalls(desk)
    return RecallList(items=tuple(map(recall_summary, found)))


@router.get("/recalls/{recall_id}", **reading(scope=RECALL, essential_fields=_RECALL))
async def get_recall(recall_id: UUID, desk: AtTheDesk) -> RecallShown:
    """Show a recall and what became of each notice: pending, acknowledged or escalated."""
    return recall_shown(*await follow_notices.read_recall(recall_id, desk))


@router.get(
    "/notices",
    **being_told(
        log=LogOperation.CONSULTATION, essential_fields=tuple(f"items.{one}" for one in _NOTICE)
    ),
)
async def get_notices(desk: AtTheDesk) -> NoticeList:
    """List the newest 200 notices to one's own organisation, the newest first."""
    found = await follow_notices.list_notices(desk)
    cases = await follow_notices.cases_of(found, desk)
    return NoticeList(items=tuple(notice_shown(one, cases) for one in found))


@router.get(
    "/notices/{notice_id}",
    **being_told(log=LogOperation.CONSULTATION, essential_fields=_NOTICE),
)
async def get_notice(notice_id: UUID, desk: AtTheDesk) -> NoticeShown:
    """Show a notice to one's own organisation; 404 ``NOT_FOUND`` also for another's."""
    notice = await follow_notices.read_notice(notice_id, desk)
    return notice_shown(notice, await follow_notices.cases_of([notice], desk))


@router.post(
    "/notices/{notice_id}/acknowledgement",
    status_code=201,
    **being_told(log=LogOperation.COLLECTION, idempotent=True, essential_fields=_NOTICE),
)
async def create_acknowledgement(
    notice_id: UUID, body: AcknowledgementGiven, desk: AtTheDesk
) -> NoticeShown:
    """Say what was done about it; the first answer stays. 404 ``NOT_FOUND`` for another's.

    A notice that nobody acknowledges before ``due_at`` is escalated to both sides.
    """
    notice = await follow_notices.acknowledge_notice(notice_id, body.done, desk)
    return notice_shown(notice, await follow_notices.cases_of([notice], desk))
