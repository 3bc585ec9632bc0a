"""The route that answers a person who asks who saw what of them."""

from base64 import b64encode
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from ppit_audit.actions.report_disclosures import SubjectReport, report_disclosures
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.entries import LARGEST
from ppit_audit.api.person_wire import CandidateShown, SubjectGiven, WhomGiven, candidates_shown
from ppit_audit.api.rules import READ, reading
from ppit_audit.domain.disclosures import Became, Disclosure
from ppit_audit.domain.proving import Proof, Unproved, WitnessQuorum
from ppit_gateway.subject_index.proofs import SubjectProof
from ppit_platform.wire import Instant, WireModel

router = APIRouter(prefix="/v1/subjects", tags=["subjects"])

_ESSENTIAL = (
    *("complete", "unable", "undecided", "items.index", "log_size", "more_after"),
    *("proof", "unproved"),
)


class DisclosuresAsked(WhomGiven):
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
    kind: str
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


class MapLeaf(WireModel):
    """What stands in the map where the pseudonym is looked for; ``key`` and ``head`` in base64."""

    key: str
    count: int
    head: str


class PseudonymProved(WireModel):
    """All entries that name a pseudonym, or none: ``end`` is its leaf, another's or nothing, and
    ``siblings`` are the hashes beside the way from the root down, in base64.
    """

    pseudonym: str
    entries: tuple[int, ...]
    siblings: tuple[str, ...]
    end: MapLeaf | None


class Completeness(WireModel):
    """``checkpoint`` is the published note of ``size`` entries; it signs ``root``, in base64."""

    size: int
    root: str
    checkpoint: str
    witness_quorum: WitnessQuorum
    pseudonyms: tuple[PseudonymProved, ...]


class DisclosuresShown(WireModel):
    """``complete`` only if every service named its subjects, nobody has to choose who the person
    is, no further page is to come, and the proof is there. ``unproved`` says why it is not;
    ``undecided`` are the services among whose ``candidates`` somebody has to choose.

    ``entries`` counts all entries that name them among the first ``log_size`` of the log; those
    from the proof's ``size`` on are proved by a later checkpoint.
    """

    subjects: tuple[SubjectShown, ...]
    candidates: tuple[CandidateShown, ...]
    undecided: tuple[str, ...]
    unable: tuple[Unable, ...]
    complete: bool
    log_size: int
    entries: int
    items: tuple[DisclosureShown, ...]
    more_after: int | None
    proof: Completeness | None
    unproved: Unproved | None


@router.post("/disclosures", **reading(scope=READ, essential_fields=_ESSENTIAL))
async def create_disclosures(body: DisclosuresAsked, desk: AtTheDesk) -> DisclosuresShown:
    """Report every entry of the log about somebody: who, when, for what, under which agreement.

    A ``person`` is looked for at the services that hold people. The one candidate beyond doubt is
    taken; else somebody chooses, and asks again with the ``subjects`` that are the person.
    Each service names its own subjects by the keys that it alone holds; one that could not be
    asked stands in ``unable``, and the report is not ``complete`` then (DPA 2018 s.45; UK GDPR Art
    15). Asking is an entry about the person too. 503 ``READING_BEHIND`` rather than an answer
    without the newest entries.
    """
    return _shown(await report_disclosures(body.whom(), body.after, desk))


def _shown(report: SubjectReport) -> DisclosuresShown:
    return DisclosuresShown(
        subjects=tuple(
            SubjectShown(service=one.service, subject_id=one.subject_id, pseudonyms=names)
            for one, names in report.resolved.pseudonyms.items()
        ),
        candidates=candidates_shown(report.whom),
        undecided=report.whom.undecided,
        unable=tuple(Unable(service=one, code=code) for one, code in report.unable.items()),
        complete=report.complete,
        log_size=report.log_size,
        entries=len(report.entries),
        items=tuple(map(_item, report.items)),
        more_after=report.more_after,
        proof=_proof(report.proof) if isinstance(report.proof, Proof) else None,
        unproved=None if isinstance(report.proof, Proof) else report.proof,
    )


def _proof(proof: Proof) -> Completeness:
    return Completeness(
        size=proof.size,
        root=_base64(proof.root),
        checkpoint=proof.note,
        witness_quorum=proof.quorum,
        pseudonyms=tuple(map(_proved, proof.subjects)),
    )


def _proved(one: SubjectProof) -> PseudonymProved:
    end = one.proof.end
    leaf = end and MapLeaf(key=_base64(end.key), count=end.count, head=_base64(end.head))
    return PseudonymProved(
        pseudonym=one.pseudonym,
        entries=one.entries,
        siblings=tuple(map(_base64, one.proof.siblings)),
        end=leaf,
    )


def _base64(value: bytes) -> str:
    return b64encode(value).decode()


def _item(one: Disclosure) -> DisclosureShown:
    said = one.said
    return DisclosureShown(
        index=one.index,
        kind=one.kind,
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
