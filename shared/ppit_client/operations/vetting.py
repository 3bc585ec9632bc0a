"""What vetting publishes: written from its document, not by hand."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from ppit_client.operations.common import (
    AddressGiven,
    AnswerAsked,
    AnswerKept,
    AnswersErased,
    CandidatesHeld,
    ErasureAsked,
    Money,
    PersonNamed,
    PersonSought,
    PurposeCode,
    SubjectsAsked,
    SubjectsNamed,
)
from ppit_client.questions import Operation

__all__ = [
    "CREATE_ANSWER_ERASURES",
    "CREATE_ANSWER_KEPT",
    "CREATE_CASE",
    "CREATE_DECISION",
    "CREATE_PEOPLE_SEARCH",
    "CREATE_SECOND_SIGNATURE",
    "CREATE_SUBJECT_NAMES",
    "GET_CASE",
    "GET_REPORT",
    "GET_SCHEMES",
]


class CompanyNamed(TypedDict):
    name: str
    number: NotRequired[str | None]


SubjectType: TypeAlias = Literal[
    "INDIVIDUAL", "SOLE_TRADER", "COMPANY", "CHARITY", "PARTNERSHIP", "OTHER_BODY"
]


class ApplicationGiven(TypedDict):
    account_token: NotRequired[str | None]
    address: AddressGiven
    amount: Money
    application_reference: str
    applied_on: NotRequired[str | None]
    company: NotRequired[CompanyNamed | None]
    email: NotRequired[str | None]
    officers: NotRequired[list[PersonNamed]]
    person: NotRequired[PersonNamed | None]
    phone: NotRequired[str | None]
    scheme: str
    subject_type: SubjectType


CaseState: TypeAlias = Literal["QUEUED", "RUNNING", "DONE", "STOPPED", "FAILED"]


class CaseAccepted(TypedDict):
    case_id: str
    state: CaseState


CheckType: TypeAlias = Literal[
    "COMPANY_REGISTER",
    "OFFICERS_PSC",
    "INSOLVENCY_COMPANY",
    "INSOLVENCY_PERSON",
    "SANCTIONS",
    "PHOENIX_PATTERN",
    "MASS_REGISTRATION_ADDRESS",
    "PREVIOUS_AWARDS",
    "PREVIOUS_DEBT",
    "LINK_NETWORK",
    "DISQUALIFIED_DIRECTOR",
    "CCJ",
    "BANK_VERIFICATION",
    "ADVERSE_INTELLIGENCE",
]


class ReasonShown(TypedDict):
    code: str
    words: str


CheckResult: TypeAlias = Literal[
    "CLEAR", "CONCERN", "ADVERSE", "NOT_FOUND", "UNAVAILABLE", "NOT_APPLICABLE"
]


SourceName: TypeAlias = Literal[
    "COMPANIES_HOUSE_BULK",
    "COMPANIES_HOUSE_OFFICERS",
    "UK_SANCTIONS_LIST",
    "INSOLVENCY_REGISTER",
    "PREVIOUS_AWARDS",
    "COUNCIL_DEBTS",
    "OWN_CASES",
    "DISQUALIFIED_OFFICERS",
    "COUNTY_COURT_JUDGMENTS",
    "BANK",
    "PPIT_INTELLIGENCE",
]


class CheckShown(TypedDict):
    check: CheckType
    checked_at: str
    reasons: list[ReasonShown]
    result: CheckResult
    source: SourceName
    source_as_at: str | None
    source_version: str | None


Condition: TypeAlias = Literal[
    "PROOF_OF_IDENTITY",
    "PROOF_OF_BANK_ACCOUNT",
    "PAYMENT_IN_STAGES",
    "PAYMENT_ON_INVOICE",
    "EARLIER_AWARD_ACCOUNTED",
    "DEBT_AGREEMENT_KEPT",
    "ACCOUNTS_FILED",
]


class ConditionShown(TypedDict):
    code: Condition
    words: str


DecisionCode: TypeAlias = Literal["APPROVED", "APPROVED_CONDITIONS", "DECLINED", "WITHDRAWN"]


class DecisionShown(TypedDict):
    conditions: list[ConditionShown]
    decided_at: str
    decision: DecisionCode


DecisionState: TypeAlias = Literal["FINAL", "AWAITING_SECOND_SIGNATURE", "FALLEN"]


class PolicyShown(TypedDict):
    scheme: str
    version: int


class ProgressShown(TypedDict):
    done: int
    of: int


Recommendation: TypeAlias = Literal[
    "ADVISE_DECLINE", "REFER_TO_ANALYST", "INCOMPLETE", "PROCEED_WITH_CONDITIONS", "PROCEED"
]


class Reliability(TypedDict):
    model_version: str
    oldest_source_as_at: str | None


class CaseSummary(TypedDict):
    application_reference: str
    case_id: str
    checks: list[CheckShown]
    decision: DecisionShown | None
    decision_state: DecisionState | None
    policy: PolicyShown
    progress: ProgressShown
    received_on: str
    recommendation: Recommendation | None
    recommendation_version: int | None
    recommendation_words: str | None
    recommended_at: str | None
    reliability: Reliability
    state: CaseState
    stop_code: str | None


class DecisionGiven(TypedDict):
    conditions: NotRequired[list[Condition]]
    decision: DecisionCode
    reasons: str
    recommendation_version: NotRequired[int | None]


class DecisionStep(TypedDict):
    case_id: str
    decision: DecisionCode
    needs_second_signature: bool
    state: DecisionState
    version: int


class DecisionTaken(TypedDict):
    conditions: list[ConditionShown]
    decided_at: str
    decider: str
    decision: DecisionCode
    reasons: str
    recommendation_version: int
    second_agrees: bool | None
    second_reasons: str | None
    second_signer: str | None
    signed_at: str | None
    state: DecisionState
    version: int


class EvidenceShown(TypedDict):
    kind: str
    reference: str
    says: list[str]


class SourceShown(TypedDict):
    as_at: str | None
    name: SourceName
    version: str | None


class FindingShown(TypedDict):
    check: CheckType
    checked_at: str
    evidence: list[EvidenceShown]
    reasons: list[ReasonShown]
    result: CheckResult
    source: SourceName
    source_as_at: str | None
    source_version: str | None
    sources: list[SourceShown]
    version: int


class LinkShown(TypedDict):
    application_reference: str
    case_id: str
    shared: list[str]


class WeighedShown(TypedDict):
    check: CheckType
    result: CheckResult
    weight: Recommendation


class RecommendationShown(TypedDict):
    because: list[WeighedShown]
    recommendation: Recommendation
    recommended_at: str
    version: int


class SubjectShown(TypedDict):
    address: AddressGiven
    company: NotRequired[CompanyNamed | None]
    officers: NotRequired[list[PersonNamed]]
    person: NotRequired[PersonNamed | None]


class CaseReportShown(TypedDict):
    amount: Money
    decisions: list[DecisionTaken]
    earlier_findings: list[FindingShown]
    findings: list[FindingShown]
    found_since_decided: list[CheckType]
    links: list[LinkShown]
    organisation: str
    people_withheld: int
    recommendations: list[RecommendationShown]
    requested_by: str
    subject: SubjectShown
    subject_type: SubjectType
    summary: CaseSummary


class SecondSignatureGiven(TypedDict):
    agrees: bool
    reasons: NotRequired[str | None]


class CheckOfPolicy(TypedDict):
    check: CheckType
    connected: bool


class PolicyVersion(TypedDict):
    checks: list[CheckOfPolicy]
    in_force_from: str
    second_signature_above: Money
    version: int


class SchemeShown(TypedDict):
    policies: list[PolicyVersion]
    purpose: PurposeCode
    scheme: str
    title: str


class SchemeList(TypedDict):
    items: list[SchemeShown]


CREATE_ANSWER_KEPT: Operation[AnswerAsked, AnswerKept] = Operation(
    "POST", "/vetting/v1/audit/answers", "vetting:audit"
)
"""Give what was answered to a request, as the service kept it then, or null."""
CREATE_ANSWER_ERASURES: Operation[ErasureAsked, AnswersErased] = Operation(
    "POST", "/vetting/v1/audit/erasures", "vetting:audit"
)
"""Erase what was answered to these requests: that it was answered stays in the log."""
CREATE_PEOPLE_SEARCH: Operation[PersonSought, CandidatesHeld] = Operation(
    "POST", "/vetting/v1/audit/people", "vetting:audit"
)
"""Say which subjects may be a person: the service's own ids, bands and reasons."""
CREATE_SUBJECT_NAMES: Operation[SubjectsAsked, SubjectsNamed] = Operation(
    "POST", "/vetting/v1/audit/subjects", "vetting:audit"
)
"""Name subjects as the log names them, whether anything is held of them or not."""
CREATE_CASE: Operation[ApplicationGiven, CaseAccepted] = Operation(
    "POST", "/vetting/v1/cases", "vetting:request"
)
"""Have an applicant checked under a scheme's policy; a job does it, under this agreement."""
GET_CASE: Operation[None, CaseSummary] = Operation(
    "GET", "/vetting/v1/cases/{case_id}", "vetting:read"
)
"""Show how far a case is, what each check found, and what is recommended."""
CREATE_DECISION: Operation[DecisionGiven, DecisionStep] = Operation(
    "POST", "/vetting/v1/cases/{case_id}/decision", "vetting:decide"
)
GET_REPORT: Operation[None, CaseReportShown] = Operation(
    "GET", "/vetting/v1/cases/{case_id}/report", "vetting:decide"
)
"""Show a case whole, with evidence and links: for whoever decides, never for the applicant."""
CREATE_SECOND_SIGNATURE: Operation[SecondSignatureGiven, DecisionStep] = Operation(
    "POST", "/vetting/v1/cases/{case_id}/second-signature", "vetting:decide"
)
"""Sign somebody else's decision, or make it fall."""
GET_SCHEMES: Operation[None, SchemeList] = Operation("GET", "/vetting/v1/schemes", "vetting:read")
"""List the schemes that are vetted under the purpose of the token, with their policies."""
