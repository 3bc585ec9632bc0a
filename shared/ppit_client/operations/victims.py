"""What victims publishes: written from its document, not by hand."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from ppit_client.operations.common import (
    AddressGiven,
    AnswerAsked,
    AnswerKept,
    AnswersErased,
    CandidatesHeld,
    ErasureAsked,
    Money,
    PersonName,
    PersonSought,
    SubjectsAsked,
    SubjectsNamed,
)
from ppit_client.questions import Operation, Upload

__all__ = [
    "CREATE_ANSWER_ERASURES",
    "CREATE_ANSWER_KEPT",
    "CREATE_CONTACT",
    "CREATE_DECISION",
    "CREATE_IMPORT",
    "CREATE_LOOKUP",
    "CREATE_PEOPLE_SEARCH",
    "CREATE_PROTECTION",
    "CREATE_PROTECTION_CHECK",
    "CREATE_REPORT",
    "CREATE_SUBJECT_NAMES",
    "GET_IMPORT",
    "GET_REJECTS",
    "GET_REVIEWS",
    "GET_ROWS",
    "GET_VICTIM",
    "GET_WORKLIST",
]


ImportState: TypeAlias = Literal["QUEUED", "RUNNING", "DONE", "STOPPED", "REFUSED"]


class ImportAccepted(TypedDict):
    import_id: str
    state: ImportState


ProfileName: TypeAlias = Literal[
    "TS_HUB", "POLICE", "BANK_PROTOCOL", "NATIONAL_HUB", "CHARITY", "CANONICAL"
]


class ImportProgress(TypedDict):
    accepted_at: str
    created: int
    dry_run: bool
    ended_at: str | None
    import_id: str
    linked: int
    profile: ProfileName
    refused_reason: str | None
    rejected: int
    rows_done: int
    rows_in: int
    state: ImportState
    stop_code: str | None
    waiting: int


class RuleBroken(TypedDict):
    code: str
    column: str
    detail: str


class RowRejectedShown(TypedDict):
    cells: dict[str, str]
    line: int
    reasons: list[RuleBroken]
    row: int


class RejectList(TypedDict):
    items: list[RowRejectedShown]


RowOutcome: TypeAlias = Literal["LINKED", "CREATED", "WAITING", "REJECTED"]


class RowPlacedShown(TypedDict):
    outcome: RowOutcome
    review_ids: list[str]
    row: int
    victim_ids: list[str]


class RowList(TypedDict):
    items: list[RowPlacedShown]


class PersonReported(TypedDict):
    date_of_birth: NotRequired[str | None]
    name: PersonName
    phone: NotRequired[str | None]


class LookupAsked(TypedDict):
    address: NotRequired[AddressGiven | None]
    person: PersonReported


AgencyRole: TypeAlias = Literal["PRIMARY", "SECONDARY"]


Stage: TypeAlias = Literal["REPORTED", "TRYING", "HELPING", "DECLINED", "CLOSED"]


class AgencyShown(TypedDict):
    agency: str
    agency_role: AgencyRole
    since: str
    stage: Stage


LookupResult: TypeAlias = Literal["HELPED", "KNOWN_NOT_HELPED", "NOT_KNOWN", "UNABLE_TO_LOOK_UP"]


ContactMode: TypeAlias = Literal["HOME_VISIT", "TELEPHONE", "CORRESPONDENCE", "ONLINE"]


class SafeContactShown(TypedDict):
    do_not_contact: list[ContactMode]
    notes: list[str]


UnableReason: TypeAlias = Literal[
    "INSUFFICIENT_INPUT",
    "PERSON_NOT_RESOLVED",
    "SOURCE_STALE",
    "SOURCE_UNAVAILABLE",
    "NOT_PERMITTED_FOR_PURPOSE",
]


class LookupAnswer(TypedDict):
    agencies: list[AgencyShown]
    result: LookupResult
    safe_contact: SafeContactShown
    unable_reason: UnableReason | None


class PersonAsked(TypedDict):
    addresses: NotRequired[list[AddressGiven]]
    date_of_birth: NotRequired[str | None]
    name: PersonName


class ProtectionAsked(TypedDict):
    people: list[PersonAsked]


Protected: TypeAlias = Literal["PROTECTED", "NOT_PROTECTED", "UNABLE_TO_CHECK"]


class ProtectionAnswer(TypedDict):
    result: Protected


ProtectionReason: TypeAlias = Literal["VICTIM_REGISTER", "REFUGE", "WITNESS"]


class ProtectionGivenBody(TypedDict):
    address: NotRequired[AddressGiven | None]
    person: PersonReported
    reason: ProtectionReason
    until: NotRequired[str | None]


ProtectedAs: TypeAlias = Literal["LINKED", "CREATED", "UNDER_REVIEW"]


class ProtectionTaken(TypedDict):
    outcome: ProtectedAs
    protection_id: str
    victim_id: str | None


Channel: TypeAlias = Literal[
    "DOORSTEP",
    "MAIL",
    "TELEPHONE",
    "SMS",
    "EMAIL",
    "ONLINE_MARKETPLACE",
    "SOCIAL_MEDIA",
    "IN_PERSON_OTHER",
]


PaymentMethod: TypeAlias = Literal[
    "CASH",
    "CARD",
    "CHEQUE",
    "BANK_TRANSFER",
    "DIRECT_DEBIT",
    "GIFT_VOUCHER",
    "CRYPTO",
    "GOODS",
    "NONE",
]


ScamType: TypeAlias = Literal[
    "DOORSTEP_ROGUE_TRADER",
    "DISTRACTION_OR_BOGUS_CALLER",
    "MASS_MAIL_LOTTERY_PRIZE",
    "CLAIRVOYANT_PSYCHIC",
    "INVESTMENT",
    "ROMANCE",
    "COURIER_IMPERSONATION_BANK_POLICE",
    "TELEPHONE_COMPUTER_SUPPORT",
    "GOVERNMENT_IMPERSONATION",
    "FRAUD_RECOVERY",
    "ADVANCE_FEE_INHERITANCE",
    "RENTAL",
    "TICKET",
    "ONLINE_SHOPPING",
    "SUBSCRIPTION_TRAP",
    "PENSION",
    "MANDATE",
    "IDENTITY_ACCOUNT_TAKEOVER",
    "CATALOGUE_CHEAP_GOODS",
    "CHARITY",
    "MONEY_MULE_COERCED",
    "MATE_CRIME_FINANCIAL_ABUSE",
    "OTHER",
]


class IncidentReported(TypedDict):
    channel: NotRequired[Channel | None]
    happened_on: NotRequired[str | None]
    loss: NotRequired[Money | None]
    payment_method: NotRequired[PaymentMethod | None]
    reference: NotRequired[str | None]
    scam_type: ScamType


class SafeContactGiven(TypedDict):
    do_not_contact: NotRequired[list[ContactMode]]
    note: NotRequired[str | None]


Vulnerability: TypeAlias = Literal[
    "LIVES_ALONE",
    "COGNITIVE_IMPAIRMENT_OR_DEMENTIA",
    "PHYSICAL_FRAILTY",
    "SENSORY_LOSS",
    "BEREAVED",
    "ISOLATED",
    "GROOMED_OR_IN_DENIAL",
    "REPEAT_VICTIM",
    "CHRONIC_VICTIM",
    "HIGH_LOSS_RELATIVE_TO_MEANS",
    "UNPAID_BILLS",
    "HOARDING",
    "MAIL_VOLUME",
    "CALL_VOLUME",
    "NO_TRUSTED_PERSON",
    "CARE_AND_SUPPORT_NEEDS",
    "LACKS_CAPACITY_DECISION",
    "FEARFUL",
]


class VictimReport(TypedDict):
    address: NotRequired[AddressGiven | None]
    deceased: NotRequired[bool]
    incident: IncidentReported
    person: PersonReported
    safe_contact: NotRequired[SafeContactGiven | None]
    vulnerabilities: NotRequired[list[Vulnerability]]


ReportOutcome: TypeAlias = Literal["LINKED", "CREATED", "UNDER_REVIEW"]


class ReportTaken(TypedDict):
    already_helping: list[AgencyShown] | None
    outcome: ReportOutcome
    report_id: str
    safe_contact: SafeContactShown
    victim_id: str | None


class AddressShown(TypedDict):
    lines: list[str]
    postcode: str | None
    uprn: str | None


class PersonShown(TypedDict):
    address: AddressShown
    date_of_birth: str | None
    name: str
    phone: str | None


class CandidateForReview(TypedDict):
    band: str
    evidence_against: list[str]
    evidence_for: list[str]
    person: PersonShown | None
    probability: float
    victim_id: str


Doubt: TypeAlias = Literal[
    "PROBABLE_MATCH",
    "SEVERAL_MATCHES",
    "TOO_MANY_ALIKE",
    "TOO_LITTLE_KNOWN",
    "COUPLE_UNCLEAR",
    "DECEASED_UNCLEAR",
]


class ReviewDue(TypedDict):
    agency: str
    candidates: list[CandidateForReview]
    doubt: Doubt
    opened_at: str
    reported: PersonShown
    review_id: str
    safe_contact: SafeContactShown
    source: str


class ReviewList(TypedDict):
    items: list[ReviewDue]


ReviewVerdict: TypeAlias = Literal["LINK", "CREATE", "REJECT"]


class Decision(TypedDict):
    decision: ReviewVerdict
    victim_id: NotRequired[str | None]


class DecisionTaken(TypedDict):
    decision: ReviewVerdict
    records: int
    review_id: str
    victim_id: str | None


ClosedFor: TypeAlias = Literal["DECEASED", "HELP_ENDED"]


LinkBasis: TypeAlias = Literal["NEW", "CONFIRMED_MATCH", "SAME_ROW", "REVIEWED"]


class LinkShown(TypedDict):
    basis: LinkBasis
    because: list[str]


Remark: TypeAlias = Literal[
    "PHONE_DAMAGED",
    "LETTERS_LOST",
    "AMOUNT_UNREADABLE",
    "SCAM_TYPE_UNREADABLE",
    "DATE_OF_BIRTH_UNREADABLE",
    "ADDRESS_ABOVE_MISSING",
    "FORMULA_CELL",
    "UPRN_UNREADABLE",
]


class IncidentShown(TypedDict):
    agency: str
    care_of: str | None
    channel: Channel | None
    deceased: bool
    died_on: str | None
    flagged_vulnerable: bool
    happened_on: str | None
    link: LinkShown
    loss: Money | None
    payment_method: PaymentMethod | None
    prevented: Money | None
    received_at: str
    record_id: str
    reference: str | None
    remarks: list[Remark]
    row: int | None
    scam_type: ScamType | None
    source: str
    vulnerabilities: list[Vulnerability]


InterventionType: TypeAlias = Literal[
    "CALL_BLOCKER",
    "NUMBER_CHANGE_EX_DIRECTORY",
    "MAIL_REDIRECTION",
    "MAIL_COLLECTION",
    "MONEY_RETURNED",
    "TSO_VISIT",
    "WARDEN_VISIT",
    "POLICE_VISIT",
    "PHONE_ADVICE",
    "LETTER_QUESTIONNAIRE",
    "NO_COLD_CALLING_STICKER",
    "DOORBELL_CAMERA",
    "NOMINATED_NEIGHBOUR",
    "BANKING_PROTOCOL",
    "BANK_CONTROLS",
    "LPA_ADVICE",
    "FAMILY_CONTACT",
    "GP_REFERRAL",
    "ADULT_SAFEGUARDING_S42",
    "CITIZENS_ADVICE",
    "VICTIM_SUPPORT",
    "SOCIAL_PRESCRIBING",
    "TRUSTED_TRADER_REFERRAL",
    "SCAM_MARSHAL",
]


ContactOutcome: TypeAlias = Literal[
    "DECLINED",
    "NO_CONTACT",
    "CONTACTED",
    "ADVICE_GIVEN",
    "STILL_ENGAGING",
    "STOPPED_RESPONDING",
    "MONEY_SAVED",
    "CLOSED",
]


class InterventionShown(TypedDict):
    agency: str
    at: str
    contact_id: str
    intervention_type: InterventionType
    note: str | None
    outcome: ContactOutcome


class NeedPoint(TypedDict):
    code: str
    points: int
    why: str


class NeedShown(TypedDict):
    points: list[NeedPoint]
    score: int
    table_version: str


class VictimRecord(TypedDict):
    address: AddressShown | None
    address_withheld: bool
    agencies: list[AgencyShown]
    as_at: str
    closed_for: ClosedFor | None
    crimes: int
    date_of_birth: str | None
    died_on: str | None
    incidents: list[IncidentShown]
    interventions: list[InterventionShown]
    last_contact: str | None
    name: str
    need: NeedShown
    phone: str | None
    protected_for: list[ProtectionReason]
    safe_contact: SafeContactShown
    stage: Stage
    version: int
    victim_id: str


class ContactGiven(TypedDict):
    at: str
    intervention_type: InterventionType
    note: NotRequired[str | None]
    outcome: ContactOutcome


class ContactTaken(TypedDict):
    contact_id: str
    recorded_at: str
    safe_contact: SafeContactShown
    stage: Stage
    victim_id: str


class MeasureAdvised(TypedDict):
    contested: bool
    measure: str
    stale: bool
    words: str


class SafetyAdvice(TypedDict):
    acknowledgement_required: bool
    contact_for_advice: str | None
    control_measures: list[MeasureAdvised]
    result: str
    screening_id: str | None
    unable_reason: str | None
    valid_until: str | None


class VisitDue(TypedDict):
    address: AddressShown
    last_contact: str | None
    name: str
    need: NeedShown
    safe_contact: SafeContactShown
    safety: SafetyAdvice
    stage: Stage
    victim_id: str


class VisitsDue(TypedDict):
    items: list[VisitDue]


CREATE_ANSWER_KEPT: Operation[AnswerAsked, AnswerKept] = Operation(
    "POST", "/victims/v1/audit/answers", "victims:audit"
)
"""Give what was answered to a request, as the service kept it then, or null."""
CREATE_ANSWER_ERASURES: Operation[ErasureAsked, AnswersErased] = Operation(
    "POST", "/victims/v1/audit/erasures", "victims:audit"
)
"""Erase what was answered to these requests: that it was answered stays in the log."""
CREATE_PEOPLE_SEARCH: Operation[PersonSought, CandidatesHeld] = Operation(
    "POST", "/victims/v1/audit/people", "victims:audit"
)
"""Say which subjects may be a person: the service's own ids, bands and reasons."""
CREATE_SUBJECT_NAMES: Operation[SubjectsAsked, SubjectsNamed] = Operation(
    "POST", "/victims/v1/audit/subjects", "victims:audit"
)
"""Name subjects as the log names them, whether anything is held of them or not."""
CREATE_IMPORT: Operation[Upload, ImportAccepted] = Operation(
    "POST", "/victims/v1/imports", "victims:import"
)
"""Send a list of victims as CSV, or as JSON Lines under ``CANONICAL``; up to 64 MiB."""
GET_IMPORT: Operation[None, ImportProgress] = Operation(
    "GET", "/victims/v1/imports/{import_id}", "victims:import"
)
"""Show how far an import is; 404 where it is not this organisation's."""
GET_REJECTS: Operation[None, RejectList] = Operation(
    "GET", "/victims/v1/imports/{import_id}/rejects", "victims:import"
)
"""Show the rows that were not taken, as they came, each with the rules it breaks."""
GET_ROWS: Operation[None, RowList] = Operation(
    "GET", "/victims/v1/imports/{import_id}/rows", "victims:import"
)
"""Show on which victims the rows that were taken stand today; a dry run has none."""
CREATE_LOOKUP: Operation[LookupAsked, LookupAnswer] = Operation(
    "POST", "/victims/v1/lookups", "victims:lookup"
)
"""Ask whether any agency already helps this person, in whatever district they live."""
CREATE_PROTECTION_CHECK: Operation[ProtectionAsked, ProtectionAnswer] = Operation(
    "POST", "/victims/v1/protection-checks", "victims:protection"
)
"""Answer a service of the house whether nobody may be told where this person lives."""
CREATE_PROTECTION: Operation[ProtectionGivenBody, ProtectionTaken] = Operation(
    "POST", "/victims/v1/protections", "victims:protect"
)
"""Protect somebody: from now on no trace is told where they live."""
CREATE_REPORT: Operation[VictimReport, ReportTaken] = Operation(
    "POST", "/victims/v1/reports", "victims:report"
)
"""Report a victim: linked to one who is known, made new, or put before a human."""
GET_REVIEWS: Operation[None, ReviewList] = Operation("GET", "/victims/v1/reviews", "victims:review")
CREATE_DECISION: Operation[Decision, DecisionTaken] = Operation(
    "POST", "/victims/v1/reviews/{review_id}/decision", "victims:review"
)
"""Decide on a record that waits. What was decided stands: 409 ``REVIEW_DECIDED``."""
GET_VICTIM: Operation[None, VictimRecord] = Operation(
    "GET", "/victims/v1/victims/{victim_id}", "victims:read"
)
"""Show a victim: safe contact first, then what each partner told and what each agency did."""
CREATE_CONTACT: Operation[ContactGiven, ContactTaken] = Operation(
    "POST", "/victims/v1/victims/{victim_id}/contacts", "victims:write"
)
"""Record a contact; everyone entitled sees from then on that somebody is helping."""
GET_WORKLIST: Operation[None, VisitsDue] = Operation(
    "GET", "/victims/v1/worklist", "victims:worklist"
)
"""Show whom to visit, those in most need first, each with safety advice for a lone visit."""
