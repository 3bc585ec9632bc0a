"""Protects somebody at once: nobody may be told where they live, whoever else they may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from ppit_victims.actions.desk import Desk
from ppit_victims.actions.facts import told_of
from ppit_victims.actions.register import take_records
from ppit_victims.domain.codes import LinkBasis, ProtectionReason
from ppit_victims.domain.records import Incoming, Settled
from ppit_victims.domain.rows import RowRead, RowRejected
from ppit_victims.errors import PersonNotSearchable
from ppit_victims.storage.clearance import take_the_pen
from ppit_victims.storage.protections import Protection

PROTECTION = "PROTECTION"


class ProtectedAs(StrEnum):
    """``UNDER_REVIEW``: protected all the same; a human says whether it is a victim we know."""

    LINKED = "LINKED"
    CREATED = "CREATED"
    UNDER_REVIEW = "UNDER_REVIEW"


@dataclass(frozen=True, slots=True)
class ProtectionGiven:
    protection_id: UUID
    victim_id: UUID | None
    outcome: ProtectedAs


async def protect(
    row: RowRead | RowRejected,
    cells: Mapping[str, object],
    reason: ProtectionReason,
    until: date | None,
    desk: Desk,
) -> ProtectionGiven:
    """Protect one person, known as a victim or not. Persons only."""
    desk.personal_hand()
    if isinstance(row, RowRejected) or len(row.people) != 1:
        msg = "one person's name in Latin letters, and a date of birth, an address or a phone"
        raise PersonNotSearchable(msg)
    await take_the_pen(desk.session)
    # Each asks for a protection of its own: the same words again are not the same row.
    protection_id = new_id()
    marked = {**cells, "protection_id": str(protection_id)}
    incoming = Incoming(new_id(), PROTECTION, row, marked, None)
    (taken,) = await take_records([incoming], desk.origin, desk.register)
    if isinstance(taken, RowRejected):
        raise PersonNotSearchable(taken.reasons[0].detail)
    one = taken.people[0]
    protection = Protection(protection_id, one.mention_id, reason, until)
    await desk.protections.add(protection, desk.origin)
    outcome = _outcome(one)
    desk.unit.record(
        told_of(
            LogOperation.COLLECTION,
            taken.victim_ids,
            desk.pseudonyms,
            fields=("outcome", "protection_id", "victim_id"),
            counts={"protections": 1, outcome.value: 1},
        )
    )
    return ProtectionGiven(protection_id, one.victim_id, outcome)


def _outcome(one: Settled) -> ProtectedAs:
    if one.doubt is not None:
        return ProtectedAs.UNDER_REVIEW
    return ProtectedAs.CREATED if one.basis is LinkBasis.NEW else ProtectedAs.LINKED
