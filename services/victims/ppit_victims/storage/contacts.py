"""Keeps what agencies did for victims."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import text

from ppit_platform.clock import LONDON
from ppit_platform.db import Transaction
from ppit_platform.provenance import people_values
from ppit_victims.domain.help import Contact
from ppit_victims.domain.records import Origin
from ppit_victims.domain.retention import evidence_review
from ppit_victims.storage import bulk

_AREA = text("SELECT area_gss FROM victim WHERE victim_id = :victim_id")


@dataclass(frozen=True, slots=True)
class ContactMade:
    """One contact with a victim; ``note`` is the officer's own words."""

    contact_id: UUID
    victim_id: UUID
    contact: Contact
    note: str | None


class ContactStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, made: ContactMade, origin: Origin) -> None:
        """Store a contact under the area in which the victim lives."""
        connection = await self._session.connection()
        area = (await connection.execute(_AREA, {"victim_id": made.victim_id})).scalar_one()
        provenance = replace(origin.provenance, area_gss=area)
        today = origin.now.astimezone(LONDON).date()
        row = {
            "contact_id": made.contact_id,
            "victim_id": made.victim_id,
            "intervention": made.contact.intervention.value,
            "outcome": made.contact.outcome.value,
            "at": made.contact.at,
            "note": made.note,
            "acted_by": origin.acting,
            "review_due": evidence_review(today),
            "version": 1,
            "valid_from": made.contact.at,
            "recorded_at": origin.now,
            **people_values(provenance),
        }
        await bulk.insert(self._session, "contact", [row])
