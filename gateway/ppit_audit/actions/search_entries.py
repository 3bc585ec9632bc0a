"""Finds entries by what they say: a case, who asked, an organisation, an agreement, a time."""

from dataclasses import dataclass, replace

from ppit_audit.actions.desk import Desk
from ppit_audit.actions.read_entries import read_by
from ppit_audit.actions.take_in import case_digest
from ppit_audit.domain.criteria import Criteria
from ppit_audit.domain.entry import LogEntry
from ppit_audit.errors import NothingAsked

PAGE = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entries, the newest first; ``more``: older ones follow."""

    log_size: int
    entries: tuple[LogEntry, ...]
    more: bool


async def search_entries(
    criteria: Criteria, case_reference: str | None, before: int | None, desk: Desk
) -> Found:
    """Search everything up to the newest signed checkpoint; a case only while it is not erased."""
    desk.check_home()
    if case_reference is not None:
        criteria = replace(criteria, case_digest=case_digest(case_reference, desk.pseudonyms))
    if criteria == Criteria():
        msg = "a search without a criterion is an export"
        raise NothingAsked(msg)
    size = await desk.read_on()
    wanted = await desk.stores.said.search(criteria, before=before, most=PAGE + 1)
    entries = await desk.stores.log.some(wanted[:PAGE])
    read_by(desk, "entries", len(entries))
    return Found(size, tuple(reversed(entries)), len(wanted) > PAGE)
