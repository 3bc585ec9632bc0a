"""Keeps imports: how far each is, and the rows that could not be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from ppit_platform import caller_claims, outbox
from ppit_platform.caller import Caller
from ppit_platform.clock import LONDON
from ppit_platform.db import Transaction
from ppit_platform.provenance import people_values
from ppit_victims.domain.codes import ImportState, ProfileName, RowOutcome
from ppit_victims.domain.imports import Counts, ImportRun
from ppit_victims.domain.records import InFile, Origin
from ppit_victims.domain.retention import evidence_review
from ppit_victims.domain.rows import Reason
from ppit_victims.storage import bulk

_ACCEPT = text("""
    INSERT INTO import_run (import_id, org_id, profile, dry_run, media_type, upload_id, mandate_id,
                            state, accepted_at)
    VALUES (:import_id, :org_id, :profile, :dry_run, :media_type, :upload_id, :mandate_id,
            'QUEUED', :now)
""")
_NAME_JOB = text("UPDATE import_run SET job_id = :job_id WHERE import_id = :import_id")
_ASKED_BY = text("SELECT caller FROM job_mandate WHERE mandate_id = :mandate_id")
_READ = text("SELECT * FROM import_run WHERE import_id = :import_id")
_ADVANCE = text("""
    UPDATE import_run SET state = 'RUNNING',
           linked = linked + :linked, created = created + :created, waiting = waiting + :waiting,
           rejected = rejected + :rejected, rows_in = rows_in + :rows_in
     WHERE import_id = :import_id
""")
_BEGIN_AGAIN = text("""
    UPDATE import_run SET rows_in = 0, linked = 0, created = 0, waiting = 0, rejected = 0
     WHERE import_id = :import_id
""")
_END = text("""
    UPDATE import_run SET state = :state, stop_code = :stop_code, refused_reason = :refused_reason,
           ended_at = :now
     WHERE import_id = :import_id AND state IN ('QUEUED', 'RUNNING')
""")
_REJECT = text("""
    INSERT INTO import_reject
    SELECT * FROM json_populate_recordset(NULL::import_reject, CAST(:rows AS json))
    ON CONFLICT DO NOTHING
""")
_REJECTS = text("""
    SELECT row_no, line_no, reasons, cells, fact_id FROM import_reject
     WHERE import_id = :import_id AND row_no > :after AND fact_id = ANY (CAST(:logged AS uuid[]))
     ORDER BY row_no LIMIT :limit
