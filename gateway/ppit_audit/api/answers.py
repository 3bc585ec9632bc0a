"""The route that shows an answer as it was given then."""

from uuid import UUID

from fastapi import APIRouter

from ppit_audit.actions.replay_answer import AnswerThen, replay_answer
from ppit_audit.api.desk import AtTheDesk
from ppit_audit.api.rules import READ, reading
from ppit_audit.domain.entry import said_by
from ppit_audit.domain.replaying import Replay
from ppit_platform.wire import Instant, WireModel

router = APIRouter(prefix="/v1/answers", tags=["answers"])

_MOST_PEOPLE = 200


class AnswerShown(WireModel):
    """``answer`` is the very text that left, if ``replay`` is ``EXACT``: it has the log's digest.

    ``DIFFERENT`` is what the service kept, which is not byte for byte what left. ``ERASED``: it was
    kept, until ``erased_at``. ``NOT_KEPT``: the service keeps no such answers. ``NOT_ANSWERED``:
    none left, or nobody knows. ``UNABLE``: the service could not be asked.
    """

    request_id: UUID
    replay: Replay
    unable: str | None
    answer: str | None
    erased_at: Instant | None
    index: int
    recorded_at: Instant
    operation: str | None
    status: int | None
    response_sha256: str | None
    org_id: str | None
    client_id: str | None
    user_id: str | None
    purpose: str | None
    case_reference: str | None


@router.get(
    "/{request_id}",
    **reading(
        scope=READ,
        max_people=_MOST_PEOPLE,
        essential_fields=("replay", "unable", "answer", "erased_at", "response_sha256"),
    ),
)
async def get_answer(request_id: UUID, desk: AtTheDesk) -> AnswerShown:
    """Show what was answered then: what the warden saw at 14:05 (DPA 2018 s.66(2)(b)).

    Made once more of what the service kept then, never of what it holds now, and held against the
    digest in the log. Whom it shows are disclosed once more, to the officer. 404 ``NOT_FOUND``
    where the log has no such request.
    """
    return _shown(request_id, await replay_answer(request_id, desk))


def _shown(request_id: UUID, then: AnswerThen) -> AnswerShown:
    said = said_by(then.entry)
    return AnswerShown(
        request_id=request_id,
        replay=then.replayed.replay,
        unable=then.replayed.unable,
        answer=then.replayed.answer,
        erased_at=then.replayed.erased_at,
        index=then.entry.index,
        recorded_at=then.entry.recorded_at,
        operation=said.operation,
        status=said.status,
        response_sha256=said.response_sha256,
        org_id=said.org_id,
        client_id=said.client_id,
        user_id=said.user_id,
        purpose=said.purpose,
        case_reference=then.entry.case_reference,
    )
