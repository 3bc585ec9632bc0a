"""Counts the receipts of a day, so that a partner can hold its own against them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.receipts import ReceiptCount
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


@dataclass(frozen=True, slots=True)
class ReceiptsOfDay:
    """Counted are receipts whose index is below ``log_size``: what came later is not read yet."""

    day: date
    log_size: int
    counts: tuple[ReceiptCount, ...]


async def count_receipts(day: date, desk: Desk) -> ReceiptsOfDay:
    """Count what was answered on a day in UTC: of one's own organisation, or at home of all."""
    at_home = desk.caller.org_id == desk.home.org_id
    log_size = await desk.read_on() if at_home else await desk.stores.said.reached()
    since, until = datetime.combine(day, time.min, UTC), datetime.combine(day, time.max, UTC)
    of_whom = None if at_home else desk.caller.org_id
    found = await desk.stores.said.receipts(of_whom, since, until)
    desk.unit.record(
        AuditFact(LogOperation.AUDIT_VIEWED, fields=("receipts",), counts={"clients": len(found)})
    )
    return ReceiptsOfDay(day, log_size, tuple(found))
