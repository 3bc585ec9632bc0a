"""The route that gives a person a report which anybody can check with the log's keys alone."""

from fastapi import APIRouter
from pydantic import Field

from ppit_audit.actions.prove_report import ProvedReport, prove_report
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.disclosures import PseudonymProved, SubjectGiven, Unable
from ppit_audit.api.rules import READ, reading
from ppit_audit.domain.proving import Unproved
from ppit_audit.domain.subjects import Subject
from ppit_platform.wire import WireModel

router = APIRouter(prefix="/v1/subjects", tags=["subjects"])

_ESSENTIAL = ("unable", "proof", "unproved")


class ReportAsked(WireModel):
    subjects: tuple[SubjectGiven, ...] = Field(min_length=1, max_length=20)


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
    service, there may be entries under names that only that service knows.
    """

    unable: tuple[Unable, ...]
    proof: ReportFile | None
    unproved: Unproved | None


@router.post("/reports", **reading(scope=READ, essential_fields=_ESSENTIAL))
async def create_subject_report(body: ReportAsked, desk: AtTheDesk) -> SubjectReportShown:
    """Give a person every entry that names them, with proof that there is no other, to be kept.

    Entries stand in it as the log holds them: pseudonyms, codes and counts (I8). Merges that the
    log knows of are followed. 422 ``REPORT_TOO_LONG`` beyond 1,000 entries.
    """
    subjects = [Subject(one.service, one.subject_id) for one in body.subjects]
    return _shown(await prove_report(subjects, desk))


def _shown(proved: ProvedReport) -> SubjectReportShown:
    unable = tuple(Unable(service=one, code=code) for one, code in proved.resolved.unable.items())
    if isinstance(proved.report, Unproved):
        return SubjectReportShown(unable=unable, proof=None, unproved=proved.report)
    file = ReportFile.model_validate(proved.report)
    return SubjectReportShown(unable=unable, proof=file, unproved=None)
