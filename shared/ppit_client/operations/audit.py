"""What audit publishes: written from its document, not by hand."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from ppit_client.questions import Operation

__all__ = [
    "CREATE_DISCLOSURES",
    "CREATE_SEARCH",
    "GET_ENTRY",
]


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


class SubjectGiven(TypedDict):
    service: str
    subject_id: str


class DisclosuresAsked(TypedDict):
    after: NotRequired[int | None]
    subjects: list[SubjectGiven]


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


class SubjectShown(TypedDict):
    pseudonyms: list[str]
    service: str
    subject_id: str


class Unable(TypedDict):
    code: str
    service: str


class DisclosuresShown(TypedDict):
    complete: bool
    entries: int
    items: list[DisclosureShown]
    log_size: int
    more_after: int | None
    subjects: list[SubjectShown]
    unable: list[Unable]


CREATE_SEARCH: Operation[EntrySearch, EntryList] = Operation(
    "POST", "/audit/v1/entries/search", "audit:read"
)
"""Find entries by case, user, organisation, client, agreement, service, kind and time."""
GET_ENTRY: Operation[None, EntryShown] = Operation("GET", "/audit/v1/entries/{index}", "audit:read")
"""Show one entry of the log: its leaf as hashed (RFC 6962), and what it says."""
CREATE_DISCLOSURES: Operation[DisclosuresAsked, DisclosuresShown] = Operation(
    "POST", "/audit/v1/subjects/disclosures", "audit:read"
)
"""Report every entry of the log about somebody: who, when, for what, under which agreement."""
