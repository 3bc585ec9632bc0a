"""What every service that knows people tells the audit: how the log names them, what was answered.

Only a service has the keys of its pseudonyms. The audit asks through the gate's internal listener,
as whoever asked it and for one of the log's four purposes (DPA 2018 s.62(4)); that it was asked is
an entry of the log under the very pseudonyms, so that the person's own report shows it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform import kept_answers
from ppit_platform.access import asked_by_the_audit
from ppit_platform.audit import AuditFact
from ppit_platform.chassis import chassis_of
from ppit_platform.codes import LogOperation
from ppit_platform.desk import AtABareDesk
from ppit_platform.staying import REPLAYS, Staying, StaysBecause, WhatStays
from ppit_platform.unit import Transaction
from ppit_platform.wire import Instant, WireModel

MOST_SUBJECTS = 100
SubjectId = Annotated[str, Field(pattern=r"^[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]{0,199}$")]
"""A service's own id of somebody, ``uprn:...`` for a door, a source's own key in tracing."""


FindAnswer: TypeAlias = Callable[[AsyncSession, UUID, str], Awaitable[str | None]]
"""Finds what a service itself kept of its answer to a request and an operation, ``POST
/v1/screenings``: the JSON text before the gate took anything from it, or None where it has none.
"""
CountAnswers: TypeAlias = Callable[[AsyncSession, Sequence[UUID]], Awaitable[int]]
"""Counts the requests of which a service itself kept the answer."""


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """Answers that a service keeps in rows of its own, which no erasure touches."""

    find: FindAnswer
    count: CountAnswers
    staying: Staying


MOST_ERASED = 500


class AnswerAsked(WireModel):
    request_id: UUID
    operation: Annotated[str, Field(pattern=r"^[A-Z]+ /[!-~]{1,199}$")]


class AnswerKept(WireModel):
    """``answer`` is JSON text; null where none was kept, or where it was erased."""

    answer: str | None
    erased_at: Instant | None


class ErasureAsked(WireModel):
    """The requests whose answers are to be erased: those that disclosed the subject, say."""

    request_ids: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_ERASED)


class Stays(WireModel):
    """What the erasure left. ``answers``: to how many of the requests the answer is still held
    there; null where what stays is no answer, or is not counted.
    """

    what: WhatStays
    ground: StaysBecause
    words: str
    answers: int | None


class AnswersErased(WireModel):
    """``erased`` counts the answers that were there to erase; ``stays`` is what was not erased."""

    erased: int
    stays: tuple[Stays, ...]


class SubjectsAsked(WireModel):
    subject_ids: tuple[SubjectId, ...] = Field(min_length=1, max_length=MOST_SUBJECTS)


class SubjectNamed(WireModel):
    subject_id: str
    pseudonyms: tuple[str, ...]


class SubjectsNamed(WireModel):
    """``pseudonyms`` are one for each epoch whose key the service holds, the newest first."""

    subjects: tuple[SubjectNamed, ...]


def audit_router(
    service: str, *, stays: Sequence[Staying], kept: OwnAnswers | None = None
) -> APIRouter:
    """Return the routes of ``service`` for the audit; nobody's agreement has their scope.

    Its app has ``keeps_answers=True``. A service that keeps some answers in rows of its own says
    how they are found. ``stays`` are the records from which it answers: erasing answers leaves
    them.
    """
    router = APIRouter(prefix="/v1/audit", tags=["audit"])
    governing = asked_by_the_audit(service)

    @router.post(
        "/subjects",
        **governing(essential_fields=("subjects.pseudonyms", "subjects.subject_id")),
    )
    async def create_subject_names(body: SubjectsAsked, desk: AtABareDesk) -> SubjectsNamed:  # pyright: ignore[reportUnusedFunction]
        """Name subjects as the log names them, whether anything is held of them or not.

        Only the house asks this, for the audit. The answer tells nothing of anybody: whoever has
        no record has pseudonyms too.
        """
        named = {one: desk.pseudonyms.in_every_epoch(one) for one in body.subject_ids}
        desk.unit.record(
            AuditFact(
                LogOperation.AUDIT_VIEWED,
                subjects_searched=tuple(
                    dict.fromkeys(name for names in named.values() for name in names)
                ),
                fields=("pseudonyms",),
                counts={"subjects": len(named)},
            )
        )
        return SubjectsNamed(
            subjects=tuple(
                SubjectNamed(subject_id=one, pseudonyms=names) for one, names in named.items()
            )
        )

    @router.post("/answers", **governing(essential_fields=("answer", "erased_at")))
    async def create_answer_kept(  # pyright: ignore[reportUnusedFunction]
        request: Request, body: AnswerAsked, desk: AtABareDesk, session: Transaction
    ) -> AnswerKept:
        """Give what was answered to a request, as the service kept it then, or null.

        Only the house asks this, for the audit, which names in its own entry whom it showed.
        """
        seal = chassis_of(request.scope).seal
        copy = await kept_answers.find(await session.connection(), body.request_id, seal)
        found = copy.body if copy else None
        if copy is None and kept is not None:
            found = await kept.find(session, body.request_id, body.operation)
        desk.unit.record(
            AuditFact(
                LogOperation.AUDIT_VIEWED,
                fields=(f"answer:{body.request_id}",),
                counts={"answers": int(found is not None)},
            )
        )
        return AnswerKept(answer=found, erased_at=copy.erased_at if copy else None)

    @router.post(
        "/erasures",
        **governing(
            essential_fields=(
                *("erased", "stays.what", "stays.ground", "stays.words", "stays.answers"),
            )
        ),
    )
    async def create_answer_erasures(  # pyright: ignore[reportUnusedFunction]
        body: ErasureAsked, desk: AtABareDesk, session: Transaction
    ) -> AnswersErased:
        """Erase what was answered to these requests: that it was answered stays in the log.

        Only the house asks this, for the audit, which names in its own entry whose right it was.
        What the service keeps nevertheless, and on which ground, it says in ``stays``.
        """
        erased = await kept_answers.erase(await session.connection(), body.request_ids)
        own = [] if kept is None else [_own(kept, await kept.count(session, body.request_ids))]
        desk.unit.record(AuditFact(LogOperation.ERASURE, counts={"answers": erased}))
        return AnswersErased(
            erased=erased, stays=(*own, *(_stays(one) for one in (*stays, REPLAYS)))
        )

    return router


def _own(kept: OwnAnswers, answers: int) -> Stays:
    return _stays(kept.staying).model_copy(update={"answers": answers})


def _stays(one: Staying) -> Stays:
    return Stays(what=one.what, ground=one.ground, words=one.words, answers=None)
