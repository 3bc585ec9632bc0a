"""Keeps debt files as they are worked through: chunks, rejected rows, how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlmodel import col, func, select

from ppit_platform import outbox
from ppit_platform.db import Transaction
from ppit_platform.provenance import PeopleValues
from ppit_tracing.domain.codes import TraceReason, TraceState
from ppit_tracing.domain.profiles import Profile
from ppit_tracing.domain.retention import trace_review
from ppit_tracing.storage.rows import BatchChunkRow, BatchRejectRow, BatchRow
from ppit_tracing.storage.traces import Accepted

_FIND = text("""
    SELECT b.batch_id, b.job_id, b.profile, m.ended_code, j.status::text AS job_status,
           coalesce(sum(c.rows_done), 0) AS rows_done, coalesce(sum(c.traces), 0) AS traces,
           coalesce(sum(c.rejected), 0) AS rejected, coalesce(bool_or(c.ends), false) AS ended,
           EXISTS (SELECT FROM batch_chunk d WHERE d.batch_id = b.batch_id) AS begun
      FROM batch b
      LEFT JOIN batch_chunk c
        ON c.batch_id = b.batch_id AND c.fact_id = ANY (CAST(:logged AS uuid[]))
      LEFT JOIN job_mandate m ON m.mandate_id = b.mandate_id
      LEFT JOIN procrastinate_jobs j ON j.id = b.job_id
     WHERE b.batch_id = :batch_id
     GROUP BY b.batch_id, m.ended_code, j.status
""")
_JOB = text("SELECT job_id FROM batch WHERE batch_id = :batch_id")
_FAILED = "JOB_FAILED"


@dataclass(frozen=True, slots=True)
class NewBatch:
    batch_id: UUID
    profile: Profile
    reason: TraceReason
    upload_id: UUID


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """How far a batch is: only what the log knows of is counted."""

    batch_id: UUID
    job_id: int
    profile: Profile
    state: TraceState
    stop_code: str | None
    rows_done: int
    traces: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Work:
    """What a batch's job goes on with."""

    profile: Profile
    reason: TraceReason
    upload_id: UUID
    chunks: int
    last_row: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Reject:
    row_no: int
    line_no: int
    reasons: Sequence[Mapping[str, str]]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """``ends``: nothing of the file follows."""

    number: int
    last_row: int
    rows: int
    traces: int
    rejects: Sequence[Reject]
    ends: bool


class BatchStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, batch: NewBatch, accepted: Accepted, people: PeopleValues) -> None:
        self._session.add(
            BatchRow(
                batch_id=batch.batch_id,
                profile=batch.profile.value,
                reason=batch.reason.value,
                upload_id=batch.upload_id,
                acted_by=accepted.acted_by,
                mandate_id=accepted.mandate_id,
                job_id=accepted.job_id,
                accepted_at=accepted.at,
                review_due=trace_review(accepted.at.date()),
                valid_from=accepted.at,
                recorded_at=accepted.at,
                **people,
            )
        )
        await self._session.flush()

    async def work(self, batch_id: UUID) -> Work:
        batch = (
            await self._session.exec(select(BatchRow).where(col(BatchRow.batch_id) == batch_id))
        ).one()
        done = select(
            func.count(col(BatchChunkRow.chunk_no)),
            func.coalesce(func.max(col(BatchChunkRow.last_row)), 0),
            func.coalesce(func.bool_or(col(BatchChunkRow.ends)), False),
        ).where(col(BatchChunkRow.batch_id) == batch_id)
        chunks, last_row, ended = (await self._session.exec(done)).one()
        return Work(
            Profile(batch.profile),
            TraceReason(batch.reason),
            batch.upload_id,
            chunks,
            last_row,
            cast("bool", ended),
        )

    async def keep_chunk(
        self, batch_id: UUID, chunk: Chunk, fact_id: UUID, people: PeopleValues, now: datetime
    ) -> None:
        """Keep how far the batch is, with the rows that could not be taken."""
        common = {"review_due": trace_review(now.date()), "valid_from": now, "recorded_at": now}
        self._session.add(
            BatchChunkRow.model_validate(
                {
                    "batch_id": batch_id,
                    "chunk_no": chunk.number,
                    "last_row": chunk.last_row,
                    "rows_done": chunk.rows,
                    "traces": chunk.traces,
                    "rejected": len(chunk.rejects),
                    "ends": chunk.ends,
                    "fact_id": fact_id,
                    **common,
                    **people,
                }
            )
        )
        for reject in chunk.rejects:
            self._session.add(
                BatchRejectRow.model_validate(
                    {
                        "batch_id": batch_id,
                        "row_no": reject.row_no,
                        "line_no": reject.line_no,
                        "reasons": [dict(reason) for reason in reject.reasons],
                        "cells": dict(reject.cells),
                        "fact_id": fact_id,
                        **common,
                        **people,
                    }
                )
            )
        await self._session.flush()

    async def find(self, batch_id: UUID) -> KeptBatch | None:
        """Return a batch of this organisation, None if it has no such."""
        connection = await self._session.connection()
        job_id = (await connection.execute(_JOB, {"batch_id": batch_id})).scalar_one_or_none()
        if job_id is None:
            return None
        logged = await outbox.logged_of_job(connection, cast("int", job_id))
        values = {"batch_id": batch_id, "logged": list(logged)}
        return _kept((await connection.execute(_FIND, values)).mappings().one())

    async def page_of_rejects(self, batch: KeptBatch, after: int, most: int) -> list[Reject]:
        """Return the next rows that could not be taken, in the order of the file."""
        logged = await outbox.logged_of_job(await self._session.connection(), batch.job_id)
        wanted = (
            select(BatchRejectRow)
            .where(
                col(BatchRejectRow.batch_id) == batch.batch_id,
                col(BatchRejectRow.row_no) > after,
                col(BatchRejectRow.fact_id).in_(logged),
            )
            .order_by(col(BatchRejectRow.row_no))
            .limit(most)
        )
        return [
            Reject(
                row.row_no,
                row.line_no,
                cast("Sequence[Mapping[str, str]]", row.reasons),
                cast("Mapping[str, str]", row.cells),
            )
            for row in await self._session.exec(wanted)
        ]


def _kept(row: RowMapping) -> KeptBatch:
    state, code = _state(row)
    return KeptBatch(
        batch_id=cast("UUID", row["batch_id"]),
        job_id=cast("int", row["job_id"]),
        profile=Profile(row["profile"]),
        state=state,
        stop_code=code,
        rows_done=int(row["rows_done"]),
        traces=int(row["traces"]),
        rejected=int(row["rejected"]),
    )


def _state(row: RowMapping) -> tuple[TraceState, str | None]:
    if row["ended"]:
        return TraceState.DONE, None
    if row["ended_code"] is not None:
        return TraceState.STOPPED, cast("str", row["ended_code"])
    if row["job_status"] in {"failed", "cancelled", "aborted"}:
        return TraceState.STOPPED, _FAILED
    running = row["begun"] or row["job_status"] == "doing"
    return TraceState.RUNNING if running else TraceState.QUEUED, None
