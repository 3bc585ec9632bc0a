"""The job of one trace: one chunk, one fact; run again it finds its result and ends."""

from datetime import datetime
from uuid import UUID

from ppit_platform.desk import Clock
from ppit_platform.jobs import JobId, add_task
from ppit_platform.mandated import MandatedJob
from ppit_platform.service_worker import WorkBench
from ppit_platform.unit import UnitOfWork
from ppit_tracing.actions.accept import TRACE_TASK
from ppit_tracing.actions.conclude_traces import conclude_traces
from ppit_tracing.actions.room import open_room
from ppit_tracing.sources.protection import ProtectionDesk
from ppit_tracing.storage.mandates import kept_mandate, looking
from ppit_tracing.storage.traces import NewTrace, TraceStore


def add_trace_job(bench: WorkBench, clock: Clock) -> None:
    async def work(number: int, *, trace_id: JobId, mandate_id: JobId) -> None:
        await trace_one(bench, number, UUID(str(trace_id)), UUID(str(mandate_id)), clock())

    add_task(bench.jobs, TRACE_TASK, work)


async def trace_one(
    bench: WorkBench, number: int, trace_id: UUID, mandate_id: UUID, now: datetime
) -> None:
    """Do what is left of one trace."""
    mandate = await kept_mandate(bench.chassis, mandate_id)
    async with looking(bench.chassis, mandate.caller) as session:
        todo = await TraceStore(session).to_do(trace_id)
    if todo is None:
        return
    trace = NewTrace(trace_id, *todo)
    protection = ProtectionDesk(bench.house, mandate.sealed)

    async def chunk(unit: UnitOfWork) -> None:
        room = await open_room(unit, protection, bench.chassis.pseudonyms, now)
        await conclude_traces([trace], room)

    await MandatedJob(bench.chassis, bench.house, number, mandate_id).chunk(chunk)
