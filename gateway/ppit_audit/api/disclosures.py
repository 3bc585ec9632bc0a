"""The route that answers a person who asks who saw what of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from ppit_audit.actions.report_disclosures import SubjectReport, report_disclosures
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.entries import LARGEST
from ppit_audit.api.rules import reading
from ppit_audit.domain.disclosures import Became, Disclosure
from ppit_audit.domain.subjects import Subject
from ppit_platform.answering_audit import SubjectId
from ppit_platform.wire import Instant, WireModel

router = APIRouter(prefix="/v1/subjects", tags=["subjects"])

_ESSENTIAL = ("complete", "unable", "items.index", "log_size", "more_after")
ServiceName = Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,39}$")]


class SubjectGiven(WireModel):
    """Somebody as one service knows them: a nominal, a victim, a trace, a case, ``uprn:...``."""

    service: ServiceName
    subject_id: SubjectId


class DisclosuresAsked(WireModel):
    subjects: tuple[SubjectGiven, ...] = Field(min_length=1, max_length=20)
    after: Annotated[int, Field(ge=0, le=LARGEST)] | None = Field(
        default=None, description="``more_after`` of the page before."
    )


class SubjectShown(SubjectGiven):
    pseudonyms: tuple[str, ...]


class Unable(WireModel):
    service: str
    code: str


class DisclosureShown(WireModel):
    """``disclosed``: the person was shown; else they were searched for, changed or reported.

    ``became`` is what became of the request: ``UNKNOWN`` means that an answer may have left.
    """

    index: int
    recorded_at: Instant
    disclosed: bool
    became: Became
    status: int | None
    request_id: UUID | None
    case_reference: str | None
    org_id: str | None
    client_id: str | None
    user_id: str | None
    role: str | None
    purpose: str | None
    agreement_id: str | None
    agreement_version: int | None
    service: str | None
    log_operation: str | None
    fields: tuple[str, ...]
    response_sha256: str | None


class DisclosuresShown(WireModel):
    """``complete`` only if every service named its subjects and no further page is to come.

    ``entries`` counts all entries that name them among the first ``log_size`` of the log.
    """

    subjects: tuple[SubjectShown, ...]
    unable: tuple[Unable, ...]
    complete: bool
    log_size: int
    entries: int
    items: tuple[DisclosureShown, ...]
    more_after: int | None


@router.post("/disclosures", **reading(essential_fields=_ESSENTIAL))
async def create_disclosures(body: DisclosuresAsked, desk: AtTheDesk) -> DisclosuresShown:
    """Report every entry of the log about somebody: who, when, for what, under which agreement.

    Each service names its own subjects by the keys that it alone holds; one that could not be
    asked stands in ``unable``, and the report is not ``complete`` then (DPA 2018 s.45; UK GDPR Art
    15). Asking is an entry about the person too. 503 ``READING_BEHIND`` rather than an answer
    without the newest entries.
    """
    subjects = [Subject(one.service, one.subject_id) for one in body.subjects]
    return _shown(await report_disclosures(subjects, body.after, desk))


def _shown(report: SubjectReport) -> DisclosuresShown:
    return DisclosuresShown(
        subjects=tuple(
            SubjectShown(service=one.service, subject_id=one.subject_id, pseudonyms=names)
            for one, names in report.resolved.pseudonyms.items()
        ),
        unable=tuple(Unable(service=one, code=code) for one, code in report.unable.items()),
        complete=not report.unable and report.more_after is None,
        log_size=report.log_size,
        entries=len(report.entries),
        items=tuple(map(_item, report.items)),
        more_after=report.more_after,
    )


def _item(one: Disclosure) -> DisclosureShown:
    said = one.said
    return DisclosureShown(
        index=one.index,
        recorded_at=one.recorded_at,
        disclosed=one.disclosed,
        became=one.became,
        status=one.status,
        request_id=said.request_id,
        case_reference=one.case_reference,
        org_id=said.org_id,
        client_id=said.client_id,
        user_id=said.user_id,
        role=said.role,
        purpose=said.purpose,
        agreement_id=said.agreement_id,
        agreement_version=said.agreement_version,
        service=said.service,
        log_operation=said.log_operation,
        fields=said.fields,
        response_sha256=one.response_sha256,
    )
