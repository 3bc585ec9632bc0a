"""What tracing publishes: written from its document, not by hand."""

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
    "CREATE_ACKNOWLEDGEMENT",
    "CREATE_ANSWER_ERASURES",
    "CREATE_ANSWER_KEPT",
    "CREATE_BATCH",
    "CREATE_OUTCOME",
    "CREATE_PEOPLE_SEARCH",
    "CREATE_SUBJECT_NAMES",
    "CREATE_TRACE",
    "GET_BATCH",
    "GET_CERTIFICATE",
    "GET_RECALLS",
    "GET_TRACE",
    "LIST_REJECTS",
    "LIST_RESULTS",
]


TraceState: TypeAlias = Literal["QUEUED", "RUNNING", "DONE", "STOPPED"]


class BatchAccepted(TypedDict):
    batch_id: str
    state: TraceState


Profile: TypeAlias = Literal["COUNCIL_TAX", "SUNDRY"]


class BatchAnswer(TypedDict):
    batch_id: str
    profile: Profile
    rejected: int
    rows_done: int
    state: TraceState
    stop_code: str | None
    traces: int


class RejectReason(TypedDict):
    code: str
    column: str
    detail: str


class RejectedRow(TypedDict):
    cells: dict[str, str]
    line: int
    reasons: list[RejectReason]
    row: int


class RejectedRows(TypedDict):
    items: list[RejectedRow]


class CertifiedAddress(TypedDict):
    lines: list[str]
    postcode: str
    uprn: str


Doubt: TypeAlias = Literal[
    "ONE_LINEAGE",
    "NOT_CURRENT",
    "LATER_ELSEWHERE",
    "TWO_HOMES",
    "BEFORE_THE_DEBT",
    "GONE_AWAY",
    "RIVAL_AT_DOOR",
    "NOT_OF_THE_DEBTOR",
]


TraceOutcome: TypeAlias = Literal[
    "NEW_ADDRESS_CONFIRMED",
    "SAME_ADDRESS_CONFIRMED",
    "CANDIDATES_UNCONFIRMED",
    "GONE_AWAY_NO_TRACE",
    "DECEASED",
    "MULTIPLE_IDENTITIES",
    "PROTECTED_DO_NOT_DISCLOSE",
    "INSUFFICIENT_INPUT",
    "NOT_PERMITTED",
]


StopFlag: TypeAlias = Literal["PROTECTED", "DECEASED", "BREATHING_SPACE", "INSOLVENT", "CHILD"]


SourceName: TypeAlias = Literal[
    "ELECTORAL_REGISTER",
    "CREDIT_BUREAU_A",
    "CREDIT_BUREAU_B",
    "UTILITY",
    "COUNCIL",
    "MAIL_FORWARDING",
    "GONE_AWAY_FILE",
    "DEATHS",
    "INSOLVENCIES",
    "GAZETTEER",
    "PROTECTION",
]


class BatchResult(TypedDict):
    address: CertifiedAddress | None
    certificate_id: str | None
    debt_reference: str
    doubts: list[Doubt]
    outcome: TraceOutcome
    party: int
    recalled_at: str | None
    row: int
    stop_flag: StopFlag | None
    trace_id: str
    unable: list[SourceName]


class BatchResults(TypedDict):
    items: list[BatchResult]


class RecallNotice(TypedDict):
    acknowledged_at: str | None
    debt_reference: str
    raised_at: str
    reason: str
    recall_id: str
    trace_id: str


class RecallNotices(TypedDict):
    items: list[RecallNotice]


class Debtor(TypedDict):
    date_of_birth: NotRequired[str | None]
    name: PersonName
    phone: NotRequired[str | None]


TraceReason: TypeAlias = Literal[
    "RECOVER_DEBT", "SERVE_NOTICE", "SERVE_COURT_PAPERS", "ENFORCE_LIABILITY_ORDER", "CLOSE_ACCOUNT"
]


class TraceRequest(TypedDict):
    balance: NotRequired[Money | None]
    debt_address: AddressGiven
    debt_reference: str
    mail_returned: NotRequired[bool]
    owed_since: NotRequired[str | None]
    person: Debtor
    reason: TraceReason


class TraceAccepted(TypedDict):
    state: TraceState
    trace_id: str


class Reliability(TypedDict):
    done_at: str
    independent_lineages: int
    key_version: str
    last_seen: str | None
    matched: str
    model_version: str
    rule_version: str


class TraceAnswer(TypedDict):
    address: CertifiedAddress | None
    candidates_count: int | None
    certificate_id: str | None
    debt_reference: str
    doubts: list[Doubt]
    outcome: TraceOutcome | None
    recalled_at: str | None
    reliability: Reliability | None
    state: TraceState
    stop_code: str | None
    stop_flag: StopFlag | None
    trace_id: str
    unable: list[SourceName]


class Rule(TypedDict):
    identity: str
    key_version: str
    model_version: str
    version: str
    words: str


RuledOut: TypeAlias = Literal[
    "OTHER_NAME",
    "INITIAL_ONLY",
    "OTHER_BIRTHDAY",
    "NOT_PLACED",
    "ACCOUNT_IN_TWO_FILES",
    "EARLIER_ADDRESS",
]


class Excluded(TypedDict):
    count: int
    reason: RuledOut
    words: str


SourceState: TypeAlias = Literal["CHECKED", "STALE", "UNAVAILABLE", "NOT_PERMITTED"]


