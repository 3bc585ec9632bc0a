"""Routes by which two people change the register: one proposes, another decides."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body
from pydantic import Field

from ppit_partners.actions.decide_change import approve_change, reject_change
from ppit_partners.actions.propose_change import propose_change
from ppit_partners.actions.read_register import list_changes, read_change
from ppit_partners.api.desk import AtTheDesk
from ppit_partners.api.rules import APPROVE, PROPOSE, changing, reading
from ppit_partners.domain.changes import Change, ChangeKind, ChangeState
from ppit_partners.domain.payloads import Payload, payload_of
from ppit_platform.cursor import AtPage, Page
from ppit_platform.wire import Instant, WireModel

router = APIRouter(prefix="/v1/changes", tags=["changes"])

ChangeGiven = Annotated[Payload, Body(discriminator="kind")]
_ESSENTIAL = ("change_id", "state", "kind")


class RejectionGiven(WireModel):
    reasons: Annotated[str, Field(pattern=r"\S", max_length=1000)]


class ChangeShown(WireModel):
    """A change as it was proposed; ``proposed_by`` and ``decided_by`` are organisation/person."""

    change_id: UUID
    kind: ChangeKind
    state: ChangeState
    org_id: str
    subject: str
    change: Payload
    proposed_by: str
    proposed_at: Instant
    decided_by: str | None
    decided_at: Instant | None
    reasons: str | None


class ChangeList(WireModel):
    items: tuple[ChangeShown, ...]


def _shown(change: Change) -> ChangeShown:
    return ChangeShown(
        change_id=change.change_id,
        kind=change.kind,
        state=change.state,
        org_id=change.subject_org,
        subject=change.subject,
        change=payload_of(change),
        proposed_by=change.proposed_by,
        proposed_at=change.proposed_at,
        decided_by=change.decided_by,
        decided_at=change.decided_at,
        reasons=change.reasons,
    )


@router.post("", status_code=201, **changing(scope=PROPOSE))
async def create_change(body: ChangeGiven, desk: AtTheDesk) -> ChangeShown:
    """Propose a change of the register; ``SUSPEND`` is done at once, because stopping is safe.

    Partners' administrators propose for their own organisation, operators and approvers of the home
    organisation for all. Refuses with 403 ``NOT_YOURS_TO_CHANGE`` or ``PERSON_REQUIRED``, 404
    ``NOT_FOUND``, 409 ``REGISTER_MOVED_ON``, 422 ``CHANGE_INVALID`` naming each place.
    """
    return _shown(await propose_change(body, desk))


@router.post("/{change_id}/approval", status_code=201, **changing(scope=APPROVE))
async def create_approval(change_id: UUID, desk: AtTheDesk) -> ChangeShown:
    """Agree to a change: it is applied in the same transaction, for every worker of the gate.

    Another person than proposed it; for an agreement one of the other side, whose signature this
    is. Refuses with 403 ``FOUR_EYES_REQUIRED`` or ``NOT_YOURS_TO_CHANGE``, 409 ``CHANGE_DECIDED``
    or ``REGISTER_MOVED_ON``, 422 ``CHANGE_INVALID``.
    """
    return _shown(await approve_change(change_id, desk))


@router.post("/{change_id}/rejection", status_code=201, **changing(scope=APPROVE))
async def create_rejection(change_id: UUID, body: RejectionGiven, desk: AtTheDesk) -> ChangeShown:
    """Refuse a change that somebody else proposed, with reasons."""
    return _shown(await reject_change(change_id, body.reasons, desk))


@router.get("", **reading(essential_fields=tuple(f"items.{one}" for one in _ESSENTIAL)))
async def get_changes(
    desk: AtTheDesk, page: AtPage, state: ChangeState | None = None
) -> ChangeList:
    """List the changes that one's organisation is a party to, the newest first, 100 to a page."""
    listed = await list_changes(state, _before(page), desk)
    if listed.more:
        last = listed.items[-1]
        page.goes_on_after({"at": last.proposed_at.isoformat(), "id": str(last.change_id)})
    return ChangeList(items=tuple(map(_shown, listed.items)))


@router.get("/{change_id}", **reading(essential_fields=_ESSENTIAL))
async def get_change(change_id: UUID, desk: AtTheDesk) -> ChangeShown:
    """Show a change. 404 ``NOT_FOUND`` also where one's organisation is no party to it."""
    return _shown(await read_change(change_id, desk))


def _before(page: Page) -> tuple[datetime, UUID] | None:
    if page.after is None:
        return None
    return datetime.fromisoformat(str(page.after["at"])), UUID(str(page.after["id"]))
