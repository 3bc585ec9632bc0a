"""The route by which a partner holds its receipts against the log."""

from fastapi import APIRouter

from ppit_audit.actions.count_receipts import count_receipts
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.rules import RECEIPTS, reading
from ppit_platform.people_wire import Day
from ppit_platform.wire import WireModel

router = APIRouter(prefix="/v1/receipts", tags=["receipts"])


class ReceiptsShown(WireModel):
    """``digest`` is the SHA-256 of all indices in order, as decimals joined by commas, in hex."""

    org_id: str
    client_id: str
    receipts: int
    first_index: int
    last_index: int
    digest: str


class ReceiptCounts(WireModel):
    """Of receipts whose index is below ``log_size``; leave later ones out of your own count."""

    day: str
    log_size: int
    items: tuple[ReceiptsShown, ...]


@router.get(
    "/count",
    **reading(
        scope=RECEIPTS,
        # How many, and a digest: whom they were about is not in it.
        concerns=(),
        person_required=False,
        essential_fields=("log_size", "items.client_id", "items.receipts", "items.digest"),
    ),
)
async def get_receipt_count(day: Day, desk: AtTheDesk) -> ReceiptCounts:
    """Count the answers of a day in UTC, for each of one's own machines; at home, for everyone's.

    Each answer had an ``Audit-Receipt`` with an index: a partner that kept them must come to the
    same count and digest, or either side can show which are missing.
    """
    found = await count_receipts(day, desk)
    return ReceiptCounts(
        day=found.day.isoformat(),
        log_size=found.log_size,
        items=tuple(
            ReceiptsShown(
                org_id=one.org_id,
                client_id=one.client_id,
                receipts=one.receipts,
                first_index=one.first,
                last_index=one.last,
                digest=one.digest,
            )
            for one in found.counts
        ),
    )
