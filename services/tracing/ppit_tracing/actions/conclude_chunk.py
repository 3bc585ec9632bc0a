"""Traces the debtors of some rows of a debt file and keeps how far it is, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ppit_platform.events import Event, EventType
from ppit_platform.ids import new_id
from ppit_tracing.actions.conclude_traces import conclude_traces, people_of
from ppit_tracing.actions.room import Room
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.codes import TraceReason
from ppit_tracing.storage.batches import BatchStore, Chunk, Reject
from ppit_tracing.storage.traces import Accepted, NewTrace


@dataclass(frozen=True, slots=True)
class RowTaken:
    """One row and everybody who is liable by it."""

    row_no: int
    debtors: Sequence[DebtorAsked]


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """The rows of one chunk. ``ends``: nothing of the file follows."""

    batch_id: UUID
    reason: TraceReason
    number: int
    last_row: int
    taken: Sequence[RowTaken]
    rejects: Sequence[Reject]
    ends: bool


async def conclude_chunk(
    rows: RowsAsked, job_id: int, mandate_id: UUID, room: Room, batches: BatchStore
) -> None:
    """Each row gets its results, one for each debtor, or stands among the rejected ones."""
    caller = room.unit.caller
    people = people_of(caller)
    traces = [
        NewTrace(new_id(), debtor, rows.reason, (rows.batch_id, row.row_no, party))
        for row in rows.taken
        for party, debtor in enumerate(row.debtors, start=1)
    ]
    accepted = Accepted(
        mandate_id,
        job_id,
        caller.acting,
        caller.agreement_id,
        caller.agreement_version,
        caller.purpose.value,
        room.now,
    )
    await room.traces.add(traces, accepted, people)
    fact_id = await conclude_traces(traces, room)
    chunk = Chunk(
        rows.number,
        rows.last_row,
        len(rows.taken) + len(rows.rejects),
        len(traces),
        rows.rejects,
        rows.ends,
    )
    await batches.keep_chunk(rows.batch_id, chunk, fact_id, people, room.now)
    if rows.ends:
        told = {"id": str(rows.batch_id), "rows": rows.last_row}
        await room.unit.announce(Event(EventType.BATCH_FINISHED, caller.org_id, room.now, told))
