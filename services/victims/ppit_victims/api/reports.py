"""Route for the single reporting method: one victim, one crime."""

from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.wire import WireModel
from ppit_victims.actions.report_victim import report_victim
from ppit_victims.api.desk import AtTheDesk
from ppit_victims.api.report_wire import VictimReport
from ppit_victims.api.wire import (
    AgencyShown,
    SafeContactShown,
    agencies_shown,
    safe_contact_shown,
)
from ppit_victims.domain.codes import RowOutcome
from ppit_victims.domain.purposes import CONCERNED, REPORTING_PURPOSES

router = APIRouter(prefix="/v1/reports", tags=["reports"])


class ReportOutcome(StrEnum):
    """``UNDER_REVIEW``: somebody on the register may be this person; a human decides."""

    LINKED = "LINKED"
    CREATED = "CREATED"
    UNDER_REVIEW = "UNDER_REVIEW"


_OUTCOMES = {
    RowOutcome.LINKED: ReportOutcome.LINKED,
    RowOutcome.CREATED: ReportOutcome.CREATED,
    RowOutcome.WAITING: ReportOutcome.UNDER_REVIEW,
}


class ReportTaken(WireModel):
    """``already_helping`` is empty if nobody helps, and null while nobody could look."""

    safe_contact: SafeContactShown
    report_id: UUID
    outcome: ReportOutcome
    victim_id: UUID | None
    already_helping: tuple[AgencyShown, ...] | None = Field(
        description="Null under UNDER_REVIEW: who it is has yet to be decided."
    )


@router.post(
    "",
    status_code=201,
    **governed(
        scope="victims:report",
        log=LogOperation.COLLECTION,
        purposes=REPORTING_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("already_helping", "outcome", "report_id", "safe_contact"),
    ),
)
async def create_report(body: VictimReport, desk: AtTheDesk) -> ReportTaken:
    """Report a victim: linked to one who is known, made new, or put before a human.

    A record is linked only where nothing but that very person can be meant. 422
    ``PERSON_NOT_SEARCHABLE`` where nobody could find this person again; 503 ``SOURCE_STALE`` where
    the register cannot be searched.
    """
    row, cells = body.as_row()
    taken = await report_victim(row, cells, desk)
    return ReportTaken(
        safe_contact=safe_contact_shown(taken.safe_contact),
        report_id=taken.report_id,
        outcome=_OUTCOMES[taken.outcome],
        victim_id=taken.victim_id,
        already_helping=None if taken.helping is None else agencies_shown(taken.helping),
    )
