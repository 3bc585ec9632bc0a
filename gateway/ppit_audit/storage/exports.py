"""Exports: what was asked and approved, how far each is written, and its file in sealed parts."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text

from ppit_audit.domain.exports import Export, ExportState, FilePart, Meant
from ppit_platform.db import Transaction
from ppit_platform.sealing import Seal

MOST = 200
_ADD = text("""
    INSERT INTO export (export_id, home_org, since, until, org_id, agreement_id, case_digest,
                        subjects, asked_by, asked_at, state)
    VALUES (:export_id, :home_org, :since, :until, :org_id, :agreement_id, :case_digest,
            :subjects, :asked_by, :asked_at, 'ASKED')
""")
_EXPORTS: LiteralString = """
    SELECT e.*, NOT EXISTS (SELECT FROM audit_outbox AS f
                             WHERE f.job_id = e.job_id AND f.logged_at IS NULL) AS logged
      FROM export AS e
"""
_NEWEST = text(f"{_EXPORTS} ORDER BY e.asked_at DESC, e.export_id LIMIT {MOST}")
_ONE = text(f"{_EXPORTS} WHERE e.export_id = :export_id")
_HELD = text(f"{_EXPORTS} WHERE e.export_id = :export_id FOR UPDATE OF e")
_APPROVE = text("""
    UPDATE export SET state = 'QUEUED', approved_by = :acting, approved_at = :now, size = :size
     WHERE export_id = :export_id AND state = 'ASKED'
""")
_NAME_JOB = text("UPDATE export SET job_id = :job_id WHERE export_id = :export_id")
_BEGIN = text("UPDATE export SET state = 'WRITING' WHERE export_id = :export_id")
_ADD_PART = text("""
    INSERT INTO export_part (export_id, part, sealed, sha256, entries, subjects)
    VALUES (:export_id, :part, :sealed, :sha256, :entries, :subjects)
""")
_ADVANCE = text("""
    UPDATE export SET position = :position, parts = parts + 1, entries = entries + :entries
     WHERE export_id = :export_id
""")
_END = text("""
    UPDATE export SET state = :state, stop_code = :code, ended_at = :now, expires_at = :expires
     WHERE export_id = :export_id
""")
_PART = text("""
    SELECT part, sealed, sha256, entries, subjects FROM export_part
     WHERE export_id = :export_id AND part = :part
""")
_DROP_ENTRIES = text("DELETE FROM export_entry WHERE export_id = :export_id")
_EXPIRE = text("""
    WITH over AS (
      UPDATE export SET state = 'EXPIRED'
       WHERE state IN ('DONE', 'STOPPED') AND expires_at <= :now RETURNING export_id
    ), entries AS (
      DELETE FROM export_entry WHERE export_id IN (SELECT export_id FROM over)
    ), parts AS (
      DELETE FROM export_part WHERE export_id IN (SELECT export_id FROM over)
    )
    SELECT export_id FROM over
""")


class ExportStore:
    """Row-level security shows all of it to the organisation that keeps the log alone."""

    def __init__(self, session: Transaction, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def add(self, export: Export, home_org: str) -> None:
        values = {**asdict(export.meant), "subjects": list(export.meant.subjects)}
        values |= {"export_id": export.export_id, "home_org": home_org}
        await self._do(_ADD, **values, asked_by=export.asked_by, asked_at=export.asked_at)

    async def newest(self) -> list[Export]:
        rows = await (await self._session.connection()).execute(_NEWEST)
        return [_export(row) for row in rows.mappings()]

    async def one(self, export_id: UUID, *, held: bool = False) -> Export | None:
        """Return an export; ``held``, nobody else changes it until this transaction ends."""
        connection = await self._session.connection()
        values = {"export_id": export_id}
        row = (await connection.execute(_HELD if held else _ONE, values)).mappings().first()
        return None if row is None else _export(row)

    async def approve(self, export_id: UUID, size: int, acting: str, now: datetime) -> None:
        await self._do(_APPROVE, export_id=export_id, size=size, acting=acting, now=now)

    async def name_job(self, export_id: UUID, job_id: int) -> None:
        await self._do(_NAME_JOB, export_id=export_id, job_id=job_id)

    async def begin(self, export_id: UUID) -> None:
        await self._do(_BEGIN, export_id=export_id)

    async def add_part(self, export_id: UUID, part: FilePart, position: int) -> None:
        """Keep a part, sealed for its place, and how far the export is with it."""
        sealed = self._seal.close(part.packed, place=_place(export_id, part.number))
        values = {"export_id": export_id, "part": part.number, "sealed": sealed}
        counts = {"entries": part.entries, "subjects": part.subjects}
        await self._do(_ADD_PART, **values, sha256=part.sha256, **counts)
        await self._do(_ADVANCE, export_id=export_id, position=position, entries=part.entries)

    async def end(
        self, export_id: UUID, now: datetime, expires: datetime, code: str | None
    ) -> None:
        """End the writing, as done or with why it was stopped; which entries it was to hold is
        forgotten.
        """
        state = ExportState.DONE if code is None else ExportState.STOPPED
        values = {"state": state.value, "code": code, "now": now, "expires": expires}
        await self._do(_END, export_id=export_id, **values)
        await self._do(_DROP_ENTRIES, export_id=export_id)

    async def part(self, export_id: UUID, number: int) -> FilePart | None:
        connection = await self._session.connection()
        values = {"export_id": export_id, "part": number}
        row = (await connection.execute(_PART, values)).mappings().first()
        if row is None:
            return None
        packed = self._seal.open(bytes(row["sealed"]), place=_place(export_id, number))
        return FilePart(number, packed, row["sha256"], row["entries"], row["subjects"])

    async def expire(self, now: datetime) -> Sequence[UUID]:
        """Delete the files whose time is over; return whose they were."""
        rows = await (await self._session.connection()).execute(_EXPIRE, {"now": now})
        return [row[0] for row in rows]

    async def _do(self, statement: TextClause, **values: object) -> None:
        await (await self._session.connection()).execute(statement, values)


def _place(export_id: UUID, number: int) -> bytes:
    return f"export\x1f{export_id}\x1f{number}".encode()


def _export(row: RowMapping) -> Export:
    return Export(
        export_id=row["export_id"],
        meant=Meant(
            since=row["since"],
            until=row["until"],
            org_id=row["org_id"],
            agreement_id=row["agreement_id"],
            case_digest=row["case_digest"],
            subjects=tuple(row["subjects"]),
        ),
        state=ExportState(row["state"]),
        asked_by=row["asked_by"],
        asked_at=row["asked_at"],
        approved_by=row["approved_by"],
        size=row["size"],
        position=row["position"],
        entries=row["entries"],
        parts=row["parts"],
        logged=row["logged"],
        stop_code=row["stop_code"],
        ended_at=row["ended_at"],
        expires_at=row["expires_at"],
    )
