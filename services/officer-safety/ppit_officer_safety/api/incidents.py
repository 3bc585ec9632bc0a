"""Route for reporting what happened on a visit."""

from uuid import UUID

from fastapi import APIRouter

from ppit_officer_safety.actions.report_incident import IncidentTold, MarkerWanted, report_incident
from ppit_officer_safety.api.desk import AtTheDesk
from ppit_officer_safety.api.marker_wire import (
    Account,
    MarkerProposal,
    MarkerStep,
    marker_step,
)
from ppit_officer_safety.domain.codes import IncidentKind
from ppit_officer_safety.domain.purposes import CONCERNED, SAFETY_PURPOSES
from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.people_wire import Day, plain_uprn
from ppit_platform.wire import Uprn, WireModel

router = APIRouter(prefix="/v1/incidents", tags=["incidents"])


class IncidentReport(WireModel):
    """What happened, on which London day; ``marker`` proposes one on these grounds."""

    kind: IncidentKind
    occurred_on: Day
    account: Account
    uprn: Uprn | None = None
    screening_id: UUID | None = None
    marker: MarkerProposal | None = None


class IncidentReported(WireModel):
    incident_id: UUID
    marker: MarkerStep | None


@router.post(
    "",
    status_code=201,
    **governed(
        scope="officer-safety:report",
        log=LogOperation.COLLECTION,
        purposes=SAFETY_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("incident_id",),
    ),
)
async def create_incident(body: IncidentReport, desk: AtTheDesk) -> IncidentReported:
    """Report an incident; with ``marker`` the report is also its proposal, stored both or neither.

    404 ``NOT_FOUND`` for a screening that is not this organisation's; else as proposing a marker,
    and an emergency marker needs the scope to propose as well.
    """
    told = IncidentTold(
        body.kind,
        body.occurred_on,
        body.account,
        plain_uprn(body.uprn) if body.uprn else None,
        body.screening_id,
    )
    incident_id, marker = await report_incident(told, _wanted(body.marker), desk)
    return IncidentReported(incident_id=incident_id, marker=marker_step(marker) if marker else None)


def _wanted(proposal: MarkerProposal | None) -> MarkerWanted | None:
    if proposal is None:
        return None
    return MarkerWanted(proposal.subject.described(), proposal.to_grounds(), proposal.emergency)
