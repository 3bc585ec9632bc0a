"""The job of a debt file: a chunk of rows at a time, each with its results and one fact.

A chunk commits its traces, its rejected rows and how far the file is, together or not at all: a
job that was killed goes on with the row after the last that was kept.
"""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from ppit_platform.delimited import BrokenLine, Line, read_delimited
from ppit_platform.desk import Clock
from ppit_platform.jobs import JobId, add_task
from ppit_platform.mandated import MandatedJob
from ppit_platform.service_worker import WorkBench
from ppit_platform.unit import UnitOfWork
from ppit_platform.uploads import UploadStore
from ppit_tracing.actions.accept import BATCH_TASK
from ppit_tracing.actions.conclude_chunk import RowsAsked, RowTaken, conclude_chunk
from ppit_tracing.actions.room import open_room
from ppit_tracing.domain.debt_rows import Reason, Rejected, debtors_of
from ppit_tracing.domain.profiles import LAYOUTS, Layout
from ppit_tracing.sources.protection import ProtectionDesk
from ppit_tracing.storage.batches import BatchStore, Reject, Work
from ppit_tracing.storage.mandates import KeptMandate, kept_mandate, looking

ROWS_IN_A_CHUNK = 20


@dataclass(frozen=True, slots=True)
class _Batch:
    """One debt file at work."""

    bench: WorkBench
    clock: Clock
    job: MandatedJob
    mandate: KeptMandate
    batch_id: UUID

    async def chunk(self, rows: RowsAsked, upload_id: UUID) -> None:
        protection = ProtectionDesk(self.bench.house, self.mandate.sealed)
        chassis = self.bench.chassis

        async def work(unit: UnitOfWork) -> None:
            room = await open_room(unit, protection, chassis.pseudonyms, self.clock())
            batches = BatchStore(unit.session)
            await conclude_chunk(rows, self.job.number, self.job.mandate_id, room, batches)
            if rows.ends:
                await UploadStore(unit.session, chassis.seal).forget(upload_id)

        await self.job.chunk(work)


def add_batch_job(bench: WorkBench, clock: Clock) -> None:
    async def work(number: int, *, batch_id: JobId, mandate_id: JobId) -> None:
        await work_through(bench, clock, number, UUID(str(batch_id)), UUID(str(mandate_id)))

    add_task(bench.jobs, BATCH_TASK, work)


async def work_through(
    bench: WorkBench, clock: Clock, number: int, batch_id: UUID, mandate_id: UUID
) -> None:
    """Do what is left of one debt file."""
    mandate = await kept_mandate(bench.chassis, mandate_id)
    async with looking(bench.chassis, mandate.caller) as session:
        work = await BatchStore(session).work(batch_id)
        if work.ended:
            return
        file = await UploadStore(session, bench.chassis.seal).open(work.upload_id)
    job = MandatedJob(bench.chassis, bench.house, number, mandate_id)
    batch = _Batch(bench, clock, job, mandate, batch_id)
    with closing(file):
        chunks = _chunks(file, batch_id, work)
        while (rows := await asyncio.to_thread(next, chunks, None)) is not None:
            await batch.chunk(rows, work.upload_id)


def _chunks(file: BinaryIO, batch_id: UUID, work: Work) -> Iterator[RowsAsked]:
    """Give what is left of the file in chunks; the last says so, and an empty rest is one too."""
    layout = LAYOUTS[work.profile]
    lines = (
        line for line in read_delimited(file, columns=layout.columns) if line.number > work.last_row
    )
    number, following = work.chunks, list(islice(lines, ROWS_IN_A_CHUNK))
    while True:
        number, rows = number + 1, following
        following = list(islice(lines, ROWS_IN_A_CHUNK))
        read = [_read(layout, line) for line in rows]
        yield RowsAsked(
            batch_id,
            work.reason,
            number,
            rows[-1].number if rows else work.last_row,
            [row for row in read if isinstance(row, RowTaken)],
            [row for row in read if isinstance(row, Reject)],
            ends=not following,
        )
        if not following:
            return


def _read(layout: Layout, line: Line | BrokenLine) -> RowTaken | Reject:
    if isinstance(line, BrokenLine):
        reason = Reason("", line.code.value, "the row cannot be read as it stands")
        cells = {f"{number}": cell for number, cell in enumerate(line.raw_cells, start=1)}
        return Reject(line.number, line.line_no, [reason.as_json()], cells)
    cells = dict(zip(layout.columns, line.cells, strict=True))
    debtors = debtors_of(layout, cells)
    if isinstance(debtors, Rejected):
        reasons = [reason.as_json() for reason in debtors.reasons]
        return Reject(line.number, line.line_no, reasons, cells)
    return RowTaken(line.number, debtors)
