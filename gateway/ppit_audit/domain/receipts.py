"""Receipts of one machine on one day: the partner's own count must equal ours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptCount:
    """``digest`` is the SHA-256 in hex of all indices in order, in decimals, joined by commas."""

    org_id: str
    client_id: str
    receipts: int
    first: int
    last: int
    digest: str