class SourceSearched(TypedDict):
    as_at: str | None
    loaded_at: str | None
    source: SourceName
    state: SourceState
    version: str | None


StopAnswer: TypeAlias = Literal["RAISED", "UNCERTAIN", "UNABLE", "NOT_RAISED"]


class FlagAsked(TypedDict):
    answer: StopAnswer
    flag: StopFlag


EvidenceClass: TypeAlias = Literal[
    "ELECTORAL",
    "CREDIT_ACTIVE",
    "CREDIT_HISTORIC",
    "UTILITY_TELECOM",
    "COUNCIL_ACCOUNT",
    "LAND_TITLE",
    "COMPANY_FILING",
    "FORWARDING",
    "SUPPRESSION_GONEAWAY",
    "DEATH_PROBATE",
    "DEATH_FUNERAL",
    "DEATH_INSURANCE",
    "DEATH_PREFERENCE",
    "DIRECT_CONTACT",
    "VISIT",
]


class Seen(TypedDict):
    current: bool
    evidence_class: EvidenceClass
    first_seen: str
    last_seen: str
    lineage: str
    record: str
    source: SourceName


class Certificate(TypedDict):
    address: CertifiedAddress
    certificate_id: str
    content_sha256: str
    debt_reference: str
    earlier_addresses: int
    issued_at: str
    outcome: TraceOutcome
    purpose: str
    reason: TraceReason
    rule: Rule
    ruled_out: list[Excluded]
    searched: list[SourceSearched]
    statement_basis: str
    stop_flags: list[FlagAsked]
    timeline: list[Seen]
    trace_id: str
    why: list[str]


TracedOutcome: TypeAlias = Literal["RETURNED_MAIL", "CONTACTED", "PAID", "WRONG_PERSON"]


class OutcomeTold(TypedDict):
    at: str
    outcome: TracedOutcome


class OutcomeKept(TypedDict):
    outcome_id: str
    recalled_from: int
    trace_id: str


CREATE_ANSWER_KEPT: Operation[AnswerAsked, AnswerKept] = Operation(
    "POST", "/tracing/v1/audit/answers", "tracing:audit"
)
"""Give what was answered to a request, as the service kept it then, or null."""
CREATE_ANSWER_ERASURES: Operation[ErasureAsked, AnswersErased] = Operation(
    "POST", "/tracing/v1/audit/erasures", "tracing:audit"
)
"""Erase what was answered to these requests: that it was answered stays in the log."""
CREATE_PEOPLE_SEARCH: Operation[PersonSought, CandidatesHeld] = Operation(
    "POST", "/tracing/v1/audit/people", "tracing:audit"
)
"""Say which subjects may be a person: the service's own ids, bands and reasons."""
CREATE_SUBJECT_NAMES: Operation[SubjectsAsked, SubjectsNamed] = Operation(
    "POST", "/tracing/v1/audit/subjects", "tracing:audit"
)
"""Name subjects as the log names them, whether anything is held of them or not."""
CREATE_BATCH: Operation[Upload, BatchAccepted] = Operation(
    "POST", "/tracing/v1/batches", "tracing:batch"
)
"""Trace the debtors of a file: each row becomes a result for each debtor, or is rejected."""
GET_BATCH: Operation[None, BatchAnswer] = Operation(
    "GET", "/tracing/v1/batches/{batch_id}", "tracing:batch"
)
"""Show how far a debt file is. 404 ``NOT_FOUND`` also for another organisation."""
LIST_REJECTS: Operation[None, RejectedRows] = Operation(
    "GET", "/tracing/v1/batches/{batch_id}/rejects", "tracing:batch"
)
"""List the rows that were not taken, each with its reasons and as it was sent."""
LIST_RESULTS: Operation[None, BatchResults] = Operation(
    "GET", "/tracing/v1/batches/{batch_id}/results", "tracing:batch"
)
"""List results in the order of the file; a page holds no more people than are allowed today."""
GET_RECALLS: Operation[None, RecallNotices] = Operation(
    "GET", "/tracing/v1/recalls", "tracing:read"
)
"""List this organisation's recall notices (DPA 2018 s.38(5))."""
CREATE_ACKNOWLEDGEMENT: Operation[None, RecallNotice] = Operation(
    "POST", "/tracing/v1/recalls/{recall_id}/acknowledgement", "tracing:read"
)
"""Acknowledge a notice; the first time counts. 404 ``NOT_FOUND`` for another's."""
CREATE_TRACE: Operation[TraceRequest, TraceAccepted] = Operation(
    "POST", "/tracing/v1/traces", "tracing:request"
)
"""Begin to trace one debtor, for a stated reason and debt; ask for the result afterwards."""
GET_TRACE: Operation[None, TraceAnswer] = Operation(
    "GET", "/tracing/v1/traces/{trace_id}", "tracing:read"
)
"""Show how far a trace is, and its outcome once that is in the log."""
GET_CERTIFICATE: Operation[None, Certificate] = Operation(
    "GET", "/tracing/v1/traces/{trace_id}/certificate", "tracing:read"
)
"""Show why this address, what was searched and what was ruled out, for a court."""
CREATE_OUTCOME: Operation[OutcomeTold, OutcomeKept] = Operation(
    "POST", "/tracing/v1/traces/{trace_id}/outcome", "tracing:feedback"
)
"""Tell what became of a trace; ``WRONG_PERSON`` recalls it from everybody who was shown it."""
