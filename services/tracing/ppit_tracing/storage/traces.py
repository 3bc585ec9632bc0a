"""Keeps traces: what was asked, what was found, and reads them as the debt system may."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlmodel import col, select

from ppit_platform import outbox
from ppit_platform.db import Transaction
from ppit_platform.person_index import PersonIndex
from ppit_platform.provenance import PeopleValues
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.codes import TraceOutcome, TraceReason, TraceState
from ppit_tracing.domain.finding import Finding
from ppit_tracing.domain.retention import trace_review
from ppit_tracing.storage.rows import TRACE_INDEX, TraceResultRow, TraceRow

_READ = """
    SELECT t.trace_id, t.row_no, t.party_no, t.debt_reference, t.job_id, t.purpose, t.agreement_id,
           t.batch_id, r.outcome, r.answer, r.certificate, r.finding_key, r.subject_key, r.fact_id,
           m.ended_code, j.status::text AS job_status, n.raised_at AS recalled_at
      FROM trace t
      LEFT JOIN trace_result r USING (trace_id)
      LEFT JOIN job_mandate m USING (mandate_id)
      LEFT JOIN procrastinate_jobs j ON j.id = t.job_id
      LEFT JOIN recall n USING (trace_id)
"""
_ONE = text(f"{_READ} WHERE t.trace_id = :trace_id")
_OF_BATCH = text(f"""
    {_READ} WHERE t.batch_id = :batch_id AND r.fact_id = ANY (CAST(:logged AS uuid[]))
       AND (t.row_no, t.party_no) > (:row_no, :party_no)
     ORDER BY t.row_no, t.party_no LIMIT :most
""")
_FAILED = "JOB_FAILED"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a trace or a batch was accepted under."""

    mandate_id: UUID
    job_id: int
    acted_by: str
    agreement_id: str
    agreement_version: int
    purpose: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewTrace:
    """``row`` is a batch, a row of it and a debtor in that row; None for a trace by itself."""

    trace_id: UUID
    asked: DebtorAsked
    reason: TraceReason
    row: tuple[UUID, int, int] | None = None


@dataclass(frozen=True, slots=True)
class KeptTrace:
    """A trace as it may be read now: nothing of a result whose fact the log does not have."""

    trace_id: UUID
    debt_reference: str
    state: TraceState
    stop_code: str | None
    outcome: TraceOutcome | None
    answer: Mapping[str, object]
    certificate: Mapping[str, object] | None
    finding_key: str | None
    subject_key: str
    recalled_at: datetime | None
    row_no: int | None
    party_no: int | None


class TraceStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session
        self._index = PersonIndex(session, name=TRACE_INDEX)

    async def add(
        self, traces: Sequence[NewTrace], accepted: Accepted, people: PeopleValues
    ) -> None:
        for trace in traces:
            batch_id, row_no, party_no = trace.row or (None, None, None)
            self._session.add(
                TraceRow(
                    trace_id=trace.trace_id,
                    batch_id=batch_id,
                    row_no=row_no,
                    party_no=party_no,
                    debt_reference=trace.asked.debt_reference,
                    reason=trace.reason.value,
                    purpose=accepted.purpose,
                    asked=trace.asked.as_json(),
                    acted_by=accepted.acted_by,
                    agreement_id=accepted.agreement_id,
                    agreement_version=accepted.agreement_version,
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
        await self._index.add((trace.trace_id, trace.asked.person) for trace in traces)

    async def conclude(
        self, results: Sequence["Result"], fact_id: UUID, people: PeopleValues
    ) -> None:
        """Keep what was found; it may be read once the log has ``fact_id``."""
        for result in results:
            finding = result.finding
            certificate = finding.certificate
            self._session.add(
                TraceResultRow(
                    trace_id=result.trace_id,
                    outcome=finding.outcome.value,
                    answer=finding.answer(),
                    certificate=None if certificate is None else dict(certificate),
                    finding_key=result.finding_key,
                    subject_key=result.subject_key,
                    worked=finding.worked(),
                    fact_id=fact_id,
                    done_at=finding.done_at,
                    review_due=trace_review(finding.done_at.date()),
                    valid_from=finding.done_at,
                    recorded_at=finding.done_at,
                    **people,
                )
            )
        await self._session.flush()

    async def to_do(self, trace_id: UUID) -> tuple[DebtorAsked, TraceReason] | None:
        """Return what is asked of a trace that has no result yet, None if it has one."""
        done = select(TraceResultRow).where(col(TraceResultRow.trace_id) == trace_id)
        if (await self._session.exec(done)).first() is not None:
            return None
        wanted = select(TraceRow).where(col(TraceRow.trace_id) == trace_id)
        row = (await self._session.exec(wanted)).one()
        return DebtorAsked.from_json(row.asked), TraceReason(row.reason)

    async def find(self, trace_id: UUID) -> KeptTrace | None:
        """Return a trace of this organisation, None if it has no such."""
        connection = await self._session.connection()
        found = (await connection.execute(_ONE, {"trace_id": trace_id})).mappings()
        row = found.one_or_none()
        if row is None:
            return None
        logged = await outbox.logged_of_job(connection, cast("int", row["job_id"]))
        return _kept(row, logged)

    async def page_of_batch(
        self, batch_id: UUID, job_id: int, after: tuple[int, int], most: int
    ) -> list[KeptTrace]:
        """Return the next results of a batch that the log knows of, in the order of its rows."""
        connection = await self._session.connection()
        logged = await outbox.logged_of_job(connection, job_id)
        values: dict[str, object] = {
            "batch_id": batch_id,
            "logged": list(logged),
            "row_no": after[0],
            "party_no": after[1],
            "most": most,
        }
        rows = (await connection.execute(_OF_BATCH, values)).mappings()
        return [_kept(row, logged) for row in rows]


@dataclass(frozen=True, slots=True)
class Result:
    """``finding_key`` is the pseudonym of "this debtor at this address", if one was certified."""

    trace_id: UUID
    finding: Finding
    finding_key: str | None
    subject_key: str


def _kept(row: RowMapping, logged: Collection[UUID]) -> KeptTrace:
    readable = row["fact_id"] is not None and row["fact_id"] in logged
    state, code = _state(row, readable=readable)
    certificate = row["certificate"] if readable else None
    return KeptTrace(
        trace_id=cast("UUID", row["trace_id"]),
        debt_reference=cast("str", row["debt_reference"]),
        state=state,
        stop_code=code,
        outcome=TraceOutcome(row["outcome"]) if readable else None,
        answer=cast("Mapping[str, object]", row["answer"]) if readable else {},
        certificate=cast("Mapping[str, object] | None", certificate),
        finding_key=cast("str | None", row["finding_key"]) if readable else None,
        subject_key=cast("str", row["subject_key"]) if readable else str(row["trace_id"]),
        recalled_at=cast("datetime | None", row["recalled_at"]),
        row_no=cast("int | None", row["row_no"]),
        party_no=cast("int | None", row["party_no"]),
    )


def _state(row: RowMapping, *, readable: bool) -> tuple[TraceState, str | None]:
    if readable:
        return TraceState.DONE, None
    if row["ended_code"] is not None:
        return TraceState.STOPPED, cast("str", row["ended_code"])
    if row["job_status"] in {"failed", "cancelled", "aborted"}:
        return TraceState.STOPPED, _FAILED
    running = row["fact_id"] is not None or row["job_status"] == "doing"
    return TraceState.RUNNING if running else TraceState.QUEUED, None
