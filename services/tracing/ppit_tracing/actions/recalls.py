"""Shows an organisation its recall notices, and records that it acknowledged one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_tracing.actions.desk import Desk
from ppit_tracing.errors import RecallUnknown
from ppit_tracing.storage.recalls import Notice


async def list_recalls(
    after: tuple[datetime, UUID], most: int, desk: Desk
) -> tuple[Sequence[Notice], bool]:
    """Return a page of notices, and whether more follow."""
    allowed = min(most, desk.caller.people_limit)
    notices = await desk.recalls.page(after, allowed + 1)
    page = notices[:allowed]
    desk.unit.record(_fact(LogOperation.CONSULTATION, page, desk))
    return page, len(notices) > allowed


async def acknowledge_recall(recall_id: UUID, desk: Desk) -> Notice:
    """Record who acknowledged it; the first time counts."""
    notice = await desk.recalls.acknowledge(recall_id, desk.caller.acting, desk.now)
    if notice is None:
        msg = "list your notices"
        raise RecallUnknown(msg)
    desk.unit.record(_fact(LogOperation.COLLECTION, [notice], desk))
    return notice


def _fact(operation: LogOperation, notices: Sequence[Notice], desk: Desk) -> AuditFact:
    subjects = tuple(desk.pseudonyms.subject(notice.trace_id) for notice in notices)
    return AuditFact(
        operation,
        subjects_searched=subjects,
        subjects_disclosed=subjects,
        fields=("recall",),
        counts={"recalls": len(notices)},
    )
