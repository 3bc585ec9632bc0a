"""Reports one victim and one crime: links them, makes them new, or asks a human."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from ppit_victims.actions.desk import Desk
from ppit_victims.actions.facts import told_of
from ppit_victims.actions.register import take_records
from ppit_victims.domain.codes import RowOutcome
from ppit_victims.domain.help import Helper
from ppit_victims.domain.records import Incoming
from ppit_victims.domain.rows import RowRead, RowRejected
from ppit_victims.domain.safe_contact import NO_INSTRUCTION, SafeContact
from ppit_victims.errors import PersonNotSearchable
from ppit_victims.storage.clearance import take_the_pen, whole_register

REPORT = "REPORT"


@dataclass(frozen=True, slots=True)
class Reported:
    """``helping`` is None while a human has yet to say who it is: nobody could look."""

    report_id: UUID
    outcome: RowOutcome
    victim_id: UUID | None
    safe_contact: SafeContact
    helping: tuple[Helper, ...] | None


async def report_victim(
    row: RowRead | RowRejected, cells: Mapping[str, object], desk: Desk
) -> Reported:
    """Take one report and answer who already helps, by pointer alone."""
    if isinstance(row, RowRejected) or len(row.people) != 1:
        msg = "one person's name in Latin letters, and a date of birth, an address or a phone"
        raise PersonNotSearchable(msg)
    await take_the_pen(desk.session)
    incoming = Incoming(new_id(), REPORT, row, cells, None)
    (taken,) = await take_records([incoming], desk.origin, desk.register)
    if isinstance(taken, RowRejected):
        msg = "a reviewer refused the same report before"
        raise PersonNotSearchable(msg)
    victim_id = taken.people[0].victim_id
    safe_contact, helping = row.told.safe_contact, None
    if victim_id is not None:
        safe_contact, helping = await _standing(victim_id, desk)
    desk.unit.record(
        told_of(
            LogOperation.COLLECTION,
            taken.victim_ids,
            desk.pseudonyms,
            fields=("already_helping", "outcome", "safe_contact"),
            counts={"reports": 1, taken.outcome.value: 1},
            waiting=taken.waiting,
        )
    )
    return Reported(incoming.record_id, taken.outcome, victim_id, safe_contact, helping)


async def _standing(victim_id: UUID, desk: Desk) -> tuple[SafeContact, tuple[Helper, ...]]:
    async with whole_register(desk.session):
        summaries = await desk.victims.summaries([victim_id])
        helpers = await desk.victims.helpers(victim_id)
    found = summaries.get(victim_id)
    return (found.safe_contact if found else NO_INSTRUCTION), helpers
