"""Records that the officer saw the answer."""

from datetime import datetime
from uuid import UUID

from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.errors import ScreeningUnknown
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


async def acknowledge_screening(screening_id: UUID, desk: Desk) -> datetime:
    """Return when this officer first acknowledged it: doing so again changes nothing."""
    acknowledged_at = await desk.stores.screenings.acknowledge(
        screening_id, acting=desk.caller.acting, now=desk.now
    )
    if acknowledged_at is None:
        msg = "no such screening of this organisation"
        raise ScreeningUnknown(msg)
    desk.unit.record(
        AuditFact(
            LogOperation.COLLECTION,
            subjects_searched=(desk.pseudonyms.subject(screening_id),),
            fields=("acknowledgement",),
            counts={"screenings": 1},
        )
    )
    return acknowledged_at
