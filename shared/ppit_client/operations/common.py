"""What several services publish alike: written from their documents, not by hand."""

from typing import Literal, NotRequired, TypeAlias, TypedDict


class PersonName(TypedDict):
    family: NotRequired[str | None]
    full: NotRequired[str | None]
    given: NotRequired[list[str]]
    known_as: NotRequired[str | None]


class PersonSought(TypedDict):
    date_of_birth: NotRequired[str | None]
    name: PersonName
    postcode: NotRequired[str | None]


Band: TypeAlias = Literal["CONFIRMED", "PROBABLE", "POSSIBLE", "NONE"]


StaysBecause: TypeAlias = Literal["EVIDENCE", "PUBLIC_TASK", "GONE_IN_A_DAY"]


WhatStays: TypeAlias = Literal["SCREENINGS", "REGISTER", "TRACES", "CASES", "REPLAYS"]


class Stays(TypedDict):
    answers: int | None
    ground: StaysBecause
    what: WhatStays
    words: str


class AnswerAsked(TypedDict):
    operation: str
    request_id: str


class AnswerKept(TypedDict):
    answer: str | None
    erased_at: str | None


class ErasureAsked(TypedDict):
    request_ids: list[str]


class AnswersErased(TypedDict):
    erased: int
    stays: list[Stays]


class CandidateHeld(TypedDict):
    band: Band
    reasons: list[str]
    subject_id: str


class CandidatesHeld(TypedDict):
    candidates: list[CandidateHeld]
    crowded: bool


class SubjectsAsked(TypedDict):
    subject_ids: list[str]


class SubjectNamed(TypedDict):
    pseudonyms: list[str]
    subject_id: str


class SubjectsNamed(TypedDict):
    subjects: list[SubjectNamed]


class AddressGiven(TypedDict):
    lines: NotRequired[list[str]]
    postcode: NotRequired[str | None]
    uprn: NotRequired[str | None]


class PersonNamed(TypedDict):
    date_of_birth: NotRequired[str | None]
    name: PersonName


PurposeCode: TypeAlias = Literal[
    "OFFICER_SAFETY_VISIT",
    "OFFICER_SAFETY_PLANNED_OP",
    "VET_GRANT",
    "VET_LOAN",
    "VET_TRADER_SCHEME",
    "VET_PROCUREMENT",
    "VET_LICENCE",
    "VET_PITCH_ALLOCATION",
    "TRACE_CIVIL_DEBT",
    "TRACE_COUNCIL_TAX",
    "TRACE_LEGAL_PROCEEDINGS",
    "VICTIM_SAFEGUARD",
    "VICTIM_REGISTER_MAINTENANCE",
    "PREVENT_DETECT_CRIME",
    "APPREHEND_PROSECUTE",
    "SUBJECT_RIGHTS",
    "AUDIT_LAWFULNESS",
    "AUDIT_SELF_MONITOR",
    "AUDIT_SECURITY",
    "AUDIT_CRIMINAL_PROCEEDINGS",
    "AUDIT_ICO",
    "PARTNER_ADMINISTRATION",
    "SYSTEM_TEST_SYNTHETIC",
]


class Money(TypedDict):
    currency: NotRequired[str]
    pence: int
