"""Route for a warden's visits in order of need."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.desk import Hop, House
from ppit_platform.wire import Instant, WireModel
from ppit_victims.actions.worklist import Visit, worklist
from ppit_victims.api.desk import AtTheDesk
from ppit_victims.api.victim_wire import need_shown
from ppit_victims.api.wire import (
    AddressShown,
    NeedShown,
    SafeContactShown,
    address_shown,
    safe_contact_shown,
)
from ppit_victims.domain.codes import Stage
from ppit_victims.domain.purposes import CONCERNED, REGISTER_PURPOSES
from ppit_victims.domain.visits import Safety

MOST_VISITS = 100
_USUAL = 25

router = APIRouter(prefix="/v1/worklist", tags=["worklist"])


class MeasureAdvised(WireModel):
    """Officer-safety's measure and words. ``stale``: its review is overdue, do it all the same."""

    measure: str
    words: str
    stale: bool
    contested: bool


class SafetyAdvice(WireModel):
    """Officer-safety's answer for a lone visit to this door. Empty measures are no all-clear.

    ``UNABLE_TO_SCREEN``: nobody could look. Ask before you go.
    """

    result: str
    unable_reason: str | None
    control_measures: tuple[MeasureAdvised, ...]
    screening_id: str | None
    valid_until: str | None
    contact_for_advice: str | None
    acknowledgement_required: bool


class VisitDue(WireModel):
    """One visit. Where ``safe_contact`` forbids home visits, nobody goes: agree another way."""

    safe_contact: SafeContactShown
    safety: SafetyAdvice
    victim_id: UUID
    name: str
    address: AddressShown
    need: NeedShown
    stage: Stage
    last_contact: Instant | None


class VisitsDue(WireModel):
    items: tuple[VisitDue, ...]


@router.get(
    "",
    **governed(
        scope="victims:worklist",
        log=LogOperation.DISCLOSURE,
        purposes=REGISTER_PURPOSES,
        max_people=MOST_VISITS,
        concerns=CONCERNED,
        person_required=True,
        essential_fields=("items.safe_contact", "items.safety", "items.victim_id"),
    ),
)
async def get_worklist(
    desk: AtTheDesk,
    house: House,
    hop: Hop,
    limit: Annotated[int, Query(ge=1, le=MOST_VISITS, description="The most visits.")] = _USUAL,
) -> VisitsDue:
    """Show whom to visit, those in most need first, each with safety advice for a lone visit.

    All addresses are screened in one question to officer-safety. Where it fails, every visit says
    ``UNABLE_TO_SCREEN`` / ``SOURCE_UNAVAILABLE``. Closed records and hidden addresses are left out.
    """
    visits = await worklist(limit, desk, house, hop)
    return VisitsDue(items=tuple(_due(visit) for visit in visits))


def _due(visit: Visit) -> VisitDue:
    victim = visit.victim
    return VisitDue(
        safe_contact=safe_contact_shown(victim.safe_contact),
        safety=_advice(visit.safety),
        victim_id=victim.victim_id,
        name=victim.home.name,
        address=address_shown(victim.home),
        need=need_shown(victim.need),
        stage=victim.stage,
        last_contact=victim.last_contact,
    )


def _advice(safety: Safety) -> SafetyAdvice:
    return SafetyAdvice(
        result=safety.result,
        unable_reason=safety.unable_reason,
        control_measures=tuple(
            MeasureAdvised(
                measure=each.measure, words=each.words, stale=each.stale, contested=each.contested
            )
            for each in safety.control_measures
        ),
        screening_id=safety.screening_id,
        valid_until=safety.valid_until,
        contact_for_advice=safety.contact_for_advice,
        acknowledgement_required=safety.acknowledgement_required,
    )
