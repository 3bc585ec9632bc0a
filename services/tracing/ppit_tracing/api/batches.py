"""Routes for debt files: send one, follow it, read its results and its rejected rows."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_platform.cursor import AtPage
from ppit_platform.spool import CSV, MAX_UPLOAD_BYTES
from ppit_platform.uploads import Upload
from ppit_platform.wire import Instant, WireModel
from ppit_tracing.actions.accept import accept_batch
from ppit_tracing.actions.read_batch import read_batch, read_rejects
from ppit_tracing.actions.read_trace import FIRST, read_results
from ppit_tracing.api.desk import AtTheDesk
from ppit_tracing.api.shown import address_shown, certificate_shown
from ppit_tracing.api.trace_wire import CertifiedAddress
from ppit_tracing.domain.codes import (
    Doubt,
    SourceName,
    StopFlag,
    TraceOutcome,
    TraceReason,
    TraceState,
)
from ppit_tracing.domain.profiles import Profile
from ppit_tracing.domain.purposes import CONCERNED, TRACE_PURPOSES
from ppit_tracing.storage.traces import KeptTrace

BATCH = "tracing:batch"
MOST_ON_A_PAGE = 200

router = APIRouter(prefix="/v1/batches", tags=["batches"])


class BatchAccepted(WireModel):
    batch_id: UUID
    state: TraceState


class BatchAnswer(WireModel):
    """How far a debt file is: ``rows_done`` are rows traced and ``rejected``.

    A row with two debtors is two traces.
    Only what is in the log is counted: no result is readable before.
    """

    batch_id: UUID
    profile: Profile
    state: TraceState
    stop_code: str | None = Field(description="With STOPPED: why its authority ended.")
    rows_done: int
    traces: int
    rejected: int


class BatchResult(WireModel):
    """One debtor of a row: ``party`` counts those who are liable by it, from 1."""

    row: int
    party: int
    trace_id: UUID
    debt_reference: str
    outcome: TraceOutcome
    address: CertifiedAddress | None
    certificate_id: UUID | None
    stop_flag: StopFlag | None
    doubts: tuple[Doubt, ...]
    unable: tuple[SourceName, ...]
    recalled_at: Instant | None


class BatchResults(WireModel):
    items: tuple[BatchResult, ...] = Field(description="In the order of the file.")


class RejectReason(WireModel):
    column: str
    code: str
    detail: str


class RejectedRow(WireModel):
    """A row that was not taken, as it was sent: ``row`` counts below the header, ``line`` lines."""

    row: int
    line: int
    reasons: tuple[RejectReason, ...]
    cells: dict[str, str]


class RejectedRows(WireModel):
    items: tuple[RejectedRow, ...]


@router.post(
    "",
    status_code=202,
    **governed(
        scope=BATCH,
        log=LogOperation.COLLECTION,
        purposes=TRACE_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("batch_id",),
        max_body_bytes=MAX_UPLOAD_BYTES,
        consumes=(CSV,),
    ),
)
async def create_batch(
    upload: Upload,
    profile: Annotated[Profile, Query(description="The layout of the file.")],
    desk: AtTheDesk,
    reason: Annotated[
        TraceReason, Query(description="Why the debtors of the file are traced.")
    ] = TraceReason.RECOVER_DEBT,
) -> BatchAccepted:
    """Trace the debtors of a file: each row becomes a result for each debtor, or is rejected.

    422 ``FILE_NOT_READABLE`` where it is no CSV or not of the profile. An agreement that ends
    stops it: ``STOPPED``, with the code; what was done until then stays readable.
    """
    batch_id = await accept_batch(upload, profile, reason, desk)
    return BatchAccepted(batch_id=batch_id, state=TraceState.QUEUED)


@router.get(
    "/{batch_id}",
    **governed(
        scope=BATCH,
        log=LogOperation.CONSULTATION,
        purposes=TRACE_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        essential_fields=("batch_id", "state"),
    ),
)
async def get_batch(batch_id: UUID, desk: AtTheDesk) -> BatchAnswer:
    """Show how far a debt file is. 404 ``NOT_FOUND`` also for another organisation."""
    batch = await read_batch(batch_id, desk)
    return BatchAnswer(
        batch_id=batch.batch_id,
        profile=batch.profile,
        state=batch.state,
        stop_code=batch.stop_code,
        rows_done=batch.rows_done,
        traces=batch.traces,
        rejected=batch.rejected,
    )


@router.get(
    "/{batch_id}/results",
    **governed(
        scope=BATCH,
        log=LogOperation.DISCLOSURE,
        purposes=TRACE_PURPOSES,
        max_people=MOST_ON_A_PAGE,
        concerns=CONCERNED,
        essential_fields=("items.outcome", "items.recalled_at", "items.row", "items.unable"),
    ),
)
async def list_results(batch_id: UUID, desk: AtTheDesk, page: AtPage) -> BatchResults:
    """List results in the order of the file; a page holds no more people than are allowed today.

    Results that came while paging stand on later pages. 400 ``CURSOR_INVALID``, 404 as above.
    """
    after = page.after or {}
    first = (int(str(after.get("row", FIRST[0]))), int(str(after.get("party", FIRST[1]))))
    traces, more = await read_results(batch_id, first, MOST_ON_A_PAGE, desk)
    if more and traces:
        page.goes_on_after({"row": traces[-1].row_no, "party": traces[-1].party_no})
    return BatchResults(items=tuple(_result(trace) for trace in traces))


@router.get(
    "/{batch_id}/rejects",
    **governed(
        scope=BATCH,
        log=LogOperation.CONSULTATION,
        purposes=TRACE_PURPOSES,
        max_people=MOST_ON_A_PAGE,
        concerns=CONCERNED,
        essential_fields=("items.reasons", "items.row"),
    ),
)
async def list_rejects(batch_id: UUID, desk: AtTheDesk, page: AtPage) -> RejectedRows:
    """List the rows that were not taken, each with its reasons and as it was sent."""
    after = page.after or {}
    rejects, more = await read_rejects(
        batch_id, int(str(after.get("row", 0))), MOST_ON_A_PAGE, desk
    )
    if more and rejects:
        page.goes_on_after({"row": rejects[-1].row_no})
    return RejectedRows(
        items=tuple(
            RejectedRow(
                row=one.row_no,
                line=one.line_no,
                reasons=tuple(RejectReason.model_validate(reason) for reason in one.reasons),
                cells=dict(one.cells),
            )
            for one in rejects
        )
    )


def _result(trace: KeptTrace) -> BatchResult:
    answer = trace.answer
    return BatchResult.model_validate(
        {
            "row": trace.row_no,
            "party": trace.party_no,
            "trace_id": trace.trace_id,
            "debt_reference": trace.debt_reference,
            "outcome": trace.outcome,
            "address": address_shown(trace),
            "certificate_id": certificate_shown(trace),
            "stop_flag": answer.get("stop_flag"),
            "doubts": answer.get("doubts", ()),
            "unable": answer.get("unable", ()),
            "recalled_at": trace.recalled_at,
        }
    )
