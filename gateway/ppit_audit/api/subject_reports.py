"""The route that gives a person a report which anybody can check with the log's keys alone."""

from fastapi import APIRouter

from ppit_audit.actions.prove_report import ProvedReport, prove_report
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.disclosures import PseudonymProved, Unable
from ppit_audit.api.person_wire import CandidateShown, WhomGiven, candidates_shown
from ppit_audit.api.rules import READ, reading
from ppit_audit.domain.proving import Unproved, WitnessQuorum
from ppit_platform.wire import WireModel

router = APIRouter(prefix="/v1/subjects", tags=["subjects"])

_ESSENTIAL = ("unable", "undecided", "proof", "unproved")


class EntryProved(WireModel):
    """``leaf`` is the entry as it was hashed; ``proof`` its way into the tree (RFC 6962), lowest
    hash first, in base64.
    """

    index: int
    leaf: str
    proof: tuple[str, ...]


class ReportFile(WireModel):
    """What ``ppit_audit_verify.py subject`` checks; ``checkpoint`` is a published note."""

    format: str
    size: int
    checkpoint: str
    subjects: tuple[PseudonymProved, ...]
    entries: tuple[EntryProved, ...]


class SubjectReportShown(WireModel):
    """``proof`` is the report, or ``unproved`` says why there is none. Where ``unable`` names a
    service, there may be entries under names that only that service knows; in an ``undecided`` one
    somebody has to choose among the ``candidates`` first. The verifier says both.
    """

    unable: tuple[Unable, ...]
    candidates: tuple[CandidateShown, ...]
    undecided: tuple[str, ...]
    witness_quorum: WitnessQuorum
    proof: ReportFile | None
    unproved: Unproved | None


@router.post("/reports", **reading(scope=READ, essential_fields=_ESSENTIAL))
async def create_subject_report(body: WhomGiven, desk: AtTheDesk) -> SubjectReportShown:
    """Give a person every entry that names them, with proof that there is no other, to be kept.

    Entries stand in it as the log holds them: pseudonyms, codes and counts (I8). Merges that the
    log knows of are followed. 422 ``REPORT_TOO_LONG`` beyond 1,000 entries.
    """
    return _shown(await prove_report(body.whom(), desk))


def _shown(proved: ProvedReport) -> SubjectReportShown:
    report = proved.report
    unproved = report if isinstance(report, Unproved) else None
    return SubjectReportShown(
        unable=tuple(Unable(service=one, code=code) for one, code in proved.unable.items()),
        candidates=candidates_shown(proved.whom),
        undecided=proved.whom.undecided,
        witness_quorum=proved.quorum,
        proof=None if isinstance(report, Unproved) else ReportFile.model_validate(report),
        unproved=unproved,
    )
