"""The job of an export: a part at a time, under the mandate of whoever approved it.

Killed anywhere, it goes on after the last part that was kept.
"""

from datetime import timedelta
from uuid import UUID

from ppit_audit.actions.export_log import EXPORT_TASK
from ppit_audit.actions.write_export import LARGEST, Writing, end_export, write_on
from ppit_audit.errors import ExportUnknown
from ppit_audit.storage.export_lines import ExportLines, TreeDamaged
from ppit_audit.storage.exports import ExportStore
from ppit_audit.storage.said import SaidStore
from ppit_platform.caller import Caller
from ppit_platform.desk import Clock
from ppit_platform.house import MandateEnded
from ppit_platform.jobs import JobId, add_task
from ppit_platform.mandated import MandatedJob, caller_of
from ppit_platform.service_worker import WorkBench
from ppit_platform.unit import UnitOfWork

_DAMAGED = "LOG_DAMAGED"


def add_exports(bench: WorkBench, kept: timedelta, clock: Clock, *, largest: int = LARGEST) -> None:
    """Have exports written by this worker, in parts of some ``largest`` bytes before packing."""

    async def work(number: int, *, export_id: JobId, mandate_id: JobId) -> None:
        job = MandatedJob(bench.chassis, bench.house, number, UUID(str(mandate_id)))
        await _Running(bench, job, UUID(str(export_id)), kept, clock, largest).run()

    add_task(bench.jobs, EXPORT_TASK, work)


class _Running:
    def __init__(  # what one run of the job is made of
        self,
        bench: WorkBench,
        job: MandatedJob,
        export_id: UUID,
        kept: timedelta,
        clock: Clock,
        largest: int,
    ) -> None:
        self._bench = bench
        self._job = job
        self._export_id = export_id
        self._kept = kept
        self._clock = clock
        self._largest = largest
        self._over = False

    async def run(self) -> None:
        """Write what is left. One whose authority ended is stopped, and says so."""
        try:
            while not self._over:
                await self._job.chunk(self._go_on)
        except MandateEnded as ended:
            await self._stop(ended.code)
            raise
        except TreeDamaged:
            # Hashes that the log should have are not there: what is written would prove nothing.
            await self._stop(_DAMAGED)

    async def _go_on(self, unit: UnitOfWork) -> None:
        writing = self._writing(unit)
        export = await writing.exports.one(self._export_id, held=True)
        if export is None:
            raise ExportUnknown(str(self._export_id))
        fact, self._over = await write_on(export, writing)
        unit.record(fact)

    async def _stop(self, code: str) -> None:
        unit = UnitOfWork(await self._caller(), self._bench.chassis.sessions)
        try:
            session = await unit.open()
            writing = self._writing(unit)
            export = await writing.exports.one(self._export_id, held=True)
            if export is not None and export.ended_at is None:
                await end_export(export, writing, code)
            await session.commit()
        finally:
            await unit.session.close()

    async def _caller(self) -> Caller:
        return await caller_of(self._bench.chassis, self._job.mandate_id)

    def _writing(self, unit: UnitOfWork) -> Writing:
        exports = ExportStore(unit.session, self._bench.chassis.seal)
        lines, said = ExportLines(unit.session), SaidStore(unit.session)
        return Writing(exports, lines, said, self._clock(), self._kept, self._largest)
