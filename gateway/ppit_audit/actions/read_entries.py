"""Reads entries of the log as they stand; that they were read is an entry of its own."""

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.entry import LogEntry
from ppit_audit.errors import EntryUnknown
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


async def read_entry(index: int, desk: Desk) -> LogEntry:
    desk.check_home()
    found = await desk.stores.log.some([index])
    if not found:
        msg = "the log ends before it"
        raise EntryUnknown(msg)
    read_by(desk, "entries", len(found))
    return found[0]


def read_by(desk: Desk, what: str, number: int, subjects: tuple[str, ...] = ()) -> None:
    """Leave the fact of a look into the log; ``subjects`` are whom it was about, if anybody."""
    desk.unit.record(
        AuditFact(
            LogOperation.AUDIT_VIEWED,
            subjects_searched=subjects,
            fields=(what,),
            counts={what: number},
        )
    )
