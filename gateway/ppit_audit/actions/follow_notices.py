"""What becomes of notices: a recipient reads and acknowledges its own; nobody else's are there."""

from collections.abc import Sequence
from uuid import UUID

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.recalls import Done, Notice, Recall
from ppit_audit.errors import NoticeUnknown, RecallUnknown
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


async def list_recalls(desk: Desk) -> list[Recall]:
    desk.check_home()
    found = await desk.stores.recalls.newest()
    desk.unit.record(_viewed("recalls", len(found), ()))
    return found


async def read_recall(recall_id: UUID, desk: Desk) -> tuple[Recall, list[Notice]]:
    """Return a recall with all its notices, and what became of each."""
    desk.check_home()
    recall = await desk.stores.recalls.one(recall_id)
    if recall is None:
        msg = "no such recall"
        raise RecallUnknown(msg)
    notices = await desk.stores.recalls.notices_of(recall_id)
    desk.unit.record(_viewed("notices", len(notices), recall.subjects))
    return recall, notices


async def list_notices(desk: Desk) -> list[Notice]:
    """Return the newest notices to the asking organisation."""
    found = await desk.stores.recalls.notices_to(desk.caller.org_id)
    desk.unit.record(_told(LogOperation.CONSULTATION, found))
    return found


async def read_notice(notice_id: UUID, desk: Desk) -> Notice:
    notice = await _own(notice_id, desk)
    desk.unit.record(_told(LogOperation.CONSULTATION, [notice]))
    return notice


async def cases_of(notices: Sequence[Notice], desk: Desk) -> dict[str, str]:
    """Return the case references that the recipient itself sent, by request; erased ones lack."""
    keys = {str(one) for notice in notices for one in notice.request_ids}
    found = await desk.stores.log.of_keys(keys)
    return {one.key: one.case_reference for one in found if one.case_reference is not None}


async def acknowledge_notice(notice_id: UUID, done: Done, desk: Desk) -> Notice:
    """Keep that the recipient did something about it; a second answer changes nothing."""
    notice = await _own(notice_id, desk)
    await desk.stores.recalls.acknowledge(notice, desk.caller.acting, done, desk.now)
    desk.unit.record(_told(LogOperation.COLLECTION, [notice], done.value))
    return await _own(notice_id, desk)


async def _own(notice_id: UUID, desk: Desk) -> Notice:
    notice = await desk.stores.recalls.notice_to(desk.caller.org_id, notice_id)
    if notice is None:
        msg = "no such notice to your organisation"
        raise NoticeUnknown(msg)
    return notice


def _told(operation: LogOperation, notices: Sequence[Notice], *codes: str) -> AuditFact:
    return AuditFact(
        operation,
        subjects_searched=tuple(
            dict.fromkeys(name for one in notices for name in one.recall.subjects)
        ),
        fields=(*(f"notice:{one.notice_id}" for one in notices), *codes),
        counts={"notices": len(notices)},
    )


def _viewed(what: str, number: int, subjects: tuple[str, ...]) -> AuditFact:
    return AuditFact(
        LogOperation.AUDIT_VIEWED, subjects_searched=subjects, fields=(what,), counts={what: number}
    )
