"""Records what a named person decides, and who signs it second. Nothing here decides by itself."""

from dataclasses import dataclass
from uuid import UUID

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.events import Event, EventType
from ppit_platform.hands import FourEyesRequired
from ppit_vetting.actions.desk import Desk
from ppit_vetting.actions.open_case import open_case
from ppit_vetting.domain.case import Case, Recommended
from ppit_vetting.domain.codes import Condition, DecisionCode, DecisionState
from ppit_vetting.domain.decisions import Decision, is_decided, needs_second
from ppit_vetting.errors import (
    CaseDecided,
    CaseNotReady,
    ConditionsUnclear,
    NothingToSign,
    ReasonsNeeded,
    RecommendationChanged,
)
from ppit_vetting.storage.decisions import SecondWord


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """``seen`` is the version of the recommendation that the person read, where they say it."""

    decision: DecisionCode
    conditions: tuple[Condition, ...]
    reasons: str
    seen: int | None


async def decide_case(case_id: UUID, told: DecisionTold, desk: Desk) -> Decision:
    """Store the decision; it is final unless the policy wants a second signature."""
    hand = desk.personal_hand()
    if (told.decision is DecisionCode.APPROVED_CONDITIONS) != bool(told.conditions):
        msg = "APPROVED_CONDITIONS and its conditions go together"
        raise ConditionsUnclear(msg)
    case = await open_case(case_id, desk)
    # What is recommended must not change between reading it here and deciding on it.
    await desk.stores.cases.alone(case)
    on = await _recommendation(case, told.seen, desk)
    earlier = await desk.stores.decisions.all(case_id)
    if is_decided(earlier):
        msg = "read the case to see it"
        raise CaseDecided(msg)
    decision = Decision(
        version=len(earlier) + 1,
        recommendation_version=on.version,
        decision=told.decision,
        conditions=tuple(dict.fromkeys(told.conditions)),
        reasons=told.reasons,
        decider=hand.acting,
        needs_second=needs_second(
            told.decision,
            on.recommendation,
            amount=case.request.amount_pence,
            second_above=case.policy.second_above_pence,
        ),
        decided_at=hand.now,
    )
    await desk.stores.decisions.add(case, decision, on)
    await _tell(case, desk, decision)
    return decision


async def sign_case(case_id: UUID, desk: Desk, *, agrees: bool, reasons: str | None) -> Decision:
    """Store the second signature: never that of whoever decided."""
    hand = desk.personal_hand()
    if not agrees and reasons is None:
        msg = "give reasons"
        raise ReasonsNeeded(msg)
    case = await open_case(case_id, desk)
    await desk.stores.cases.alone(case)
    decisions = await desk.stores.decisions.all(case_id)
    if not decisions or decisions[-1].state is not DecisionState.AWAITING_SECOND_SIGNATURE:
        msg = "read the report to see who decided what"
        raise NothingToSign(msg)
    decision = decisions[-1]
    if _same_hand(decision.decider, hand.acting):
        msg = "somebody else must sign it"
        raise FourEyesRequired(msg)
    word = SecondWord(hand.acting, agrees, reasons, hand.now)
    await desk.stores.decisions.sign(case, decision, word)
    signed = (await desk.stores.decisions.all(case_id))[-1]
    await _tell(case, desk, signed)
    return signed


def _same_hand(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()


async def _recommendation(case: Case, seen: int | None, desk: Desk) -> Recommended:
    readable = await desk.stores.findings.recommended(case.case_id)
    if not readable:
        msg = "wait until the case is DONE"
        raise CaseNotReady(msg)
    newest = readable[-1]
    if await desk.stores.findings.last_recommendation(case.case_id) != newest.version:
        msg = "ask again in a moment"
        raise RecommendationChanged(msg)
    if seen is not None and seen != newest.version:
        msg = f"it is version {newest.version} now"
        raise RecommendationChanged(msg)
    return newest


async def _tell(case: Case, desk: Desk, decision: Decision) -> None:
    """Tell the log what was done, and whoever asked that there is something to read."""
    desk.unit.record(
        AuditFact(
            LogOperation.ALTERATION,
            subjects_disclosed=(desk.pseudonyms.subject(case.case_id),),
            fields=("decision",),
            counts={decision.state.value: 1},
        )
    )
    told = {"id": str(case.case_id), "version": decision.version}
    event = Event(EventType.CASE_DECIDED, case.owner.org_id, desk.now, told)
    await desk.unit.announce(event)
