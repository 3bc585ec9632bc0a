"""Keeps markers: versions are only ever added."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from ppit_officer_safety.domain.lifecycle import LIVE
from ppit_officer_safety.domain.marker import EarlierEmergencies, MarkerVersion, Subject
from ppit_officer_safety.storage.marker_rows import head_row, marker_version, version_row
from ppit_officer_safety.storage.rows import MarkerRow, MarkerVersionRow
from ppit_platform.db import Transaction

UNPROVEN = """
    SELECT m.marker_id FROM marker m
      LEFT JOIN LATERAL (SELECT * FROM marker_version v WHERE v.marker_id = m.marker_id
                          ORDER BY v.version DESC LIMIT 1) v ON true
      LEFT JOIN nominal n
        ON n.nominal_id = m.nominal_id AND n.version = m.nominal_version
     WHERE v.marker_id IS NULL
        OR (m.nominal_id IS NOT NULL AND n.nominal_id IS NULL)
        OR (v.state IN ('ACTIVE', 'REVIEW_DUE', 'UNDER_APPEAL')
            AND (v.approver IS NULL OR v.approver = v.proposer OR v.decided_on IS NULL))
        OR (v.state = 'EMERGENCY' AND v.expires_at IS NULL)
        OR (v.state IN ('EMERGENCY', 'ACTIVE', 'REVIEW_DUE', 'UNDER_APPEAL')
            AND m.nominal_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM person_index_subject k
                             WHERE k.subject_id = m.nominal_id))
"""
"""Finds every marker without a version, a subject, an approver of its own or, where it follows a
person, a key by which a screening finds them: there are none."""


_EARLIER_EMERGENCIES = text("""
    SELECT min(v.proposed_at) AS first_at, bool_or(EXISTS (SELECT FROM marker_version later
               WHERE later.marker_id = v.marker_id AND later.state = 'REJECTED')) AS rejected
      FROM marker m JOIN marker_version v ON v.marker_id = m.marker_id AND v.version = 1
      LEFT JOIN nominal n ON n.nominal_id = m.nominal_id AND n.version = m.nominal_version
     WHERE v.state = 'EMERGENCY' AND v.incident_date >= :incident_date AND m.subject = :kind
       AND m.uprn IS NOT DISTINCT FROM :uprn
       AND (m.nominal_id IS NOT DISTINCT FROM CAST(:nominal_id AS uuid)
            OR n.person - 'address' = (SELECT person - 'address' FROM nominal
                WHERE nominal_id = :nominal_id AND version = :nominal_version))
""")


class MarkerStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, marker: MarkerVersion) -> None:
        """Store a first version with its head."""
        self._session.add(head_row(marker))
        await self._session.flush()
        await self.append(marker)

    async def append(self, marker: MarkerVersion) -> None:
        """Store a next version; the slower of two that race breaks the key (409 ``CONFLICT``)."""
        self._session.add(version_row(marker))
        await self._session.flush()

    async def current(self, marker_id: UUID) -> MarkerVersion | None:
        """Return the newest version that the caller's purpose may read."""
        statement = (
            select(MarkerRow, MarkerVersionRow)
            .join(
                MarkerVersionRow,
                col(MarkerVersionRow.marker_id) == col(MarkerRow.marker_id),
            )
            .where(col(MarkerRow.marker_id) == marker_id)
            .order_by(col(MarkerVersionRow.version).desc())
            .limit(1)
        )
        found = (await self._session.exec(statement)).first()
        return None if found is None else marker_version(*found)

    async def earlier_emergencies(
        self, subject: Subject, incident_date: date
    ) -> EarlierEmergencies | None:
        """Return the emergencies of this subject, described in the same words if a person."""
        connection = await self._session.connection()
        values = {
            "kind": subject.kind.value,
            "uprn": subject.uprn,
            "nominal_id": subject.nominal_id,
            "nominal_version": subject.nominal_version,
            "incident_date": incident_date,
        }
        found = (await connection.execute(_EARLIER_EMERGENCIES, values)).one()
        first_at = cast("datetime | None", found.first_at)
        return None if first_at is None else EarlierEmergencies(first_at, bool(found.rejected))

    async def live(self) -> list[MarkerVersion]:
        """Return the newest version of every marker still written as live."""
        later = aliased(MarkerVersionRow)
        is_superseded = (
            select(later.version)
            .where(
                col(later.marker_id) == col(MarkerVersionRow.marker_id),
                col(later.version) > col(MarkerVersionRow.version),
            )
            .exists()
        )
        newest = select(MarkerVersionRow).where(
            col(MarkerVersionRow.state).in_(LIVE), ~is_superseded
        )
        rows = (await self._session.exec(newest)).all()
        live = {row.marker_id: row for row in rows}
        heads = await self._session.exec(
            select(MarkerRow).where(col(MarkerRow.marker_id).in_(live.keys()))
        )
        return [marker_version(head, live[head.marker_id]) for head in heads]

    async def unproven(self) -> int:
        """Count the markers that no constraint should have let in."""
        connection = await self._session.connection()
        return len((await connection.execute(text(UNPROVEN))).all())
