"""Routes for deciding a case: a named person, and a second one where the policy says."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.people_wire import YesNo
from ppit_platform.wire import WireModel
from ppit_vetting.actions.decide_case import DecisionTold, decide_case, sign_case
from ppit_vetting.api.cases import DECIDE
from ppit_vetting.api.desk import AtTheDesk
from ppit_vetting.domain.codes import (
    CONCERNED,
    VETTING_PURPOSES,
    Condition,
    DecisionCode,
    DecisionState,
)
from ppit_vetting.domain.decisions import Decision

ReasonsGiven = Annotated[
    str, Field(pattern=r"\S", max_length=4000, description="For analysts alone.")
]

router = APIRouter(prefix="/v1/cases", tags=["decisions"])

_by_a_person = partial(
    governed,
    scope=DECIDE,
    log=LogOperation.ALTERATION,
    purposes=VETTING_PURPOSES,
    max_people=1,
    concerns=CONCERNED,
    person_required=True,
    idempotent=True,
    essential_fields=("case_id", "state", "version"),
)


class DecisionGiven(WireModel):
    """``recommendation_version`` is what the person has read: a newer one refuses the decision."""

    decision: DecisionCode
    reasons: ReasonsGiven
    conditions: tuple[Condition, ...] = Field(default=(), max_length=len(Condition))
    recommendation_version: int | None = Field(default=None, ge=1, strict=True)


class SecondSignatureGiven(WireModel):
    """``agrees: false`` makes the decision fall, with reasons: the case may be decided again."""

    agrees: YesNo
    reasons: ReasonsGiven | None = None


class DecisionStep(WireModel):
    """Where the decision on a case stands after a step."""

    case_id: UUID
    version: int
    decision: DecisionCode
    state: DecisionState
    needs_second_signature: bool


def _step(case_id: UUID, decision: Decision) -> DecisionStep:
    return DecisionStep(
        case_id=case_id,
        version=decision.version,
        decision=decision.decision,
        state=decision.state,
        needs_second_signature=decision.needs_second,
    )


@router.post("/{case_id}/decision", status_code=201, **_by_a_person())
async def create_decision(case_id: UUID, body: DecisionGiven, desk: AtTheDesk) -> DecisionStep:
    """Decide a case. It waits for a second signature above the policy's amount, and wherever an
    approval goes against what is recommended.

    Refuses with 403 ``PERSON_REQUIRED``, 409 ``CASE_NOT_READY``, ``CASE_DECIDED`` or
    ``RECOMMENDATION_CHANGED``, 422 ``CONDITIONS_UNCLEAR``. (UK GDPR Arts 22A-D: a human decides,
    with reasons, and the applicant may contest it.)
    """
    told = DecisionTold(body.decision, body.conditions, body.reasons, body.recommendation_version)
    return _step(case_id, await decide_case(case_id, told, desk))


@router.post("/{case_id}/second-signature", status_code=201, **_by_a_person())
async def create_second_signature(
    case_id: UUID, body: SecondSignatureGiven, desk: AtTheDesk
) -> DecisionStep:
    """Sign somebody else's decision, or make it fall.

    Refuses with 403 ``FOUR_EYES_REQUIRED`` whoever decided, 409 ``NOTHING_TO_SIGN``, 422
    ``REASONS_NEEDED`` where the decision is to fall without any.
    """
    signed = await sign_case(case_id, desk, agrees=body.agrees, reasons=body.reasons)
    return _step(case_id, signed)
