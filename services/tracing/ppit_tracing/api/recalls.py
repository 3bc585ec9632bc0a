"""Routes for recall notices: an organisation's own, and that it acknowledged them."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.cursor import AtPage
from ppit_platform.wire import Instant, WireModel
from ppit_tracing.actions.recalls import acknowledge_recall, list_recalls
from ppit_tracing.api.desk import AtTheDesk
from ppit_tracing.domain.purposes import CONCERNED, TRACE_PURPOSES
from ppit_tracing.storage.recalls import Notice

READ = "tracing:read"
MOST_ON_A_PAGE = 100
_BEFORE_ALL = (datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))

router = APIRouter(prefix="/v1/recalls", tags=["recalls"])


class RecallNotice(WireModel):
    """An address that was shown proved to be another person's: use nothing of it."""

    recall_id: UUID
    trace_id: UUID
    debt_reference: str
    reason: str
    raised_at: Instant
    acknowledged_at: Instant | None


class RecallNotices(WireModel):
    items: tuple[RecallNotice, ...] = Field(description="The oldest first.")


@router.get(
    "",
    **governed(
        scope=READ,
        log=LogOperation.CONSULTATION,
        purposes=TRACE_PURPOSES,
        max_people=MOST_ON_A_PAGE,
        concerns=CONCERNED,
        essential_fields=("items.reason", "items.recall_id", "items.trace_id"),
    ),
)
async def get_recalls(desk: AtTheDesk, page: AtPage) -> RecallNotices:
    """List this organisation's recall notices (DPA 2018 s.38(5))."""
    after = _BEFORE_ALL
    if page.after is not None:
        after = (datetime.fromisoformat(str(page.after["at"])), UUID(str(page.after["id"])))
    notices, more = await list_recalls(after, MOST_ON_A_PAGE, desk)
    if more and notices:
        last = notices[-1]
        page.goes_on_after({"at": last.raised_at.isoformat(), "id": str(last.recall_id)})
    return RecallNotices(items=tuple(_shown(notice) for notice in notices))


@router.post(
    "/{recall_id}/acknowledgement",
    status_code=201,
    **governed(
        scope=READ,
        log=LogOperation.COLLECTION,
        purposes=TRACE_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("acknowledged_at", "recall_id"),
    ),
)
async def create_acknowledgement(recall_id: UUID, desk: AtTheDesk) -> RecallNotice:
    """Acknowledge a notice; the first time counts. 404 ``NOT_FOUND`` for another's."""
    return _shown(await acknowledge_recall(recall_id, desk))


def _shown(notice: Notice) -> RecallNotice:
    return RecallNotice(
        recall_id=notice.recall_id,
        trace_id=notice.trace_id,
        debt_reference=notice.debt_reference,
        reason=notice.reason,
        raised_at=notice.raised_at,
        acknowledged_at=notice.acknowledged_at,
    )
