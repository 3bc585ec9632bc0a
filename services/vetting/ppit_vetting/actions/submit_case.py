"""Takes an application in: the case, its keys and its job exist together or not at all."""

from dataclasses import dataclass
from datetime import date

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from ppit_platform.jobs import defer
from ppit_platform.mandated import keep_mandate
from ppit_platform.provenance import provenance_of
from ppit_vetting.actions.desk import Desk
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.case import Case, Request
from ppit_vetting.domain.link_keys import Contact, link_keys
from ppit_vetting.domain.policies import SCHEMES, Policy, Scheme
from ppit_vetting.errors import SchemeNotForPurpose, SchemeUnknown

CHECK_CASE = "vetting.check_case"


@dataclass(frozen=True, slots=True)
class ApplicationTold:
    """An application as it was sent. ``contact`` is hashed and then forgotten."""

    scheme: str
    reference: str
    applicant: Applicant
    contact: Contact
    amount_pence: int
    applied_on: date | None


async def submit_case(told: ApplicationTold, mandate: str | None, desk: Desk) -> Case:
    """Store the case and start its job under the mandate that the gate sent with the request."""
    scheme, policy = _policy(told.scheme, desk)
    mandate_id = await keep_mandate(desk.unit, mandate)
    case_id = new_id()
    job_id = await defer(desk.unit.session, CHECK_CASE, {"case": case_id, "mandate": mandate_id})
    request = Request(
        purpose=desk.caller.purpose,
        scheme=scheme.code,
        policy_version=policy.version,
        application_reference=told.reference,
        amount_pence=told.amount_pence,
        applied_on=told.applied_on or desk.hand.today,
        received_at=desk.now,
        requested_by=desk.caller.acting,
    )
    owner = provenance_of(desk.caller, purposes=[desk.caller.purpose])
    case = Case(case_id, request, told.applicant, owner, mandate_id, job_id)
    await desk.stores.cases.add(case, link_keys(told.applicant, told.contact, desk.hasher))
    desk.unit.record(
        AuditFact(
            LogOperation.COLLECTION,
            subjects_searched=(desk.pseudonyms.subject(case_id),),
            fields=("application",),
            counts={"cases": 1},
        )
    )
    return case


def _policy(code: str, desk: Desk) -> tuple[Scheme, Policy]:
    scheme = SCHEMES.get(code)
    policy = scheme.policy_on(desk.hand.today) if scheme else None
    if scheme is None or policy is None:
        msg = "GET /v1/schemes lists them"
        raise SchemeUnknown(msg)
    if scheme.purpose is not desk.caller.purpose:
        msg = f"ask for it under {scheme.purpose.value}"
        raise SchemeNotForPurpose(msg)
    return scheme, policy
