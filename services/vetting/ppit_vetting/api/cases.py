"""Routes for cases: an application goes in, findings and a recommendation come out."""

from uuid import UUID

from fastapi import APIRouter

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.mandated import SealedMandate
from ppit_vetting.actions.read_case import read_case, read_report
from ppit_vetting.actions.submit_case import submit_case
from ppit_vetting.api.application_wire import ApplicationGiven, CaseAccepted
from ppit_vetting.api.case_wire import ESSENTIAL, CaseSummary, case_summary
from ppit_vetting.api.desk import AtTheDesk
from ppit_vetting.api.report_wire import REPORT_ESSENTIAL, CaseReportShown, case_report
from ppit_vetting.domain.codes import CONCERNED, VETTING_PURPOSES, CaseState

REQUEST = "vetting:request"
READ = "vetting:read"
DECIDE = "vetting:decide"
_MOST_LINKED_SHOWN = 50

router = APIRouter(prefix="/v1/cases", tags=["cases"])


@router.post(
    "",
    status_code=202,
    **governed(
        scope=REQUEST,
        log=LogOperation.COLLECTION,
        purposes=VETTING_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("case_id", "state"),
    ),
)
async def create_case(
    body: ApplicationGiven, mandate: SealedMandate, desk: AtTheDesk
) -> CaseAccepted:
    """Have an applicant checked under a scheme's policy; a job does it, under this agreement.

    Refuses with 422 ``SCHEME_UNKNOWN``, ``SCHEME_NOT_FOR_PURPOSE`` or ``SUBJECT_UNCLEAR``. A bank
    account is sent as a token that stands for it, never as its number.
    """
    case = await submit_case(body.told(), mandate, desk)
    return CaseAccepted(case_id=str(case.case_id), state=CaseState.QUEUED)


@router.get(
    "/{case_id}",
    **governed(
        scope=READ,
        log=LogOperation.CONSULTATION,
        purposes=VETTING_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        essential_fields=ESSENTIAL,
    ),
)
async def get_case(case_id: UUID, desk: AtTheDesk) -> CaseSummary:
    """Show how far a case is, what each check found, and what is recommended.

    What it says may be shown to the applicant. It recommends and never decides (UK GDPR Arts
    22A-D). 404 ``NOT_FOUND`` also where another organisation asked for it.
    """
    return case_summary(await read_case(case_id, desk))


@router.get(
    "/{case_id}/report",
    **governed(
        scope=DECIDE,
        log=LogOperation.CONSULTATION,
        purposes=VETTING_PURPOSES,
        max_people=1 + _MOST_LINKED_SHOWN,
        concerns=CONCERNED,
        essential_fields=REPORT_ESSENTIAL,
    ),
)
async def get_report(case_id: UUID, desk: AtTheDesk) -> CaseReportShown:
    """Show a case whole, with evidence and links: for whoever decides, never for the applicant.

    404 as for the case.
    """
    return case_report(await read_report(case_id, desk))
