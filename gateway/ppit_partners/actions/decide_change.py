"""Lets another person decide on a change, and does what was agreed in the same transaction."""

from dataclasses import replace
from uuid import UUID

from ppit_partners.actions.apply_change import apply_change
from ppit_partners.actions.check_change import check_change
from ppit_partners.actions.desk import Desk
from ppit_partners.actions.tell_log import tell_log
from ppit_partners.domain.changes import Change, ChangeState, Hands, may_decide
from ppit_partners.domain.payloads import payload_of
from ppit_partners.errors import ChangeDecided, EntryUnknown, NotYours
from ppit_platform.hands import FourEyesRequired


async def approve_change(change_id: UUID, desk: Desk) -> Change:
    """Apply it, if the register still allows it and somebody else proposed it."""
    hands = desk.hands()
    change = await _open_to(change_id, hands, desk)
    await check_change(payload_of(change), desk)
    return await _decide(change, hands, desk, ChangeState.APPLIED, None)


async def reject_change(change_id: UUID, reasons: str, desk: Desk) -> Change:
    hands = desk.hands()
    change = await _open_to(change_id, hands, desk)
    return await _decide(change, hands, desk, ChangeState.REJECTED, reasons)


async def _open_to(change_id: UUID, hands: Hands, desk: Desk) -> Change:
    change = await desk.stores.proposals.one(change_id)
    if change is None:
        msg = "no such change"
        raise EntryUnknown(msg)
    if change.state is not ChangeState.PROPOSED:
        msg = "read it again"
        raise ChangeDecided(msg)
    if hands.acting == change.proposed_by:
        msg = "somebody else decides"
        raise FourEyesRequired(msg)
    if not may_decide(change, hands):
        msg = "see who may decide on what"
        raise NotYours(msg)
    return change


async def _decide(
    change: Change, hands: Hands, desk: Desk, state: ChangeState, reasons: str | None
) -> Change:
    decided = replace(
        change,
        state=state,
        decided_org=hands.org_id,
        decided_by=hands.acting,
        decided_at=desk.now,
        reasons=reasons,
    )
    if state is ChangeState.APPLIED:
        await apply_change(decided, desk)
    await desk.stores.proposals.decide(decided)
    tell_log(decided, desk)
    return decided
