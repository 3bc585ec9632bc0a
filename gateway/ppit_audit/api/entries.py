"""Routes that show the log's own entries."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from ppit_audit.actions.read_entries import read_entry
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.rules import reading
from ppit_audit.domain.entry import LogEntry, said_by
from ppit_platform.wire import Instant, WireModel

router = APIRouter(prefix="/v1/entries", tags=["entries"])

LARGEST = 2**53 - 1
Index = Annotated[int, Path(ge=0, le=LARGEST)]
ESSENTIAL = ("index", "leaf", "leaf_hash")


class EntryShown(WireModel):
    """``leaf`` is the very text whose hash stands in the tree; the rest repeats what it says.

    ``case_reference`` is what opens the leaf's commitment; null once it was erased.
    """

    index: int
    recorded_at: Instant
    kind: str
    leaf_hash: str
    leaf: str
    request_id: UUID | None
    org_id: str | None
    client_id: str | None
    user_id: str | None
    purpose: str | None
    agreement_id: str | None
    agreement_version: int | None
    operation: str | None
    case_reference: str | None


def entry_shown(entry: LogEntry) -> EntryShown:
    said = said_by(entry)
    return EntryShown(
        index=entry.index,
        recorded_at=entry.recorded_at,
        kind=entry.kind,
        leaf_hash=entry.leaf_hash,
        leaf=entry.text,
        request_id=said.request_id,
        org_id=said.org_id,
        client_id=said.client_id,
        user_id=said.user_id,
        purpose=said.purpose,
        agreement_id=said.agreement_id,
        agreement_version=said.agreement_version,
        operation=said.operation,
        case_reference=entry.case_reference,
    )


@router.get("/{index}", **reading(essential_fields=ESSENTIAL))
async def get_entry(index: Index, desk: AtTheDesk) -> EntryShown:
    """Show one entry of the log: its leaf as hashed (RFC 6962), and what it says.

    404 ``NOT_FOUND`` beyond the end of the log, 403 ``NOT_OF_HOME`` for a partner.
    """
    return entry_shown(await read_entry(index, desk))
