"""Keeps what happened on a visit."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ppit_officer_safety.domain.codes import IncidentKind
from ppit_officer_safety.domain.retention import evidence_review
from ppit_officer_safety.storage.rows import IncidentRow
from ppit_platform.db import Transaction
from ppit_platform.provenance import Provenance, people_values


@dataclass(frozen=True, slots=True)
class Incident:
    """One event as its reporter tells it: the ``account`` is read by PPIT alone."""

    incident_id: UUID
    kind: IncidentKind
    occurred_on: date
    account: str
    uprn: str | None
    screening_id: UUID | None
    reported_by: str
    reported_at: datetime


class IncidentStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, incident: Incident, provenance: Provenance, today: date) -> None:
        self._session.add(
            IncidentRow(
                incident_id=incident.incident_id,
                kind=incident.kind.value,
                occurred_on=incident.occurred_on,
                account=incident.account,
                uprn=incident.uprn,
                screening_id=incident.screening_id,
                reported_by=incident.reported_by,
                version=1,
                review_due=evidence_review(today),
                valid_from=incident.reported_at,
                recorded_at=incident.reported_at,
                **people_values(provenance),
            )
        )
        await self._session.flush()
