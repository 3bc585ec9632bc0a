"""The facts of requests and jobs, written with their effect and kept until the log has them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from ppit_platform import caller_claims
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Caller
from ppit_platform.idempotency import KEEP_SQL
from ppit_platform.kept_answers import KEEP_SQL as ANSWER_SQL
from ppit_platform.wire import instant_text

BATCH = 200
GRACE = timedelta(seconds=5)
"""The gate logs a request's own facts itself; what it has not after this long is pushed."""
KEPT = timedelta(days=7)

WRITE_SQL = """
    INSERT INTO audit_outbox (fact_id, request_id, job_id, fact, caller)
    VALUES (:fact_id, :request_id, :job_id, CAST(:fact AS jsonb), CAST(:caller AS jsonb))
"""
WRITE = text(WRITE_SQL)
WRITE_AND_KEEP = text(f"WITH fact AS ({WRITE_SQL}) {KEEP_SQL}")
"""The fact of an idempotent request and its answer: one statement, one row if the key was free."""

WRITE_ANSWERED = text(f"WITH answer AS ({ANSWER_SQL}) {WRITE_SQL}")
WRITE_ANSWERED_AND_KEEP = text(f"WITH fact AS ({WRITE_SQL}), answer AS ({ANSWER_SQL}) {KEEP_SQL}")
"""The same two of an answer about people, which is kept for whoever may ask what was said."""

_UNLOGGED = """
    SELECT fact_id, request_id, job_id, fact, caller, created_at FROM audit_outbox
     WHERE logged_at IS NULL
"""
_OLDER = text(f"""
    {_UNLOGGED} AND created_at < now() - :grace
       AND (created_at, fact_id) > (CAST(:after AS timestamptz), CAST(:after_id AS uuid))
     ORDER BY created_at, fact_id LIMIT {BATCH}
""")
_OF_JOB = text(f"{_UNLOGGED} AND job_id = :job_id ORDER BY created_at LIMIT {BATCH}")
_MARK = text("""
    UPDATE audit_outbox SET logged_at = now()
     WHERE fact_id = ANY (CAST(:fact_ids AS uuid[])) AND logged_at IS NULL
""")
_LOGGED = text("""
    SELECT fact_id FROM audit_outbox WHERE job_id = :job_id AND logged_at IS NOT NULL
""")
_PURGE = text("DELETE FROM audit_outbox WHERE job_id IS NULL AND logged_at < now() - :kept")


@dataclass(frozen=True, slots=True)
class Pending:
    """One fact that the log may not have yet, as the gate reads it."""

    fact_id: UUID
    request_id: UUID | None
    job_id: int | None
    fact: dict[str, object]
    caller: dict[str, object]
    created_at: datetime

    def as_json(self) -> dict[str, object]:
        return {
            "fact": self.fact,
            "caller": self.caller,
            "request_id": None if self.request_id is None else str(self.request_id),
            "job_id": None if self.job_id is None else str(self.job_id),
            "created_at": instant_text(self.created_at),
        }


def to_write(fact: AuditFact, caller: Caller, *, job_id: int | None = None) -> dict[str, object]:
    """Return the values that ``WRITE`` binds: a fact belongs to a job or else to its request."""
    return {
        "fact_id": fact.fact_id,
        "request_id": caller.request_id if job_id is None else None,
        "job_id": job_id,
        "fact": json.dumps(fact.as_json()),
        "caller": json.dumps(caller_claims.as_json(caller)),
    }


async def older_than_grace(
    connection: AsyncConnection, *, after: Pending | None = None
) -> list[Pending]:
    """Return the oldest that the log should have by now, or those that follow ``after``."""
    values: dict[str, object] = {
        "grace": GRACE,
        "after": after.created_at if after else datetime.min.replace(tzinfo=UTC),
        "after_id": after.fact_id if after else UUID(int=0),
    }
    return _pending((await connection.execute(_OLDER, values)).mappings())


async def of_job(connection: AsyncConnection, job_id: int) -> list[Pending]:
    return _pending((await connection.execute(_OF_JOB, {"job_id": job_id})).mappings())


def _pending(rows: Iterable[RowMapping]) -> list[Pending]:
    return [
        Pending(
            fact_id=row["fact_id"],
            request_id=row["request_id"],
            job_id=row["job_id"],
            fact=row["fact"],
            caller=row["caller"],
            created_at=row["created_at"],
        )
        for row in rows
    ]


async def mark_logged(connection: AsyncConnection, fact_ids: Sequence[UUID]) -> None:
    await connection.execute(_MARK, {"fact_ids": list(fact_ids)})


async def logged_of_job(connection: AsyncConnection, job_id: int) -> frozenset[UUID]:
    """Return the facts of a job that the log has: what they speak of may be read."""
    return frozenset((await connection.execute(_LOGGED, {"job_id": job_id})).scalars())


async def purge(connection: AsyncConnection) -> int:
    """Forget facts of requests that the log has held for a week; return how many.

    Those of jobs stay with the job's results, whose reading depends on them.
    """
    return (await connection.execute(_PURGE, {"kept": KEPT})).rowcount
