"""Routes for screening visits."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from ppit_officer_safety.actions.acknowledge_screening import acknowledge_screening
from ppit_officer_safety.actions.read_screening import read_screening
from ppit_officer_safety.actions.screen_visits import screen_visits
from ppit_officer_safety.api.desk import AtTheDesk
from ppit_officer_safety.api.screening_wire import (
    ESSENTIAL,
    Acknowledged,
    ScreeningAnswer,
    ScreeningList,
)
from ppit_officer_safety.api.visit_wire import MOST_VISITS, VisitList, VisitRequest, visit_asked
from ppit_officer_safety.domain.purposes import CONCERNED, SAFETY_PURPOSES
from ppit_platform.access import governed
from ppit_platform.codes import LogOperation

SCREEN = "officer-safety:screen"
_MOST_PEOPLE = 20

router = APIRouter(prefix="/v1/screenings", tags=["screenings"])


@router.post(
    "",
    response_model=ScreeningAnswer,
    **governed(
        scope=SCREEN,
        log=LogOperation.DISCLOSURE,
        purposes=SAFETY_PURPOSES,
        max_people=_MOST_PEOPLE,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=ESSENTIAL,
    ),
)
async def create_screening(body: VisitRequest, desk: AtTheDesk) -> JSONResponse:
    """Screen one visit: address first, then the people named.

    ``NO_KNOWN_MARKERS`` is said only if everything given was resolved and every source was read
    and fresh; it is no all-clear. Whatever could not be looked at is ``UNABLE_TO_SCREEN``, with
    its reason (DPA 2018 s.38; the duty of care to staff). Instants are UTC.
    """
    (screening,) = await screen_visits([visit_asked(body, desk.now)], desk)
    return JSONResponse(screening.as_json())


@router.post(
    "/batch",
    response_model=ScreeningList,
    **governed(
        scope=SCREEN,
        log=LogOperation.DISCLOSURE,
        purposes=SAFETY_PURPOSES,
        max_people=MOST_VISITS,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=[f"items.{name}" for name in ESSENTIAL],
    ),
)
async def create_screenings(body: VisitList, desk: AtTheDesk) -> JSONResponse:
    """Screen a list of up to 200 visits; answers stand in the order of the visits.

    A visit that breaks a rule is answered ``UNABLE_TO_SCREEN`` / ``INSUFFICIENT_INPUT`` with the
    rule and its place, and does not spoil the rest. Beyond the people that the agreement still
    allows today a visit is answered ``UNABLE_TO_SCREEN`` / ``NOT_PERMITTED_FOR_PURPOSE``.
    """
    screenings = await screen_visits(body.asked(desk.now), desk)
    return JSONResponse({"items": [screening.as_json() for screening in screenings]})


@router.get(
    "/{screening_id}",
    response_model=ScreeningAnswer,
    **governed(
        scope=SCREEN,
        log=LogOperation.CONSULTATION,
        purposes=SAFETY_PURPOSES,
        max_people=_MOST_PEOPLE,
        concerns=CONCERNED,
        essential_fields=ESSENTIAL,
    ),
)
async def get_screening(screening_id: UUID, desk: AtTheDesk) -> Response:
    """Show what was answered then, exactly: it says nothing of what is held now.

    404 ``NOT_FOUND`` also where another organisation asked for it (DPA 2018 s.66(2)(b)).
    """
    answer = await read_screening(screening_id, desk)
    return Response(answer, media_type="application/json")


@router.post(
    "/{screening_id}/acknowledgement",
    status_code=201,
    **governed(
        scope=SCREEN,
        log=LogOperation.COLLECTION,
        purposes=SAFETY_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("acknowledged_at", "screening_id"),
    ),
)
async def create_acknowledgement(screening_id: UUID, desk: AtTheDesk) -> Acknowledged:
    """Record that the officer saw the answer; the first time counts. 404 as for the screening."""
    acknowledged_at = await acknowledge_screening(screening_id, desk)
    return Acknowledged(screening_id=str(screening_id), acknowledged_at=acknowledged_at)
