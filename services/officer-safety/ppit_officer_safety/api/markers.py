"""Routes for the life of a marker: proposed by one person, decided by another."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter

from ppit_officer_safety.actions.amend_marker import amend_home
from ppit_officer_safety.actions.decide_marker import (
    approve_marker,
    reject_marker,
    remove_marker,
    renew_marker,
)
from ppit_officer_safety.actions.propose_marker import PROPOSE_SCOPE, propose_marker
from ppit_officer_safety.actions.read_marker import read_marker
from ppit_officer_safety.api.desk import AtTheDesk
from ppit_officer_safety.api.marker_wire import (
    Amendment,
    Approval,
    MarkerProposal,
    MarkerRecord,
    MarkerStep,
    Removal,
    Renewal,
    marker_record,
    marker_step,
)
from ppit_officer_safety.domain.purposes import CONCERNED, SAFETY_PURPOSES
from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.people_wire import plain_uprn

APPROVE = "officer-safety:approve"
REVIEW = "officer-safety:review"

router = APIRouter(prefix="/v1/markers", tags=["markers"])

_by_a_person = partial(
    governed,
    purposes=SAFETY_PURPOSES,
    max_people=1,
    concerns=CONCERNED,
    person_required=True,
    essential_fields=("marker_id", "state", "version"),
)
"""Governs an operation on one marker: a named person acts, never a machine on its own."""


@router.post(
    "",
    status_code=201,
    **_by_a_person(scope=PROPOSE_SCOPE, log=LogOperation.COLLECTION, idempotent=True),
)
async def create_marker(body: MarkerProposal, desk: AtTheDesk) -> MarkerStep:
    """Propose a marker with a dated incident. It warns nobody until somebody else approves it.

    An emergency warns at once and ends by itself after 72 hours, counted from the first on the
    same subject and incident; after those, or once somebody rejected it, 409 ``EMERGENCY_SPENT``.
    Refuses with 403 ``PERSON_REQUIRED`` or ``AREA_NOT_PERMITTED``, 422 ``SUBJECT_UNCLEAR``,
    ``ADDRESS_UNKNOWN``, ``INCIDENT_NOT_YET`` or ``PERSON_NOT_SEARCHABLE``. (ICO practice on
    violent-warning markers.)
    """
    described = body.subject.described()
    marker = await propose_marker(described, body.to_grounds(), desk, emergency=body.emergency)
    return marker_step(marker)


@router.get(
    "/{marker_id}",
    **_by_a_person(scope=REVIEW, log=LogOperation.CONSULTATION),
)
async def get_marker(marker_id: UUID, desk: AtTheDesk) -> MarkerRecord:
    """Show one marker with its subject and grounds. Operational roles have no such scope."""
    marker, as_given = await read_marker(marker_id, desk)
    return marker_record(marker, as_given)


@router.post(
    "/{marker_id}/approval",
    **_by_a_person(scope=APPROVE, log=LogOperation.ALTERATION, idempotent=True),
)
async def create_approval(marker_id: UUID, body: Approval, desk: AtTheDesk) -> MarkerStep:
    """Let a marker warn. Dates are London days.

    Refuses with 403 ``FOUR_EYES_REQUIRED`` whoever proposed it, 409 ``MARKER_STATE_FORBIDS`` or
    ``CONFLICT`` where another decision came first, 422 ``REVIEW_TOO_LATE`` or
    ``NOTIFICATION_INCOMPLETE``.
    """
    notification = body.notification.by(desk.caller.acting)
    return marker_step(
        await approve_marker(marker_id, desk, review_due=body.review_due, notification=notification)
    )


@router.post(
    "/{marker_id}/rejection",
    **_by_a_person(scope=APPROVE, log=LogOperation.ALTERATION, idempotent=True),
)
async def create_rejection(marker_id: UUID, desk: AtTheDesk) -> MarkerStep:
    """Refuse a proposal or end an emergency. 403 and 409 as for an approval."""
    return marker_step(await reject_marker(marker_id, desk))


@router.post(
    "/{marker_id}/renewal",
    **_by_a_person(scope=APPROVE, log=LogOperation.ALTERATION, idempotent=True),
)
async def create_renewal(marker_id: UUID, body: Renewal, desk: AtTheDesk) -> MarkerStep:
    """Keep a reviewed marker for another term; past its 28 days of grace it must be proposed anew.

    403, 409 and 422 as for an approval.
    """
    return marker_step(await renew_marker(marker_id, desk, review_due=body.review_due))


@router.post(
    "/{marker_id}/amendment",
    **_by_a_person(scope=REVIEW, log=LogOperation.ALTERATION, idempotent=True),
)
async def create_amendment(marker_id: UUID, body: Amendment, desk: AtTheDesk) -> MarkerStep:
    """Record that a marker's person moved: all markers of that person are at the new home.

    403 ``AREA_NOT_PERMITTED``, 422 ``ADDRESS_UNKNOWN`` or ``SUBJECT_UNCLEAR``.
    """
    return marker_step(await amend_home(marker_id, plain_uprn(body.home_uprn), desk))


@router.post(
    "/{marker_id}/removal",
    **_by_a_person(scope=REVIEW, log=LogOperation.ALTERATION, idempotent=True),
)
async def create_removal(marker_id: UUID, body: Removal, desk: AtTheDesk) -> MarkerStep:
    """End a marker for a stated reason; no screening shows it from then on. 409 as above."""
    return marker_step(await remove_marker(marker_id, desk, reason=body.reason))
