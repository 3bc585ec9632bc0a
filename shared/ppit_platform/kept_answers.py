"""What a service answered about people, as it was given: sealed, and gone when its time is over.

What did the officer see at 14:05? That must have an exact answer (DPA 2018 s.66(2)(b)). What is
answered is made of many rows of many versions and of the code of its day; kept is therefore the
answer itself, in the transaction of its fact. Whoever keeps answers in rows of its own says so
(``UnitOfWork.keep_no_copy``). When its time is over, or somebody's right asks for it, the content
goes and the row stays: erased is another answer than never kept.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ppit_platform.answer import Answer
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.errors import InternalError
from ppit_platform.sealing import Seal, SealBroken

DEFAULT_DAYS = 2557
"""Seven years, as the log itself is kept, where an agreement does not say how long."""

KEEP_SQL = """
    INSERT INTO kept_answer AS kept (request_id, sealed, keep_until)
    VALUES (:kept_for, :kept_sealed, (now() AT TIME ZONE 'Europe/London')::date + :kept_days)
    ON CONFLICT (request_id) DO UPDATE
       SET sealed = excluded.sealed WHERE kept.erased_at IS NULL
"""
"""A question is asked again where its connection ended unheard: what is answered last is kept."""
KEEP = text(KEEP_SQL)

_READ = text("SELECT sealed, erased_at FROM kept_answer WHERE request_id = :request_id")
_ERASE = text("""
    UPDATE kept_answer SET sealed = NULL, erased_at = now()
     WHERE request_id = ANY (CAST(:request_ids AS uuid[])) AND erased_at IS NULL
""")
_PURGE = text("""
    UPDATE kept_answer SET sealed = NULL, erased_at = now()
     WHERE keep_until < (now() AT TIME ZONE 'Europe/London')::date AND erased_at IS NULL
""")


class KeptAnswerUnreadable(InternalError):
    code = "KEPT_ANSWER_UNREADABLE"
    title = "What was answered was kept, but it can no longer be read"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """``body`` is what the service answered, before the gate took anything from it; None where it
    was erased, at ``erased_at``.
    """

    body: str | None
    erased_at: datetime | None


def is_kept(answer: Answer, fact: AuditFact) -> bool:
    """Say whether an answer says something of somebody, if only that nothing is known of them.

    A look into the log is an entry of the log, and what it showed is still there.
    """
    named = fact.subjects_searched or fact.subjects_disclosed
    return bool(named and answer.body) and fact.operation is not LogOperation.AUDIT_VIEWED


def to_keep(request_id: UUID, answer: Answer, seal: Seal, *, days: int | None) -> dict[str, object]:
    """Return the values that ``KEEP`` binds; ``days`` are the agreement's, if it says any."""
    sealed = seal.close(zlib.compress(answer.body), place=_place(request_id))
    return {
        "kept_for": request_id,
        "kept_sealed": sealed,
        "kept_days": DEFAULT_DAYS if days is None else days,
    }


async def find(connection: AsyncConnection, request_id: UUID, seal: Seal) -> KeptAnswer | None:
    """Return what was answered to a request; None if nothing of it was kept here.

    Raises ``KeptAnswerUnreadable`` if it was sealed with another key, or changed since.
    """
    found = (await connection.execute(_READ, {"request_id": request_id})).mappings().one_or_none()
    if found is None:
        return None
    if found["sealed"] is None:
        return KeptAnswer(None, found["erased_at"])
    try:
        packed = seal.open(cast("bytes", found["sealed"]), place=_place(request_id))
    except SealBroken as failure:
        msg = "its key was changed since"
        raise KeptAnswerUnreadable(msg) from failure
    return KeptAnswer(zlib.decompress(packed).decode(), None)


async def erase(connection: AsyncConnection, request_ids: Sequence[UUID]) -> int:
    """Erase what was answered to these requests; return how many answers there were to erase."""
    values = {"request_ids": list(request_ids)}
    return (await connection.execute(_ERASE, values)).rowcount


async def purge(connection: AsyncConnection) -> int:
    """Erase what may be kept no longer; return how many answers that were."""
    return (await connection.execute(_PURGE)).rowcount


def _place(request_id: UUID) -> bytes:
    return b"kept answer\x1f" + request_id.bytes
