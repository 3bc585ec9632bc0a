"""Shows how far a batch is, and the rows that could not be taken."""

from collections.abc import Sequence
from uuid import UUID

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_tracing.actions.desk import Desk
from ppit_tracing.actions.read_trace import open_batch
from ppit_tracing.storage.batches import KeptBatch, Reject


async def read_batch(batch_id: UUID, desk: Desk) -> KeptBatch:
    batch = await open_batch(batch_id, desk)
    counts = {"rows_done": batch.rows_done, "rejected": batch.rejected}
    desk.unit.record(_fact(batch_id, "batch", counts, desk))
    return batch


async def read_rejects(
    batch_id: UUID, after: int, most: int, desk: Desk
) -> tuple[Sequence[Reject], bool]:
    """Return a page of rejected rows, as they were sent, and whether more follow."""
    batch = await open_batch(batch_id, desk)
    allowed = min(most, desk.caller.people_limit)
    rejects = await desk.batches.page_of_rejects(batch, after, allowed + 1)
    page = rejects[:allowed]
    fact = _fact(batch_id, "reject", {"rejected": len(page)}, desk, shown=page)
    desk.unit.record(fact)
    return page, len(rejects) > allowed


def _fact(
    batch_id: UUID,
    field: str,
    counts: dict[str, int],
    desk: Desk,
    *,
    shown: Sequence[Reject] = (),
) -> AuditFact:
    # Who stands in a row that cannot be read is not known: the row itself is the subject.
    subject = desk.pseudonyms.subject
    return AuditFact(
        LogOperation.CONSULTATION,
        subjects_searched=(subject(batch_id),),
        subjects_disclosed=tuple(subject(f"{batch_id}/{reject.row_no}") for reject in shown),
        fields=(field,),
        counts=counts,
    )
