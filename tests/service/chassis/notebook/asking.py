"""Notes in pages, the time of a request, and a question to another service through the gate."""

from fastapi import APIRouter
from sqlmodel import col, select

from ppit_platform.access import governed
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation, PurposeCode, SubjectClass
from ppit_platform.cursor import AtPage
from ppit_platform.db import Transaction
from ppit_platform.desk import Hop, House, Now
from ppit_platform.unit import AuditTrail
from ppit_platform.wire import WireModel
from tests.service.chassis.notebook.rows import NoteRow

router = APIRouter(prefix="/v1")
READ = governed(
    scope="notebook:read",
    log=LogOperation.CONSULTATION,
    purposes=tuple(PurposeCode),
    max_people=10,
    concerns=(SubjectClass.NOT_APPLICABLE,),
)


class Titles(WireModel):
    items: list[str]


@router.get("/titles", **READ)
async def list_titles(
    page: AtPage, session: Transaction, trail: AuditTrail, limit: int = 2
) -> Titles:
    notes = select(NoteRow.title).where(col(NoteRow.source_ref) == "batch")
    if page.after is not None:
        notes = notes.where(col(NoteRow.title) > str(page.after["title"]))
    found = (await session.exec(notes.order_by(col(NoteRow.title)).limit(limit + 1))).all()
    if len(found) > limit:
        page.goes_on_after({"title": found[limit - 1]})
    trail.record(AuditFact(LogOperation.CONSULTATION, counts={"notes": len(found[:limit])}))
    return Titles(items=list(found[:limit]))


@router.post("/questions", **READ)
async def ask_another(house: House, hop: Hop, now: Now, trail: AuditTrail) -> dict[str, object]:
    answer = await house.call(hop, "POST", "/another/v1/questions", body={"question": "?"})
    trail.record(AuditFact(LogOperation.CONSULTATION, counts={"questions": 1}))
    return {"status": answer.status, "said": answer.body, "at": now.isoformat()}
