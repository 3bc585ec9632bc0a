"""The job that reads a partner's file, chunk by chunk, under the mandate of whoever sent it.

Killed anywhere, it begins again at the first row that was not committed. A dry run begins again at
the first row: what it tries stands on a transaction of its own that is never committed.
"""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.delimited import FileRefused
from ppit_platform.events import Event, EventType
from ppit_platform.house import MandateEnded
from ppit_platform.jobs import JobId, add_task
from ppit_platform.mandated import MandatedJob
from ppit_platform.people import utc_now
from ppit_platform.service_worker import WorkBench
from ppit_platform.unit import UnitOfWork
from ppit_platform.uploads import UploadStore
from ppit_victims.actions.desk import Desk, desk_of
from ppit_victims.actions.import_rows import import_rows
from ppit_victims.actions.read_list import RowOfList, read_list
from ppit_victims.actions.register import Register, register_of
from ppit_victims.actions.take_import import IMPORT_TASK
from ppit_victims.domain.codes import ImportState
from ppit_victims.domain.imports import ImportRun
from ppit_victims.domain.profiles import PROFILES
from ppit_victims.errors import RegisterNotSearchable
from ppit_victims.storage.imports import asked_by

CHUNK = 200
"""Rows for which the register's pen is held at a time: half a second."""


def add_imports(bench: WorkBench, *, chunk: int = CHUNK) -> None:
    """Have imports done by this worker, ``chunk`` rows to a transaction."""

    async def work(number: int, *, import_id: JobId, mandate_id: JobId) -> None:
        run = RunOfImport(UUID(str(import_id)), UUID(str(mandate_id)), number)
        await run_import(bench, run, chunk=chunk)

    add_task(bench.jobs, IMPORT_TASK, work)


@dataclass(frozen=True, slots=True)
class RunOfImport:
    """One run of the job ``number``."""

    import_id: UUID
    mandate_id: UUID
    number: int


async def run_import(bench: WorkBench, run: RunOfImport, *, chunk: int = CHUNK) -> None:
    """Do what is left of an import. One whose authority ended is stopped, and says so."""
    job = MandatedJob(bench.chassis, bench.house, run.number, run.mandate_id)
    async with AsyncExitStack() as until_done:
        running = _Running(bench, run.import_id, chunk, until_done)
        try:
            while not running.over:
                await job.chunk(running.go_on)
        except MandateEnded as ended:
            await _stop(bench, run, ended.code)
            raise
        except RegisterNotSearchable as failure:
            await _stop(bench, run, failure.code)


@dataclass(slots=True)
class _Running:
    """One run of the job: the file it reads, and how far it is in it."""

    bench: WorkBench
    import_id: UUID
    chunk: int
    until_done: AsyncExitStack
    over: bool = False
    _rows: Iterator[RowOfList] | None = None
    _ahead: list[RowOfList] = field(default_factory=list[RowOfList])
    _trial: Register | None = None

    async def go_on(self, unit: UnitOfWork) -> None:
        """Do one chunk in one transaction."""
        chassis = self.bench.chassis
        desk = desk_of(unit, unit.session, chassis.pseudonyms, utc_now())
        run = await desk.imports.read(self.import_id)
        if run is None or run.is_over:
            self.over = True
            desk.unit.record(_nothing_done())
            return
        try:
            rows = await self._next(run, desk)
        except FileRefused as refusal:
            await self._end(run, desk, ImportState.REFUSED, refusal.detail)
            desk.unit.record(_nothing_done())
            return
        await import_rows(rows, run, desk, self._trial)
        if not self._ahead:
            await self._end(run, desk, ImportState.DONE, None)

    async def _next(self, run: ImportRun, desk: Desk) -> list[RowOfList]:
        """Return the rows of this chunk, and look one chunk ahead: the last must know it is."""
        if self._rows is None:
            self._rows = await self._begin(run, desk)
            self._ahead = list(islice(self._rows, self.chunk))
        rows, self._ahead = self._ahead, list(islice(self._rows, self.chunk))
        return rows

    async def _begin(self, run: ImportRun, desk: Desk) -> Iterator[RowOfList]:
        file = await UploadStore(desk.session, self.bench.chassis.seal).open(run.upload_id)
        self.until_done.callback(file.close)
        rows = read_list(file, PROFILES[run.profile])
        if run.dry_run:
            trial = UnitOfWork(desk.caller, self.bench.chassis.sessions)
            self.until_done.push_async_callback(trial.session.close)
            self._trial = register_of(await trial.open())
            await desk.imports.begin_again(run.import_id)
            return rows
        done = run.counts.rows_in
        return (row for row in rows if row.number > done)

    async def _end(
        self, run: ImportRun, desk: Desk, state: ImportState, reason: str | None
    ) -> None:
        await desk.imports.end(run.import_id, state, desk.origin, reason=reason)
        await UploadStore(desk.session, self.bench.chassis.seal).forget(run.upload_id)
        await _announce(run, desk, state)
        self.over = True


async def _stop(bench: WorkBench, stopped: RunOfImport, code: str) -> None:
    """Say that the import was stopped, and keep its file no longer."""
    async with bench.chassis.engine.connect() as connection:
        caller = await asked_by(connection, stopped.mandate_id)
    unit = UnitOfWork(caller, bench.chassis.sessions)
    try:
        session = await unit.open()
        desk = desk_of(unit, session, bench.chassis.pseudonyms, utc_now())
        run = await desk.imports.read(stopped.import_id)
        if run is not None and not run.is_over:
            await desk.imports.end(run.import_id, ImportState.STOPPED, desk.origin, reason=code)
            await UploadStore(session, bench.chassis.seal).forget(run.upload_id)
            await _announce(run, desk, ImportState.STOPPED)
        await session.commit()
    finally:
        await unit.session.close()


async def _announce(run: ImportRun, desk: Desk, state: ImportState) -> None:
    told = {"id": str(run.import_id), "state": state.value}
    event = Event(EventType.IMPORT_FINISHED, desk.caller.org_id, desk.now, told)
    await desk.unit.announce(event)


def _nothing_done() -> AuditFact:
    return AuditFact(LogOperation.COLLECTION, counts={"rows": 0})
