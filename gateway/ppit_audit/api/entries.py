"""Routes that show the log's own entries."""

from base64 import b64encode
from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import Field

from ppit_audit.actions.read_entries import prove_entry, read_bundle, read_entry
from ppit_audit.actions.search_entries import search_entries
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.rules import READ, reading
from ppit_audit.domain.criteria import Criteria
from ppit_audit.domain.entry import LogEntry, said_by
from ppit_audit.domain.proving import WitnessQuorum
from ppit_platform.cursor import AtPage
from ppit_platform.people_wire import InstantGiven
from ppit_platform.wire import Instant, WireModel

router = APIRouter(prefix="/v1/entries", tags=["entries"])
tiles = APIRouter(prefix="/v1/tile", tags=["entries"])

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


Word = Annotated[str, Field(min_length=1, max_length=200)]


class EntryProofShown(WireModel):
    index: int
    size: int
    proof: str
    witness_quorum: WitnessQuorum


class EntryBundle(WireModel):
    """``bundle`` is the C2SP entry bundle in base64: ``width`` leaves, each after its length."""

    number: int
    width: int
    bundle: str


class EntrySearch(WireModel):
    """Everything given must hold. ``since`` counts, ``until`` does not."""

    case_reference: Word | None = None
    org_id: Word | None = None
    client_id: Word | None = None
    user_id: Word | None = None
    agreement_id: Word | None = None
    service: Word | None = None
    kind: Word | None = None
    since: InstantGiven | None = None
    until: InstantGiven | None = None


class EntryList(WireModel):
    """The newest first, among the first ``log_size`` entries of the log."""

    log_size: int
    items: tuple[EntryShown, ...]


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


@router.get("/{index}/proof", **reading(scope=READ, essential_fields=("index", "proof", "size")))
async def get_entry_proof(index: Index, desk: AtTheDesk) -> EntryProofShown:
    """Prove that an entry is in the log, against the newest published checkpoint.

    ``proof`` is a C2SP tlog-proof: both signatures and the witnesses' stand below it. 503
    ``NOT_PUBLISHED_YET`` for an entry that no published checkpoint covers.
    """
    proof = await prove_entry(index, desk)
    return EntryProofShown(
        index=proof.index, size=proof.size, proof=proof.text, witness_quorum=proof.quorum
    )


@router.get("/{index}", **reading(scope=READ, essential_fields=ESSENTIAL))
async def get_entry(index: Index, desk: AtTheDesk) -> EntryShown:
    """Show one entry of the log: its leaf as hashed (RFC 6962), and what it says.

    404 ``NOT_FOUND`` beyond the end of the log, 403 ``NOT_OF_HOME`` for a partner.
    """
    return entry_shown(await read_entry(index, desk))


@router.post(
    "/search", **reading(scope=READ, essential_fields=tuple(f"items.{one}" for one in ESSENTIAL))
)
async def create_search(body: EntrySearch, page: AtPage, desk: AtTheDesk) -> EntryList:
    """Find entries by case, user, organisation, client, agreement, service, kind and time.

    A case reference is found only while the log can still open the commitment to it: what was
    erased is found no more. Send the same body with the ``cursor`` of ``Link`` for the next page.
    """
    asked = body.model_dump(exclude={"case_reference"})
    before = None if page.after is None else cast("int", page.after["index"])
    found = await search_entries(Criteria(**asked), body.case_reference, before, desk)
    if found.more:
        page.goes_on_after({"index": found.entries[-1].index})
    return EntryList(log_size=found.log_size, items=tuple(map(entry_shown, found.entries)))


@tiles.get("/entries/{number}", **reading(scope=READ, essential_fields=("bundle", "width")))
async def get_entry_bundle(number: Index, desk: AtTheDesk) -> EntryBundle:
    """Give 256 leaves as they were hashed (C2SP tlog-tiles), or as many as there are.

    Hashes are public under ``/log``; what was hashed is for auditors alone. 404 ``NOT_FOUND`` past
    the end of the log. 409 ``TOO_LONG_FOR_A_BUNDLE`` where an old entry is over 65,535 bytes: read
    it by its index, or in an export.
    """
    width, bundle = await read_bundle(number, desk)
    return EntryBundle(number=number, width=width, bundle=b64encode(bundle).decode())
