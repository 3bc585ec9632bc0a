"""What audit publishes: written from its document, not by hand."""

from typing import TypedDict

from ppit_client.questions import Operation

__all__ = [
    "GET_ENTRY",
]


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


GET_ENTRY: Operation[None, EntryShown] = Operation("GET", "/audit/v1/entries/{index}", "audit:read")
"""Show one entry of the log: its leaf as hashed (RFC 6962), and what it says."""
