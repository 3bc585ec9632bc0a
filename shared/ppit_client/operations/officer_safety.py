"""What officer-safety publishes: written from its document, not by hand."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from ppit_client.operations.common import (
    AddressGiven,
    AnswerAsked,
    AnswerKept,
    AnswersErased,
    CandidatesHeld,
    ErasureAsked,
    PersonName,
    PersonNamed,
    PersonSought,
    SubjectsAsked,
    SubjectsNamed,
)
from ppit_client.questions import Operation

__all__ = [
    "CREATE_ACKNOWLEDGEMENT",
    "CREATE_AMENDMENT",
    "CREATE_ANSWER_ERASURES",
    "CREATE_ANSWER_KEPT",
    "CREATE_APPROVAL",
    "CREATE_INCIDENT",
    "CREATE_MARKER",
    "CREATE_PEOPLE_SEARCH",
    "CREATE_REJECTION",
    "CREATE_REMOVAL",
    "CREATE_RENEWAL",
    "CREATE_SCREENING",
    "CREATE_SCREENINGS",
    "CREATE_SUBJECT_NAMES",
    "GET_MARKER",
    "GET_SCREENING",
]


IncidentKind: TypeAlias = Literal[
    "PHYSICAL_ASSAULT",
    "WEAPON_SEEN_OR_USED",
    "THREAT_OR_ABUSE",
    "SEXUAL_BEHAVIOUR",
    "HARASSMENT_OR_HATE",
    "ANIMAL_ATTACK",
    "UNSAFE_PREMISES",
    "DETAINED_OR_OBSTRUCTED",
    "OTHER",
]


MarkerCategory: TypeAlias = Literal[
    "PHYSICAL_VIOLENCE",
    "VERBAL_ABUSE_OR_THREAT",
    "WEAPONS",
    "SEXUAL_RISK",
    "HARASSMENT_OR_HATE",
    "DANGEROUS_ANIMAL",
    "HAZARDOUS_PREMISES",
    "CUCKOOED_PREMISES",
    "HOSTILE_OCCUPANTS",
    "COURT_ORDER_IN_FORCE",
    "RISK_TO_LONE_WORKER",
    "STALKING",
    "FALSE_ALLEGATIONS",
    "INFECTION_CONTROL",
    "SELF_HARM_RISK",
    "ORGANISED_CRIME_LINK",
    "OTHER_SEEK_ADVICE",
]


ContactMode: TypeAlias = Literal[
    "HOME_VISIT", "SITE_VISIT", "OFFICE", "TELEPHONE", "CORRESPONDENCE", "ONLINE"
]


ControlMeasure: TypeAlias = Literal[
    "DO_NOT_VISIT",
    "DO_NOT_VISIT_WITHOUT_POLICE",
    "NO_LONE_FEMALE_VISIT",
    "NO_LONE_VISIT_ANY",
    "VISIT_IN_PAIRS",
    "NO_LONE_INTERVIEW",
    "OFFICE_APPOINTMENT_ONLY",
    "TELEPHONE_OR_LETTER_ONLY",
    "NAMED_OFFICER_ONLY",
    "DAYLIGHT_VISITS_ONLY",
    "DOG_TO_BE_SECURED_FIRST",
    "REMAIN_ON_DOORSTEP",
    "USE_LONE_WORKER_DEVICE",
    "CHECK_IN_CHECK_OUT",
    "PPE_REQUIRED",
    "PARK_FOR_EXIT",
    "SEEK_ADVICE_BEFORE_CONTACT",
    "INTERPRETER_OR_SUPPORT",
]


MarkerSubject: TypeAlias = Literal["PERSON", "ADDRESS", "ASSOCIATION"]


class PersonMarked(TypedDict):
    date_of_birth: NotRequired[str | None]
    home: NotRequired[AddressGiven | None]
    name: PersonName


class SubjectGiven(TypedDict):
    kind: MarkerSubject
    nominal_id: NotRequired[str | None]
    person: NotRequired[PersonMarked | None]
    uprn: NotRequired[str | None]


class MarkerProposal(TypedDict):
    audience: list[str]
    category: MarkerCategory
    contact_modes: list[ContactMode]
    emergency: NotRequired[bool]
    grounds: str
    incident_date: str
    measures: list[ControlMeasure]
    subject: SubjectGiven


class IncidentReport(TypedDict):
    account: str
    kind: IncidentKind
    marker: NotRequired[MarkerProposal | None]
    occurred_on: str
    screening_id: NotRequired[str | None]
    uprn: NotRequired[str | None]


MarkerState: TypeAlias = Literal[
    "DRAFT",
    "PROPOSED",
    "REJECTED",
    "EMERGENCY",
    "ACTIVE",
    "REVIEW_DUE",
    "UNDER_APPEAL",
    "REMOVED",
    "EXPIRED",
    "RESTRICTED",
    "ERASED",
]


class MarkerStep(TypedDict):
    expires_at: str | None
    marker_id: str
    review_due: str
    state: MarkerState
    version: int


class IncidentReported(TypedDict):
    incident_id: str
    marker: MarkerStep | None


SubjectNotification: TypeAlias = Literal[
    "NOT_YET",
    "SENT",
    "WITHHELD_LIKELY_TO_PROVOKE",
    "WITHHELD_PREJUDICE_CRIME",
    "WITHHELD_RISK_TO_THIRD_PARTY",
    "UNDELIVERED",
]


class PersonOnRecord(TypedDict):
    date_of_birth: NotRequired[str | None]
    name: PersonName


RemovalReason: TypeAlias = Literal[
    "RISK_ENDED",
    "NO_CONTACT_PERIOD",
    "MISTAKEN_IDENTITY",
    "EVIDENCE_INADEQUATE",
    "APPEAL_UPHELD",
    "DECEASED",
    "MOVED_AWAY_ADDRESS_ONLY",
    "DUPLICATE",
    "ORDER_EXPIRED",
]


class MarkerRecord(TypedDict):
    approver: str | None
    audience: list[str]
    category: MarkerCategory
    contact_modes: list[ContactMode]
    decided_at: str | None
    expires_at: str | None
    grounds: str
    incident_date: str
    incident_id: str | None
    marker_id: str
    measures: list[ControlMeasure]
    nominal_id: str | None
    notification: SubjectNotification
    person: PersonOnRecord | None
    proposed_at: str
    proposer: str
    removal_reason: RemovalReason | None
    review_due: str
    state: MarkerState
    subject: MarkerSubject
    uprn: str | None
    version: int


class Amendment(TypedDict):
    home_uprn: str


class NotificationGiven(TypedDict):
    decide_again: NotRequired[str | None]
    status: NotRequired[SubjectNotification]


class Approval(TypedDict):
    notification: NotRequired[NotificationGiven]
    review_due: NotRequired[str | None]


class Removal(TypedDict):
    reason: RemovalReason


class Renewal(TypedDict):
    review_due: NotRequired[str | None]


Sex: TypeAlias = Literal["FEMALE", "MALE", "NOT_STATED"]


class Attending(TypedDict):
    count: int
    lone: bool
    sexes: NotRequired[list[Sex]]


class VisitRequest(TypedDict):
    address: NotRequired[AddressGiven | None]
    at: NotRequired[str | None]
    attending: Attending
    audience: NotRequired[str | None]
    contact_mode: ContactMode
    people: NotRequired[list[PersonNamed]]


class MeasureAdvised(TypedDict):
    contested: bool
    measure: ControlMeasure
    stale: bool
    words: str


class FieldProblem(TypedDict):
    code: str
    detail: str
    pointer: str


MatchBasis: TypeAlias = Literal[
    "PERSON_CONFIRMED", "UPRN_EXACT", "ADDRESS_FUZZY", "PERSON_PROBABLE"
]


Standing: TypeAlias = Literal["CURRENT", "CONTESTED", "STALE"]


class Reliability(TypedDict):
    key_version: str
    matched: str
    model_version: str
    oldest_review: Standing | None


ScreeningResult: TypeAlias = Literal["MARKERS_HELD", "NO_KNOWN_MARKERS", "UNABLE_TO_SCREEN"]


Source: TypeAlias = Literal["MARKER_REGISTER", "PERSON_INDEX", "GAZETTEER", "CLOCK"]


SourceState: TypeAlias = Literal["CHECKED", "STALE", "UNAVAILABLE", "NOT_ASKED"]


class SourceChecked(TypedDict):
    as_at: str | None
    source: Source
    status: SourceState
    version: str | None


UnableReason: TypeAlias = Literal[
    "NOT_PERMITTED_FOR_PURPOSE",
    "SOURCE_UNAVAILABLE",
    "SOURCE_STALE",
    "INSUFFICIENT_INPUT",
    "ADDRESS_NOT_RESOLVED",
    "PERSON_NOT_RESOLVED",
]


class ScreeningAnswer(TypedDict):
    acknowledgement_required: bool
    contact_for_advice: str
    control_measures: list[MeasureAdvised]
    errors: list[FieldProblem]
    match_basis: MatchBasis | None
    register_as_at: str | None
    reliability: Reliability
    result: ScreeningResult
    screened_at: str
    screening_id: str
    sources_checked: list[SourceChecked]
    unable_reason: UnableReason | None
    valid_until: str
    words: str


class VisitList(TypedDict):
    visits: list[VisitRequest]


class ScreeningList(TypedDict):
    items: list[ScreeningAnswer]


class Acknowledged(TypedDict):
    acknowledged_at: str
    screening_id: str


CREATE_ANSWER_KEPT: Operation[AnswerAsked, AnswerKept] = Operation(
    "POST", "/officer-safety/v1/audit/answers", "officer-safety:audit"
)
"""Give what was answered to a request, as the service kept it then, or null."""
CREATE_ANSWER_ERASURES: Operation[ErasureAsked, AnswersErased] = Operation(
    "POST", "/officer-safety/v1/audit/erasures", "officer-safety:audit"
)
"""Erase what was answered to these requests: that it was answered stays in the log."""
CREATE_PEOPLE_SEARCH: Operation[PersonSought, CandidatesHeld] = Operation(
    "POST", "/officer-safety/v1/audit/people", "officer-safety:audit"
)
"""Say which subjects may be a person: the service's own ids, bands and reasons."""
CREATE_SUBJECT_NAMES: Operation[SubjectsAsked, SubjectsNamed] = Operation(
    "POST", "/officer-safety/v1/audit/subjects", "officer-safety:audit"
)
"""Name subjects as the log names them, whether anything is held of them or not."""
CREATE_INCIDENT: Operation[IncidentReport, IncidentReported] = Operation(
    "POST", "/officer-safety/v1/incidents", "officer-safety:report"
)
CREATE_MARKER: Operation[MarkerProposal, MarkerStep] = Operation(
    "POST", "/officer-safety/v1/markers", "officer-safety:propose"
)
"""Propose a marker with a dated incident. It warns nobody until somebody else approves it."""
GET_MARKER: Operation[None, MarkerRecord] = Operation(
    "GET", "/officer-safety/v1/markers/{marker_id}", "officer-safety:review"
)
"""Show one marker with its subject and grounds. Operational roles have no such scope."""
CREATE_AMENDMENT: Operation[Amendment, MarkerStep] = Operation(
    "POST", "/officer-safety/v1/markers/{marker_id}/amendment", "officer-safety:review"
)
"""Record that a marker's person moved: all markers of that person are at the new home."""
CREATE_APPROVAL: Operation[Approval, MarkerStep] = Operation(
    "POST", "/officer-safety/v1/markers/{marker_id}/approval", "officer-safety:approve"
)
"""Let a marker warn. Dates are London days."""
CREATE_REJECTION: Operation[None, MarkerStep] = Operation(
    "POST", "/officer-safety/v1/markers/{marker_id}/rejection", "officer-safety:approve"
)
"""Refuse a proposal or end an emergency. 403 and 409 as for an approval."""
CREATE_REMOVAL: Operation[Removal, MarkerStep] = Operation(
    "POST", "/officer-safety/v1/markers/{marker_id}/removal", "officer-safety:review"
)
"""End a marker for a stated reason; no screening shows it from then on. 409 as above."""
CREATE_RENEWAL: Operation[Renewal, MarkerStep] = Operation(
    "POST", "/officer-safety/v1/markers/{marker_id}/renewal", "officer-safety:approve"
)
CREATE_SCREENING: Operation[VisitRequest, ScreeningAnswer] = Operation(
    "POST", "/officer-safety/v1/screenings", "officer-safety:screen"
)
"""Screen one visit: address first, then the people named."""
CREATE_SCREENINGS: Operation[VisitList, ScreeningList] = Operation(
    "POST", "/officer-safety/v1/screenings/batch", "officer-safety:screen"
)
"""Screen a list of up to 200 visits; answers stand in the order of the visits."""
GET_SCREENING: Operation[None, ScreeningAnswer] = Operation(
    "GET", "/officer-safety/v1/screenings/{screening_id}", "officer-safety:screen"
)
"""Show what was answered then, exactly: it says nothing of what is held now."""
CREATE_ACKNOWLEDGEMENT: Operation[None, Acknowledged] = Operation(
    "POST", "/officer-safety/v1/screenings/{screening_id}/acknowledgement", "officer-safety:screen"
)
"""Record that the officer saw the answer; the first time counts. 404 as for the screening."""
