"""A small service on the chassis that does, on request, what a service must never do."""

import asyncio
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from ppit_platform.access import governed
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Caller
from ppit_platform.codes import LogOperation, ProcessingRegime, PurposeCode, SubjectClass
from ppit_platform.db import Transaction
from ppit_platform.errors import Conflict
from ppit_platform.jobs import defer
from ppit_platform.mandated import SealedMandate, keep_mandate
from ppit_platform.unit import AuditTrail, Pseudonyms, Unit
from ppit_platform.wire import Instant, PartialDate, PersonName, Uprn, WireModel
from tests.service.chassis.notebook.jobs import WRITE_BATCH
from tests.service.chassis.notebook.rows import NoteRow

router = APIRouter(prefix="/v1")
ALL_PURPOSES = tuple(PurposeCode)
WRITE = governed(
    scope="notebook:write",
    log=LogOperation.COLLECTION,
    purposes=ALL_PURPOSES,
    max_people=1,
    concerns=(SubjectClass.NOT_APPLICABLE,),
    idempotent=True,
)
READ = governed(
    scope="notebook:read",
    log=LogOperation.CONSULTATION,
    purposes=ALL_PURPOSES,
    max_people=10,
    concerns=(SubjectClass.NOT_APPLICABLE,),
)


class NewNote(WireModel):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    collected_under: ProcessingRegime = ProcessingRegime.UK_GDPR
    allowed_purposes: tuple[PurposeCode, ...] = (PurposeCode.OFFICER_SAFETY_VISIT,)
    name: PersonName | None = None
    born: PartialDate | None = None
    uprn: Uprn | None = None
    seen_at: Instant | None = None


class NewBatch(WireModel):
    batch: UUID
    pause: int = 0


def _row(note: NewNote, caller: Caller) -> NoteRow:
    return NoteRow(
        title=note.title,
        org_id=caller.org_id,
        collected_under=note.collected_under.value,
        allowed_purposes=[purpose.value for purpose in note.allowed_purposes],
        source_ref="test",
        review_due=date(2030, 1, 1),
        valid_from=datetime.now(UTC),
    )


def _fact(*subjects: str) -> AuditFact:
    return AuditFact(LogOperation.COLLECTION, subjects_disclosed=subjects, counts={"notes": 1})


@router.post("/notes", status_code=201, **WRITE)
async def create_note(
    body: NewNote, session: Transaction, trail: AuditTrail, pseudonyms: Pseudonyms
) -> dict[str, str]:
    row = _row(body, trail.caller)
    session.add(row)
    trail.record(_fact(pseudonyms.subject(row.id)))
    return {"id": str(row.id)}


@router.post("/notes/slow", status_code=201, **WRITE)
async def create_note_slowly(
    body: NewNote, session: Transaction, trail: AuditTrail
) -> dict[str, str]:
    session.add(_row(body, trail.caller))
    await session.flush()
    await asyncio.sleep(0.7)
    trail.record(_fact())
    return {"title": body.title}


@router.post("/notes/unrecorded", status_code=201, **WRITE)
async def create_note_without_a_fact(
    body: NewNote, session: Transaction, trail: AuditTrail
) -> dict[str, str]:
    session.add(_row(body, trail.caller))
    await session.flush()
    return {"title": body.title}


@router.post("/notes/refused", **WRITE)
async def create_note_and_refuse(body: NewNote, session: Transaction, trail: AuditTrail) -> None:
    session.add(_row(body, trail.caller))
    await session.flush()
    trail.record(_fact())
    msg = "refused after its effect"
    raise Conflict(msg)


@router.post("/notes/crashed", **WRITE)
async def crash_on_a_note(body: NewNote) -> None:
    raise ValueError(body.title)


@router.post("/batches", status_code=202, **WRITE)
async def start_a_batch(body: NewBatch, unit: Unit, sealed: SealedMandate) -> dict[str, int]:
    session = await unit.open()
    mandate = await keep_mandate(unit, sealed)
    ids = {"mandate": mandate, "batch": body.batch, "pause": body.pause}
    number = await defer(session, WRITE_BATCH, ids)
    unit.record(_fact())
    return {"job": number}


@router.get("/notes", **READ)
async def list_notes(session: Transaction, trail: AuditTrail) -> dict[str, list[str]]:
    titles = list((await session.exec(select(col(NoteRow.title)))).all())
    trail.record(_fact())
    return {"items": titles}


@router.get("/context", **READ)
async def show_context(session: Transaction, trail: AuditTrail) -> dict[str, str]:
    names = ("org_id", "purpose", "areas", "regime", "acting")
    shown = ", ".join(f"current_setting('ppit.{name}', true) AS {name}" for name in names)
    connection = await session.connection()
    row = (await connection.execute(text(f"SELECT {shown}"))).mappings().one()
    trail.record(_fact())
    return {str(name): str(value) for name, value in row.items()}


@router.get("/unreadable", **READ)
async def read_what_cannot_be_read(unit: Unit) -> dict[str, object]:
    session = await unit.open()
    connection = await session.connection()
    try:
        await connection.execute(text("SELECT * FROM no_such_register"))
    except SQLAlchemyError:
        await unit.restart()
    unit.record(_fact())
    connection = await session.connection()
    org = (await connection.execute(text("SELECT current_setting('ppit.org_id')"))).scalar_one()
    return {"result": "UNABLE_TO_SCREEN", "org_id": org}


@router.get("/database-errors/{kind}", **READ)
async def fail_as_a_database_does(kind: str, session: Transaction, trail: AuditTrail) -> None:
    statements = {
        "slow": "SELECT pg_sleep(30)",
        "wrong": "SELECT 1 / 0",
        "cut": "SELECT pg_terminate_backend(pg_backend_pid())",
    }
    connection = await session.connection()
    await connection.execute(text(statements[kind]))
    trail.record(_fact())