""")
_ROWS = text("""
    SELECT r.row_no, r.outcome, array_remove(array_agg(l.victim_id ORDER BY m.member), NULL)
               AS victim_ids,
           array_remove(array_agg(w.review_id ORDER BY m.member), NULL) AS review_ids
      FROM source_record r JOIN mention m USING (record_id)
      LEFT JOIN current_link l ON l.mention_id = m.mention_id
      LEFT JOIN review w ON w.mention_id = coalesce(m.same_as, m.mention_id)
     WHERE r.import_id = :import_id AND r.row_no > :after
       AND r.fact_id = ANY (CAST(:logged AS uuid[]))
     GROUP BY r.row_no, r.outcome ORDER BY r.row_no LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken, as it came, and why."""

    where: InFile
    reasons: Sequence[Reason]
    cells: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RowPlaced:
    """Where a row of an import stands today."""

    row_no: int
    outcome: RowOutcome
    victim_ids: tuple[UUID, ...]
    review_ids: tuple[UUID, ...]


class ImportStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def accept(self, run: ImportRun, org_id: str) -> None:
        values = {
            "import_id": run.import_id,
            "org_id": org_id,
            "profile": run.profile.value,
            "dry_run": run.dry_run,
            "media_type": run.media_type,
            "upload_id": run.upload_id,
            "mandate_id": run.mandate_id,
            "now": run.accepted_at,
        }
        await (await self._session.connection()).execute(_ACCEPT, values)

    async def name_job(self, import_id: UUID, job_id: int) -> None:
        values = {"import_id": import_id, "job_id": job_id}
        await (await self._session.connection()).execute(_NAME_JOB, values)

    async def read(self, import_id: UUID) -> ImportRun | None:
        """Return an import if it is this organisation's own."""
        connection = await self._session.connection()
        row = (await connection.execute(_READ, {"import_id": import_id})).mappings().one_or_none()
        return None if row is None else _run(row)

    async def advance(self, import_id: UUID, counts: Counts) -> None:
        values = {
            "import_id": import_id,
            "linked": counts.linked,
            "created": counts.created,
            "waiting": counts.waiting,
            "rejected": counts.rejected,
            "rows_in": counts.rows_in,
        }
        await (await self._session.connection()).execute(_ADVANCE, values)

    async def begin_again(self, import_id: UUID) -> None:
        """Count a dry run from its first row: what a run before it tried is not there any more."""
        await (await self._session.connection()).execute(_BEGIN_AGAIN, {"import_id": import_id})

    async def end(
        self, import_id: UUID, state: ImportState, origin: Origin, *, reason: str | None = None
    ) -> None:
        """End an import that is not over; ``reason`` says why it was stopped or refused."""
        values = {
            "import_id": import_id,
            "state": state.value,
            "stop_code": reason if state is ImportState.STOPPED else None,
            "refused_reason": reason if state is ImportState.REFUSED else None,
            "now": origin.now,
        }
        await (await self._session.connection()).execute(_END, values)

    async def reject(self, rows: Sequence[RejectedRow], origin: Origin) -> None:
        """Keep rows that were not taken; a dry run that begins again keeps none twice."""
        today = origin.now.astimezone(LONDON).date()
        await bulk.execute(
            self._session,
            _REJECT,
            [
                {
                    "import_id": row.where.import_id,
                    "row_no": row.where.row_no,
                    "line_no": row.where.line_no,
                    "fact_id": row.where.fact_id,
                    "reasons": [reason.as_json() for reason in row.reasons],
                    "cells": dict(row.cells),
                    "review_due": evidence_review(today),
                    "version": 1,
                    "valid_from": origin.now,
                    "recorded_at": origin.now,
                    **people_values(origin.provenance),
                }
                for row in rows
            ],
        )

    async def rejects(self, run: ImportRun, *, after: int, limit: int) -> list[RejectedRow]:
        """Return rejected rows whose fact is in the log, in the order of the file."""
        return [
            RejectedRow(
                InFile(run.import_id, row["row_no"], row["line_no"], row["fact_id"]),
                tuple(Reason(**each) for each in cast("list[dict[str, str]]", row["reasons"])),
                cast("Mapping[str, object]", row["cells"]),
            )
            for row in await self._logged(_REJECTS, run, after, limit)
        ]

    async def rows(self, run: ImportRun, *, after: int, limit: int) -> list[RowPlaced]:
        """Return where taken rows stand; within ``whole_register``: they are the partner's own."""
        return [
            RowPlaced(
                row["row_no"],
                RowOutcome(row["outcome"]),
                tuple(row["victim_ids"]),
                tuple(row["review_ids"]),
            )
            for row in await self._logged(_ROWS, run, after, limit)
        ]

    async def _logged(
        self, statement: TextClause, run: ImportRun, after: int, limit: int
    ) -> Sequence[RowMapping]:
        connection = await self._session.connection()
        if run.job_id is None:
            return ()
        logged = sorted(await outbox.logged_of_job(connection, run.job_id))
        values = {"import_id": run.import_id, "after": after, "limit": limit, "logged": logged}
        return (await connection.execute(statement, values)).mappings().all()


async def asked_by(connection: AsyncConnection, mandate_id: UUID) -> Caller:
    """Return who sent the file, also when their authority has ended."""
    found = await connection.execute(_ASKED_BY, {"mandate_id": mandate_id})
    return caller_claims.from_json(found.scalar_one())


def _run(row: RowMapping) -> ImportRun:
    return ImportRun(
        import_id=row["import_id"],
        profile=ProfileName(row["profile"]),
        dry_run=row["dry_run"],
        media_type=row["media_type"],
        upload_id=row["upload_id"],
        mandate_id=row["mandate_id"],
        job_id=row["job_id"],
        state=ImportState(row["state"]),
        stop_code=row["stop_code"],
        refused_reason=row["refused_reason"],
        counts=Counts(row["linked"], row["created"], row["waiting"], row["rejected"]),
        accepted_at=row["accepted_at"],
        ended_at=row["ended_at"],
    )
