"""The route by which what was answered about somebody is erased."""

from fastapi import APIRouter
from pydantic import Field

from ppit_audit.actions.erase_answers import erase_answers
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.disclosures import Unable
from ppit_audit.api.person_wire import SubjectGiven
from ppit_audit.api.rules import RECALL, changing
from ppit_audit.domain.erasing import ErasedThere
from ppit_audit.domain.subjects import Subject
from ppit_platform.answering_audit import Stays
from ppit_platform.codes import LogOperation
from ppit_platform.wire import WireModel

router = APIRouter(prefix="/v1/subjects", tags=["subjects"])


class ErasureAsked(WireModel):
    subjects: tuple[SubjectGiven, ...] = Field(min_length=1, max_length=20)


class ErasedBy(WireModel):
    """``stays`` is what the service keeps nevertheless, each with the ground and plain words."""

    service: str
    answers: int
    stays: tuple[Stays, ...]


class ErasureDone(WireModel):
    """What each service erased, and what stays there by law. One in ``unable`` could not be asked:
    what it keeps is not known, so ask again.
    """

    erased: tuple[ErasedBy, ...]
    unable: tuple[Unable, ...]


@router.post(
    "/erasures",
    **changing(
        scope=RECALL,
        log=LogOperation.ERASURE,
        essential_fields=(
            *("erased.service", "erased.answers", "unable.service", "unable.code"),
            *(f"erased.stays.{one}" for one in ("what", "ground", "words", "answers")),
        ),
    ),
)
async def create_erasure(body: ErasureAsked, desk: AtTheDesk) -> ErasureDone:
    """Erase the kept text of every answer about somebody (UK GDPR Art 17; DPA 2018 s.47).

    That they were told, when, to whom and for what stays in the log, and its proofs hold. What a
    service keeps nevertheless, a screening as evidence say, stands in ``stays`` with its ground:
    the person is told of it (s.48(1); UK GDPR Art 12(4)). 503 ``SUBJECTS_UNRESOLVED`` rather than
    an erasure of only some.
    """
    subjects = [Subject(one.service, one.subject_id) for one in body.subjects]
    done = await erase_answers(subjects, desk)
    return ErasureDone(
        erased=tuple(_erased(service, there) for service, there in done.erased.items()),
        unable=tuple(Unable(service=one, code=code) for one, code in done.unable.items()),
    )


def _erased(service: str, there: ErasedThere) -> ErasedBy:
    return ErasedBy(
        service=service,
        answers=there.answers,
        stays=tuple(
            Stays(
                what=one.staying.what,
                ground=one.staying.ground,
                words=one.staying.words,
                answers=one.answers,
            )
            for one in there.stays
        ),
    )
