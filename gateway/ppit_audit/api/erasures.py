"""The route by which what was answered about somebody is erased."""

from fastapi import APIRouter
from pydantic import Field

from ppit_audit.actions.erase_answers import erase_answers
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.disclosures import Unable
from ppit_audit.api.person_wire import SubjectGiven
from ppit_audit.api.rules import RECALL, changing
from ppit_audit.domain.subjects import Subject
from ppit_platform.codes import LogOperation
from ppit_platform.wire import WireModel

router = APIRouter(prefix="/v1/subjects", tags=["subjects"])


class ErasureAsked(WireModel):
    subjects: tuple[SubjectGiven, ...] = Field(min_length=1, max_length=20)


class ErasedBy(WireModel):
    service: str
    answers: int


class ErasureDone(WireModel):
    """What each service erased. One in ``unable`` could not be asked: ask again."""

    erased: tuple[ErasedBy, ...]
    unable: tuple[Unable, ...]


@router.post(
    "/erasures",
    **changing(
        scope=RECALL,
        log=LogOperation.ERASURE,
        essential_fields=("erased.service", "erased.answers", "unable.service", "unable.code"),
    ),
)
async def create_erasure(body: ErasureAsked, desk: AtTheDesk) -> ErasureDone:
    """Erase the kept text of every answer about somebody (UK GDPR Art 17; DPA 2018 s.47).

    That they were told, when, to whom and for what stays in the log, and its proofs hold. Evidence
    that a service keeps in rows of its own, a screening say, ends with that evidence. 503
    ``SUBJECTS_UNRESOLVED`` rather than an erasure of only some.
    """
    subjects = [Subject(one.service, one.subject_id) for one in body.subjects]
    done = await erase_answers(subjects, desk)
    return ErasureDone(
        erased=tuple(ErasedBy(service=one, answers=n) for one, n in done.erased.items()),
        unable=tuple(Unable(service=one, code=code) for one, code in done.unable.items()),
    )
