"""One case: an applicant under a scheme, for an amount, in the version of its policy."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ppit_platform.codes import PurposeCode
from ppit_platform.provenance import Provenance
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.codes import CaseState, Recommendation
from ppit_vetting.domain.findings import Finding
from ppit_vetting.domain.policies import SCHEMES, Policy, Scheme
from ppit_vetting.domain.recommend import Weighed


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the money, by whom it was sent, and under which version of the policy."""

    purpose: PurposeCode
    scheme: str
    policy_version: int
    application_reference: str
    amount_pence: int
    applied_on: date
    received_at: datetime
    requested_by: str


@dataclass(frozen=True, slots=True)
class Case:
    """``owner`` says whose the case is: everything added to it later belongs to them too."""

    case_id: UUID
    request: Request
    applicant: Applicant
    owner: Provenance
    mandate_id: UUID
    job_id: int

    @property
    def scheme(self) -> Scheme:
        return SCHEMES[self.request.scheme]

    @property
    def policy(self) -> Policy:
        return self.scheme.policy(self.request.policy_version)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finding as it was recorded: which version of its check, and when."""

    finding: Finding
    version: int
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Recommended:
    recommendation: Recommendation
    version: int
    because: tuple[Weighed, ...]
    recommended_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a case has come: ``stop_code`` says why its checks were stopped."""

    state: CaseState
    stop_code: str | None = None


def standing(
    *, recommended: bool, ended_code: str | None, begun: bool, job: str | None
) -> Standing:
    """Return the state of a case; ``job`` is the state of its job, None where that is gone.

    A job leaves the queue when it has done its work, so one that is gone without it has failed.
    """
    if recommended:
        return Standing(CaseState.DONE)
    if ended_code is not None:
        return Standing(CaseState.STOPPED, ended_code)
    if job is None or job in {"failed", "cancelled", "aborted"}:
        return Standing(CaseState.FAILED)
    return Standing(CaseState.RUNNING if begun else CaseState.QUEUED)
