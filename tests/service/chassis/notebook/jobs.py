"""The notebook's one job: writes a batch of three notes, a chunk for each."""

import asyncio
from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID

from procrastinate import App
from sqlalchemy import text

from ppit_platform.audit import AuditFact
from ppit_platform.chassis import Chassis
from ppit_platform.chores import add_chores
from ppit_platform.codes import LogOperation, ProcessingRegime, PurposeCode
from ppit_platform.house import HouseClient
from ppit_platform.jobs import add_task, open_jobs
from ppit_platform.mandated import MandatedJob
from ppit_platform.unit import UnitOfWork
from tests.service.chassis.notebook.rows import NoteRow

WRITE_BATCH = "notebook.write_batch"
CHUNKS = 3


def notebook_jobs(database_url: str, chassis: Chassis, house: HouseClient) -> App:
    app = open_jobs(database_url)
    add_task(app, WRITE_BATCH, partial(write_batch, chassis, house))
    add_chores(app, chassis, house)
    return app


async def write_batch(
    chassis: Chassis, house: HouseClient, number: int, *, mandate: str, batch: str, pause: int
) -> None:
    job = MandatedJob(chassis, house, number, UUID(mandate))
    async with chassis.engine.connect() as connection:
        chunks = text("SELECT count(*) FROM audit_outbox WHERE job_id = :number")
        done: int = (await connection.execute(chunks, {"number": number})).scalar_one()
    for chunk in range(done, CHUNKS):
        await job.chunk(partial(_write_note, batch, chunk))
        await asyncio.sleep(pause)


async def _write_note(batch: str, chunk: int, unit: UnitOfWork) -> None:
    row = NoteRow(
        title=f"{batch} {chunk}",
        org_id=unit.caller.org_id,
        collected_under=ProcessingRegime.UK_GDPR.value,
        allowed_purposes=[PurposeCode.OFFICER_SAFETY_VISIT.value],
        source_ref="batch",
        review_due=date(2030, 1, 1),
        valid_from=datetime.now(UTC),
    )
    unit.session.add(row)
    unit.record(AuditFact(LogOperation.COLLECTION, counts={"notes": 1}))
