"""Takes a change that one person proposes. To stop something takes no other."""

from dataclasses import replace

from ppit_partners.actions.apply_change import apply_change
from ppit_partners.actions.check_change import check_change
from ppit_partners.actions.desk import Desk
from ppit_partners.actions.tell_log import tell_log
from ppit_partners.domain.changes import Change, ChangeKind, ChangeState, may_propose
from ppit_partners.domain.payloads import Payload, as_json
from ppit_partners.errors import NotYours
from ppit_platform.ids import new_id


async def propose_change(payload: Payload, desk: Desk) -> Change:
    """Keep it for somebody else to decide; a suspension is applied at once."""
    hands = desk.hands()
    if not may_propose(payload.kind, payload.org_id, hands):
        msg = "see who may propose what"
        raise NotYours(msg)
    await check_change(payload, desk)
    change = Change(
        change_id=new_id(),
        kind=payload.kind,
        subject_org=payload.org_id,
        subject=payload.subject,
        body=as_json(payload),
        proposed_org=hands.org_id,
        proposed_by=hands.acting,
        proposed_at=desk.now,
    )
    await desk.stores.proposals.add(change, desk.home.org_id)
    if payload.kind is ChangeKind.SUSPEND:
        change = replace(
            change,
            state=ChangeState.APPLIED,
            decided_org=hands.org_id,
            decided_by=hands.acting,
            decided_at=desk.now,
        )
        await apply_change(change, desk)
        await desk.stores.proposals.decide(change)
    tell_log(change, desk)
    return change
