"""Keeps whose whereabouts nobody may be told, and every record that is known of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import text

from ppit_matching import Person
from ppit_platform.clock import LONDON
from ppit_platform.db import Transaction
from ppit_platform.provenance import people_values
from ppit_victims.domain.codes import ProtectionReason
from ppit_victims.domain.records import Origin
from ppit_victims.domain.retention import evidence_review
from ppit_victims.storage import bulk

_PROTECTED = text("""
    SELECT l.victim_id, m.person
      FROM (SELECT DISTINCT victim_id FROM protected_now
             WHERE victim_id = ANY (CAST(:ids AS uuid[]))) p
      JOIN current_link l USING (victim_id) JOIN mention m USING (mention_id)
""")


@dataclass(frozen=True, slots=True)
class Protection:
    """``mention_id`` is the record by which it was asked for; ``until`` is a London day."""

    protection_id: UUID
    mention_id: UUID
    reason: ProtectionReason
    until: date | None


class ProtectionStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, protection: Protection, origin: Origin) -> None:
        today = origin.now.astimezone(LONDON).date()
        row = {
            "protection_id": protection.protection_id,
            "mention_id": protection.mention_id,
            "reason": protection.reason.value,
            "until": protection.until,
            "acted_by": origin.acting,
            "review_due": evidence_review(today),
            "version": 1,
            "valid_from": origin.now,
            "recorded_at": origin.now,
            **people_values(origin.provenance),
        }
        await bulk.insert(self._session, "protection", [row])

    async def people_of(self, victim_ids: Iterable[UUID]) -> list[tuple[UUID, Person]]:
        """Return every record of those who are protected; within ``whole_register``."""
        connection = await self._session.connection()
        rows = await connection.execute(_PROTECTED, {"ids": sorted(set(victim_ids))})
        return [
            (victim_id, Person.from_json(cast("Mapping[str, object]", person)))
            for victim_id, person in rows
        ]
