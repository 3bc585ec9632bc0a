"""What analysts read of a case, and alone: evidence, links to other cases, who decided what."""

from uuid import UUID

from ppit_platform.people_wire import AddressGiven, PersonNamed
from ppit_platform.wire import Instant, Money, WireModel
from ppit_vetting.actions.read_case import CaseReport
from ppit_vetting.api.application_wire import CompanyNamed
from ppit_vetting.api.case_wire import (
    CaseSummary,
    CheckShown,
    ConditionShown,
    case_summary,
    check_shown,
    conditions_shown,
)
from ppit_vetting.domain.case import Case, Recommended, Recorded
from ppit_vetting.domain.codes import (
    CheckResult,
    CheckType,
    DecisionCode,
    DecisionState,
    LinkKind,
    Recommendation,
    SourceName,
    SubjectType,
)
from ppit_vetting.domain.decisions import Decision
from ppit_vetting.domain.findings import Evidence


class SubjectShown(WireModel):
    """The applicant as given."""

    person: PersonNamed | None = None
    company: CompanyNamed | None = None
    address: AddressGiven
    officers: tuple[PersonNamed, ...] = ()


class SourceShown(WireModel):
    name: SourceName
    version: str | None
    as_at: Instant | None


class EvidenceShown(WireModel):
    """One record that a finding rests on: its number in its source, and what of it counts."""

    kind: str
    reference: str
    says: tuple[str, ...]


class FindingShown(CheckShown):
    version: int
    sources: tuple[SourceShown, ...]
    evidence: tuple[EvidenceShown, ...]


class WeighedShown(WireModel):
    check: CheckType
    result: CheckResult
    weight: Recommendation


class RecommendationShown(WireModel):
    """``because`` are the checks that weigh against it, gravest first."""

    version: int
    recommendation: Recommendation
    because: tuple[WeighedShown, ...]
    recommended_at: Instant


class LinkShown(WireModel):
    """Another application of the same organisation, and what is shared with it."""

    case_id: UUID
    application_reference: str
    shared: tuple[str, ...]


class DecisionTaken(WireModel):
    version: int
    decision: DecisionCode
    state: DecisionState
    conditions: tuple[ConditionShown, ...]
    reasons: str
    decider: str
    decided_at: Instant
    recommendation_version: int
    second_signer: str | None
    second_agrees: bool | None
    second_reasons: str | None
    signed_at: Instant | None


class CaseReportShown(WireModel):
    """A case whole. ``found_since_decided`` was found after somebody decided: look again.

    ``people_withheld`` counts declared officers and linked applications beyond the people that the
    caller may be shown.
    """

    summary: CaseSummary
    subject_type: SubjectType
    subject: SubjectShown
    organisation: str
    requested_by: str
    amount: Money
    findings: tuple[FindingShown, ...]
    earlier_findings: tuple[FindingShown, ...]
    recommendations: tuple[RecommendationShown, ...]
    links: tuple[LinkShown, ...]
    people_withheld: int
    decisions: tuple[DecisionTaken, ...]
    found_since_decided: tuple[CheckType, ...]


REPORT_ESSENTIAL = ("findings", "people_withheld", "recommendations", "summary")


def case_report(report: CaseReport) -> CaseReportShown:
    view = report.view
    case = view.case
    shown = {str(other.case_id) for other in report.linked}
    subject = SubjectShown.model_validate(case.applicant.as_given)
    return CaseReportShown(
        summary=case_summary(view),
        subject_type=case.applicant.subject_type,
        subject=subject.model_copy(update={"officers": subject.officers[: report.officers]}),
        organisation=case.owner.org_id,
        requested_by=case.request.requested_by,
        amount=Money(pence=case.request.amount_pence),
        findings=tuple(_finding(each, shown) for each in view.recorded),
        earlier_findings=tuple(_finding(each, shown) for each in view.earlier),
        recommendations=tuple(map(_recommendation, view.recommended)),
        links=tuple(_link(other, view.recorded) for other in report.linked),
        people_withheld=report.withheld,
        decisions=tuple(map(_decision, view.decisions)),
        found_since_decided=tuple(each.finding.check for each in view.since_decided),
    )


def _finding(recorded: Recorded, shown: set[str]) -> FindingShown:
    finding = recorded.finding
    return FindingShown(
        **check_shown(recorded).model_dump(),
        version=recorded.version,
        sources=tuple(
            SourceShown(name=source.name, version=source.version, as_at=source.as_at)
            for source in finding.sources
        ),
        evidence=tuple(
            EvidenceShown(kind=each.kind, reference=each.reference, says=each.says)
            for each in finding.evidence
            if finding.check is not CheckType.LINK_NETWORK or each.reference in shown
        ),
    )


def _recommendation(advice: Recommended) -> RecommendationShown:
    return RecommendationShown(
        version=advice.version,
        recommendation=advice.recommendation,
        because=tuple(
            WeighedShown(check=each.check, result=each.result, weight=each.weight)
            for each in advice.because
        ),
        recommended_at=advice.recommended_at,
    )


def _link(other: Case, recorded: tuple[Recorded, ...]) -> LinkShown:
    shared = [
        word
        for each in recorded
        for evidence in each.finding.evidence
        if each.finding.check is CheckType.LINK_NETWORK
        for word in _shared(evidence, str(other.case_id))
    ]
    return LinkShown(
        case_id=other.case_id,
        application_reference=other.request.application_reference,
        shared=tuple(shared),
    )


def _shared(evidence: Evidence, case_id: str) -> list[str]:
    if evidence.reference != case_id:
        return []
    return [word for word in evidence.says if word in set(LinkKind)]


def _decision(decision: Decision) -> DecisionTaken:
    return DecisionTaken(
        version=decision.version,
        decision=decision.decision,
        state=decision.state,
        conditions=conditions_shown(decision),
        reasons=decision.reasons,
        decider=decision.decider,
        decided_at=decision.decided_at,
        recommendation_version=decision.recommendation_version,
        second_signer=decision.second_signer,
        second_agrees=decision.agreed,
        second_reasons=decision.second_reasons,
        signed_at=decision.signed_at,
    )
