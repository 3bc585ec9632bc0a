"""What audit publishes: written from its document, not by hand."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from ppit_client.operations.common import Band, PersonSought, Stays
from ppit_client.questions import Operation

__all__ = [
    "CREATE_ACKNOWLEDGEMENT",
    "CREATE_APPROVAL",
    "CREATE_CLOSING",
    "CREATE_DISCLOSURES",
    "CREATE_ENDING",
    "CREATE_ERASURE",
    "CREATE_EXPORT",
    "CREATE_RECALL",
    "CREATE_SEARCH",
    "CREATE_SUBJECT_REPORT",
    "CREATE_WATCHED",
    "GET_ALARM",
    "GET_ALARMS",
    "GET_ANSWER",
    "GET_ENTRY",
    "GET_ENTRY_BUNDLE",
    "GET_ENTRY_PROOF",
    "GET_EXPORT",
    "GET_EXPORTS",
    "GET_NOTICE",
    "GET_NOTICES",
    "GET_PART",
    "GET_RECALL",
    "GET_RECALLS",
    "GET_RECEIPT_COUNT",
    "GET_WATCHED",
]


Finding: TypeAlias = Literal["EXPECTED", "MISTAKE", "MISUSE"]


AlarmKind: TypeAlias = Literal[
    "UNUSUAL_BREADTH",
    "CANARY_READ",
    "COLLEAGUE_LOOKED_UP",
    "WELL_KNOWN_LOOKED_UP",
    "NO_CASE_REFERENCE",
]


class AlarmShown(TypedDict):
    alarm_id: str
    client_id: str | None
    closed_at: str | None
    closed_by: str | None
    evidence: list[int]
    finding: Finding | None
    kind: AlarmKind
    org_id: str | None
    raised_at: str
    reasons: str | None
    user_id: str | None


class AlarmList(TypedDict):
    items: list[AlarmShown]


class ClosingGiven(TypedDict):
    finding: Finding
    reasons: str


Replay: TypeAlias = Literal["EXACT", "DIFFERENT", "ERASED", "NOT_KEPT", "NOT_ANSWERED", "UNABLE"]


class AnswerShown(TypedDict):
    answer: str | None
    case_reference: str | None
    client_id: str | None
    erased_at: str | None
    index: int
    operation: str | None
    org_id: str | None
    purpose: str | None
    recorded_at: str
    replay: Replay
    request_id: str
    response_sha256: str | None
    status: int | None
    unable: str | None
    user_id: str | None


class EntrySearch(TypedDict):
    agreement_id: NotRequired[str | None]
    case_reference: NotRequired[str | None]
    client_id: NotRequired[str | None]
    kind: NotRequired[str | None]
    org_id: NotRequired[str | None]
    service: NotRequired[str | None]
    since: NotRequired[str | None]
    until: NotRequired[str | None]
    user_id: NotRequired[str | None]


class EntryShown(TypedDict):
    agreement_id: str | None
    agreement_version: int | None
    case_reference: str | None
    client_id: str | None
    index: int
    kind: str
    leaf: str
    leaf_hash: str
    operation: str | None
    org_id: str | None
    purpose: str | None
    recorded_at: str
    request_id: str | None
    user_id: str | None


class EntryList(TypedDict):
    items: list[EntryShown]
    log_size: int


WitnessQuorum: TypeAlias = Literal["MET", "WAITING", "MISSING", "NOT_ASKED"]


class EntryProofShown(TypedDict):
    index: int
    proof: str
    size: int
    witness_quorum: WitnessQuorum


ExportState: TypeAlias = Literal["ASKED", "QUEUED", "WRITING", "DONE", "STOPPED", "EXPIRED"]


class ExportShown(TypedDict):
    approved_by: str | None
    asked_at: str
    asked_by: str
    ended_at: str | None
    entries: int
    expires_at: str | None
    export_id: str
    parts: int
    size: int | None
    state: ExportState
    stop_code: str | None
    subjects: int
    whole: bool


class ExportList(TypedDict):
    items: list[ExportShown]


class SubjectGiven(TypedDict):
    service: str
    subject_id: str


class ExportGiven(TypedDict):
    agreement_id: NotRequired[str | None]
    case_reference: NotRequired[str | None]
    org_id: NotRequired[str | None]
    since: NotRequired[str | None]
    subjects: NotRequired[list[SubjectGiven]]
    until: NotRequired[str | None]


class ExportPart(TypedDict):
    content: str
    number: int
    parts: int
    sha256: str


class Answered(TypedDict):
    case_reference: str | None
    request_id: str


Done: TypeAlias = Literal["CORRECTED", "ERASED", "RESTRICTED", "NOT_KEPT"]


RecallReason: TypeAlias = Literal["INACCURATE", "WRONG_PERSON", "OUT_OF_DATE", "UNLAWFUL", "ERASED"]


NoticeState: TypeAlias = Literal["PENDING", "ESCALATED", "ACKNOWLEDGED"]


class NoticeShown(TypedDict):
    acknowledged_at: str | None
    agreement_id: str
    answered: list[Answered]
    client_id: str
    corrected_at: str
    done: Done | None
    due_at: str
    fields: list[str]
    made_at: str
    notice_id: str
    reason: RecallReason
    recall_id: str
    service: str
    state: NoticeState


class NoticeList(TypedDict):
    items: list[NoticeShown]


class AcknowledgementGiven(TypedDict):
    done: Done


class RecallSummary(TypedDict):
    corrected_at: str
    fields: list[str]
    log_size: int
    made_at: str
    made_by: str
    reason: RecallReason
    recall_id: str
    service: str
    told_since: str


class RecallList(TypedDict):
    items: list[RecallSummary]


class RecallGiven(TypedDict):
    corrected_at: str
    fields: list[str]
    reason: RecallReason
    service: str
    subject_ids: list[str]
    told_since: str


class NoticeStands(TypedDict):
    acknowledged_at: str | None
    acknowledged_by: str | None
    agreement_id: str
    client_id: str
    done: Done | None
    due_at: str
    entries: list[int]
    escalated_at: str | None
    notice_id: str
    org_id: str
    request_ids: list[str]
    state: NoticeState


class RecallShown(TypedDict):
    corrected_at: str
    fields: list[str]
    log_size: int
    made_at: str
    made_by: str
    notices: list[NoticeStands]
    reason: RecallReason
    recall_id: str
    service: str
    told_since: str


class ReceiptsShown(TypedDict):
    client_id: str
    digest: str
    first_index: int
    last_index: int
    org_id: str
    receipts: int


class ReceiptCounts(TypedDict):
    day: str
    items: list[ReceiptsShown]
    log_size: int


class DisclosuresAsked(TypedDict):
    after: NotRequired[int | None]
    not_among: NotRequired[list[str]]
    person: NotRequired[PersonSought | None]
    subjects: NotRequired[list[SubjectGiven]]


class CandidateShown(TypedDict):
    band: Band
    reasons: list[str]
    service: str
    subject_id: str
    taken: bool


Became: TypeAlias = Literal["ANSWERED", "REFUSED", "HELD_BACK", "UNKNOWN", "OF_THE_HOUSE"]


class DisclosureShown(TypedDict):
    agreement_id: str | None
    agreement_version: int | None
    became: Became
    case_reference: str | None
    client_id: str | None
    disclosed: bool
    fields: list[str]
    index: int
    kind: str
    log_operation: str | None
    org_id: str | None
    purpose: str | None
    recorded_at: str
    request_id: str | None
    response_sha256: str | None
    role: str | None
    service: str | None
    status: int | None
    user_id: str | None


class MapLeaf(TypedDict):
    count: int
    head: str
    key: str


class PseudonymProved(TypedDict):
    end: MapLeaf | None
    entries: list[int]
    pseudonym: str
    siblings: list[str]


class Completeness(TypedDict):
    checkpoint: str
    pseudonyms: list[PseudonymProved]
    root: str
    size: int
    witness_quorum: WitnessQuorum


class SubjectShown(TypedDict):
    pseudonyms: list[str]
    service: str
    subject_id: str


class Unable(TypedDict):
    code: str
    service: str


Unproved: TypeAlias = Literal["NOT_PUBLISHED", "INDEX_DAMAGED", "NOBODY_NAMED"]


class DisclosuresShown(TypedDict):
    candidates: list[CandidateShown]
    complete: bool
    entries: int
    items: list[DisclosureShown]
    log_size: int
    more_after: int | None
    proof: Completeness | None
    subjects: list[SubjectShown]
    unable: list[Unable]
    undecided: list[str]
    unproved: Unproved | None


class ErasureAsked(TypedDict):
    subjects: list[SubjectGiven]


class ErasedBy(TypedDict):
    answers: int
    service: str
    stays: list[Stays]


class ErasureDone(TypedDict):
    erased: list[ErasedBy]
    unable: list[Unable]


class WhomGiven(TypedDict):
    not_among: NotRequired[list[str]]
    person: NotRequired[PersonSought | None]
    subjects: NotRequired[list[SubjectGiven]]


class EntryProved(TypedDict):
    index: int
    leaf: str
    proof: list[str]


class ReportFile(TypedDict):
    checkpoint: str
    entries: list[EntryProved]
    format: str
    size: int
    subjects: list[PseudonymProved]


class SubjectReportShown(TypedDict):
    candidates: list[CandidateShown]
    proof: ReportFile | None
    unable: list[Unable]
    undecided: list[str]
    unproved: Unproved | None
    witness_quorum: WitnessQuorum


class EntryBundle(TypedDict):
    bundle: str
    number: int
    width: int


WatchList: TypeAlias = Literal["CANARY", "COLLEAGUE", "WELL_KNOWN"]


class WatchedShown(TypedDict):
    added_at: str
    added_by: str
    list: WatchList
    of_org: str | None
    subject: str
    watch_id: str


class WatchedList(TypedDict):
    items: list[WatchedShown]


class WatchGiven(TypedDict):
    list: WatchList
    of_org: NotRequired[str | None]
    service: str
    subject_id: str


GET_ALARMS: Operation[None, AlarmList] = Operation("GET", "/audit/v1/alarms", "audit:read")
"""List the newest 200 alarms that stand, or that were closed; every entry was looked at."""
GET_ALARM: Operation[None, AlarmShown] = Operation(
    "GET", "/audit/v1/alarms/{alarm_id}", "audit:read"
)
"""Show an alarm with its evidence."""
CREATE_CLOSING: Operation[ClosingGiven, AlarmShown] = Operation(
    "POST", "/audit/v1/alarms/{alarm_id}/closing", "audit:watch"
)
"""Say what an alarm was, with reasons. 403 ``FOUR_EYES_REQUIRED`` for whom it is about."""
GET_ANSWER: Operation[None, AnswerShown] = Operation(
    "GET", "/audit/v1/answers/{request_id}", "audit:read"
)
"""Show what was answered then: what the warden saw at 14:05 (DPA 2018 s.66(2)(b))."""
CREATE_SEARCH: Operation[EntrySearch, EntryList] = Operation(
    "POST", "/audit/v1/entries/search", "audit:read"
)
"""Find entries by case, user, organisation, client, agreement, service, kind and time."""
GET_ENTRY: Operation[None, EntryShown] = Operation("GET", "/audit/v1/entries/{index}", "audit:read")
"""Show one entry of the log: its leaf as hashed (RFC 6962), and what it says."""
GET_ENTRY_PROOF: Operation[None, EntryProofShown] = Operation(
    "GET", "/audit/v1/entries/{index}/proof", "audit:read"
)
"""Prove that an entry is in the log, against the newest published checkpoint."""
GET_EXPORTS: Operation[None, ExportList] = Operation("GET", "/audit/v1/exports", "audit:export")
"""List the newest 200 exports, the newest first."""
CREATE_EXPORT: Operation[ExportGiven, ExportShown] = Operation(
    "POST", "/audit/v1/exports", "audit:export"
)
"""Ask for an export of the log, for whoever verifies it (DPA 2018 s.62(4) and (5))."""
GET_EXPORT: Operation[None, ExportShown] = Operation(
    "GET", "/audit/v1/exports/{export_id}", "audit:export"
)
"""Show what has become of an export. 404 ``NOT_FOUND`` where there is none."""
CREATE_APPROVAL: Operation[None, ExportShown] = Operation(
    "POST", "/audit/v1/exports/{export_id}/approval", "audit:export"
)
"""Approve an export that somebody else asked for; a job writes it, of the log as it is now."""
GET_PART: Operation[None, ExportPart] = Operation(
    "GET", "/audit/v1/exports/{export_id}/parts/{number}", "audit:export"
)
"""Give a part of the file (gzip): all parts one after the other are the file."""
GET_NOTICES: Operation[None, NoticeList] = Operation("GET", "/audit/v1/notices", "audit:notices")
"""List the newest 200 notices to one's own organisation, the newest first."""
GET_NOTICE: Operation[None, NoticeShown] = Operation(
    "GET", "/audit/v1/notices/{notice_id}", "audit:notices"
)
"""Show a notice to one's own organisation; 404 ``NOT_FOUND`` also for another's."""
CREATE_ACKNOWLEDGEMENT: Operation[AcknowledgementGiven, NoticeShown] = Operation(
    "POST", "/audit/v1/notices/{notice_id}/acknowledgement", "audit:notices"
)
"""Say what was done about it; the first answer stays. 404 ``NOT_FOUND`` for another's."""
GET_RECALLS: Operation[None, RecallList] = Operation("GET", "/audit/v1/recalls", "audit:recall")
"""List the newest 200 recalls, the newest first."""
CREATE_RECALL: Operation[RecallGiven, RecallShown] = Operation(
    "POST", "/audit/v1/recalls", "audit:recall"
)
"""Tell everyone whom the log says that something wrong was told to (DPA 2018 s.38(5), s.48)."""
GET_RECALL: Operation[None, RecallShown] = Operation(
    "GET", "/audit/v1/recalls/{recall_id}", "audit:recall"
)
"""Show a recall and what became of each notice: pending, acknowledged or escalated."""
GET_RECEIPT_COUNT: Operation[None, ReceiptCounts] = Operation(
    "GET", "/audit/v1/receipts/count", "audit:receipts"
)
CREATE_DISCLOSURES: Operation[DisclosuresAsked, DisclosuresShown] = Operation(
    "POST", "/audit/v1/subjects/disclosures", "audit:read"
)
"""Report every entry of the log about somebody: who, when, for what, under which agreement."""
CREATE_ERASURE: Operation[ErasureAsked, ErasureDone] = Operation(
    "POST", "/audit/v1/subjects/erasures", "audit:recall"
)
"""Erase the kept text of every answer about somebody (UK GDPR Art 17; DPA 2018 s.47)."""
CREATE_SUBJECT_REPORT: Operation[WhomGiven, SubjectReportShown] = Operation(
    "POST", "/audit/v1/subjects/reports", "audit:read"
)
"""Give a person every entry that names them, with proof that there is no other, to be kept."""
GET_ENTRY_BUNDLE: Operation[None, EntryBundle] = Operation(
    "GET", "/audit/v1/tile/entries/{number}", "audit:read"
)
"""Give 256 leaves as they were hashed (C2SP tlog-tiles), or as many as there are."""
GET_WATCHED: Operation[None, WatchedList] = Operation("GET", "/audit/v1/watched", "audit:watch")
"""List who is watched."""
CREATE_WATCHED: Operation[WatchGiven, WatchedList] = Operation(
    "POST", "/audit/v1/watched", "audit:watch"
)
"""Watch somebody from now on: whoever looks at them raises an alarm."""
CREATE_ENDING: Operation[None, WatchedList] = Operation(
    "POST", "/audit/v1/watched/{watch_id}/ending", "audit:watch"
)
"""Watch somebody no longer, and list who still is."""
