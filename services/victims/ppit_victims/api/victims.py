"""Routes for one victim: the record as its district may see it, contacts, protection."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.people_wire import AddressGiven, Day, InstantGiven
from ppit_platform.wire import Instant, WireModel
from ppit_victims.actions.protect import ProtectedAs, protect
from ppit_victims.actions.read_victim import PROTECT_SCOPE, read_victim
from ppit_victims.actions.record_contact import record_contact
from ppit_victims.api.desk import AtTheDesk
from ppit_victims.api.report_wire import PersonReported, of_no_crime, row_of
from ppit_victims.api.victim_wire import VictimRecord, victim_record
from ppit_victims.api.wire import SafeContactShown, safe_contact_shown
from ppit_victims.domain.codes import ContactOutcome, InterventionType, ProtectionReason, Stage
from ppit_victims.domain.help import Contact
from ppit_victims.domain.purposes import CONCERNED, PROTECTED, REGISTER_PURPOSES

router = APIRouter(prefix="/v1", tags=["victims"])


class ContactGiven(WireModel):
    """What was done and what came of it. ``at`` is when; a note is the officer's own words."""

    intervention_type: InterventionType
    outcome: ContactOutcome
    at: InstantGiven
    note: Annotated[str, Field(min_length=1, max_length=2000)] | None = None


class ContactTaken(WireModel):
    safe_contact: SafeContactShown
    contact_id: UUID
    victim_id: UUID
    stage: Stage
    recorded_at: Instant


class ProtectionGivenBody(WireModel):
    """``until`` is the last London day of it; without it, until it is lifted."""

    person: PersonReported
    address: AddressGiven | None = None
    reason: ProtectionReason
    until: Day | None = None


class ProtectionTaken(WireModel):
    """In force from now on, whatever the ``outcome``: that says only who else they may be."""

    protection_id: UUID
    victim_id: UUID | None
    outcome: ProtectedAs


@router.get(
    "/victims/{victim_id}",
    **governed(
        scope="victims:read",
        log=LogOperation.CONSULTATION,
        purposes=REGISTER_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        essential_fields=("address_withheld", "safe_contact", "stage", "victim_id"),
    ),
)
async def get_victim(victim_id: UUID, desk: AtTheDesk) -> VictimRecord:
    """Show a victim: safe contact first, then what each partner told and what each agency did.

    404 where the victim does not live in a district of the agreement, or the purpose does not
    reach the register. An address that hides a refuge or a witness is withheld.
    """
    shown, hidden = await read_victim(victim_id, desk)
    return victim_record(shown, hidden=hidden)


@router.post(
    "/victims/{victim_id}/contacts",
    status_code=201,
    **governed(
        scope="victims:write",
        log=LogOperation.ALTERATION,
        purposes=REGISTER_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("contact_id", "safe_contact"),
    ),
)
async def create_contact(victim_id: UUID, body: ContactGiven, desk: AtTheDesk) -> ContactTaken:
    """Record a contact; everyone entitled sees from then on that somebody is helping.

    422 ``CONTACT_NOT_YET`` for one that has not happened; 404 as for reading the victim.
    """
    contact = Contact(desk.caller.org_id, body.intervention_type, body.outcome, body.at)
    contact_id, summary = await record_contact(victim_id, contact, body.note, desk)
    return ContactTaken(
        safe_contact=safe_contact_shown(summary.safe_contact),
        contact_id=contact_id,
        victim_id=victim_id,
        stage=summary.stage,
        recorded_at=desk.now,
    )


@router.post(
    "/protections",
    status_code=201,
    **governed(
        scope=PROTECT_SCOPE,
        log=LogOperation.COLLECTION,
        purposes=REGISTER_PURPOSES,
        max_people=1,
        concerns=PROTECTED,
        person_required=True,
        idempotent=True,
        essential_fields=("outcome", "protection_id"),
    ),
)
async def create_protection(body: ProtectionGivenBody, desk: AtTheDesk) -> ProtectionTaken:
    """Protect somebody: from now on no trace is told where they live.

    They need not be a victim. 422 ``PERSON_NOT_SEARCHABLE`` where nobody could recognise them:
    send more, for nobody is protected by that.
    """
    given = body.model_dump(mode="json", exclude_none=True, include={"person", "address"})
    row, cells = row_of(given)
    given_to = await protect(of_no_crime(row), cells, body.reason, body.until, desk)
    return ProtectionTaken(
        protection_id=given_to.protection_id,
        victim_id=given_to.victim_id,
        outcome=given_to.outcome,
    )
