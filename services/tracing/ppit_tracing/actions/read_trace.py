"""Shows a trace, its certificate, or a batch's results: whoever sees an address is noted down."""

from collections.abc import Sequence
from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_tracing.actions.conclude_traces import people_of
from ppit_tracing.actions.desk import Desk
from ppit_tracing.actions.trace_fact import shown_fact
from ppit_tracing.domain.codes import Shown
from ppit_tracing.errors import (
    BatchUnknown,
    CertificateMissing,
    CertificateRecalled,
    TraceUnfinished,
    TraceUnknown,
)
from ppit_tracing.storage.batches import KeptBatch
from ppit_tracing.storage.traces import KeptTrace

FIRST = (0, 0)
"""Before the first row of a batch and its first debtor."""


async def open_trace(trace_id: UUID, desk: Desk) -> KeptTrace:
    trace = await desk.traces.find(trace_id)
    if trace is None:
        msg = "ask with the organisation that began it"
        raise TraceUnknown(msg)
    return trace


async def read_trace(trace_id: UUID, desk: Desk) -> KeptTrace:
    """Return a trace as it is now; an address in it is a disclosure, and kept as one."""
    trace = await open_trace(trace_id, desk)
    await _note([trace], Shown.TRACE, desk)
    desk.unit.record(
        shown_fact(LogOperation.DISCLOSURE, [trace], desk.pseudonyms, ("outcome", "address"))
    )
    return trace


async def read_certificate(trace_id: UUID, desk: Desk) -> KeptTrace:
    """Return a trace that has a certificate which holds; 410 ``RECALLED`` once it was recalled."""
    trace = await open_trace(trace_id, desk)
    if trace.outcome is None:
        msg = "ask again when its state is DONE"
        raise TraceUnfinished(msg)
    if trace.certificate is None:
        msg = "its outcome is no confirmed address"
        raise CertificateMissing(msg)
    if trace.recalled_at is not None:
        msg = "use nothing of it, and acknowledge the recall notice"
        raise CertificateRecalled(msg)
    await _note([trace], Shown.CERTIFICATE, desk)
    desk.unit.record(
        shown_fact(LogOperation.DISCLOSURE, [trace], desk.pseudonyms, ("certificate",))
    )
    return trace


async def open_batch(batch_id: UUID, desk: Desk) -> KeptBatch:
    batch = await desk.batches.find(batch_id)
    if batch is None:
        msg = "ask with the organisation that sent it"
        raise BatchUnknown(msg)
    return batch


async def read_results(
    batch_id: UUID, after: tuple[int, int], most: int, desk: Desk
) -> tuple[Sequence[KeptTrace], bool]:
    """Return a page of results and whether more may follow; never more people than are allowed."""
    batch = await open_batch(batch_id, desk)
    allowed = min(most, desk.caller.people_limit)
    traces = await desk.traces.page_of_batch(batch_id, batch.job_id, after, allowed + 1)
    page = traces[:allowed]
    await _note(page, Shown.BATCH_RESULT, desk)
    desk.unit.record(
        shown_fact(LogOperation.DISCLOSURE, page, desk.pseudonyms, ("outcome", "address"))
    )
    return page, len(traces) > allowed


async def _note(traces: Sequence[KeptTrace], shown: Shown, desk: Desk) -> None:
    seen = [one for one in traces if one.finding_key is not None and one.recalled_at is None]
    if seen:
        await desk.recalls.note_shown(seen, shown, desk.caller, people_of(desk.caller), desk.now)
