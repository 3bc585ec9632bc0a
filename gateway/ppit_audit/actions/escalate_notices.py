"""Escalates notices that nobody acknowledged in time: both sides are told, and the log."""

from datetime import datetime

from ppit_audit.actions.desk import Home
from ppit_audit.actions.make_recall import overdue_event
from ppit_audit.storage.recalls import RecallStore
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.unit import UnitOfWork


async def escalate_notices(
    recalls: RecallStore, unit: UnitOfWork, home: Home, now: datetime
) -> AuditFact | None:
    """Escalate what is overdue; return the fact of it, None where nothing was."""
    late = await recalls.overdue(now)
    if not late:
        return None
    for notice in late:
        await recalls.escalate(notice, now)
        for org_id in {notice.recipient.org_id, home.org_id}:
            await unit.announce(overdue_event(notice, now, org_id))
    return AuditFact(
        LogOperation.ALTERATION,
        subjects_searched=tuple(
            dict.fromkeys(name for notice in late for name in notice.recall.subjects)
        ),
        fields=tuple(f"notice:{notice.notice_id}" for notice in late),
        counts={"escalated": len(late)},
    )
