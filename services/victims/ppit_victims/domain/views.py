"""What may be shown of a victim, as it is read: to a warden, to an officer, to a reviewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ppit_victims.domain.codes import (
    ClosedFor,
    ContactOutcome,
    InterventionType,
    ProtectionReason,
    Stage,
)
from ppit_victims.domain.help import Helper
from ppit_victims.domain.linking import Doubt
from ppit_victims.domain.need import Need
from ppit_victims.domain.safe_contact import SafeContact
from ppit_victims.domain.told import Told


@dataclass(frozen=True, slots=True)
class Home:
    """Who and where, as a partner wrote it; ``uprn`` where the gazetteer knew the door."""

    name: str
    born: str | None
    phone: str | None
    lines: tuple[str, ...]
    postcode: str | None
    uprn: str | None
    person: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Summary:
    """The newest version of a victim, with where they live."""

    victim_id: UUID
    version: int
    safe_contact: SafeContact
    stage: Stage
    closed_for: ClosedFor | None
    died_on: str | None
    crimes: int
    need: Need
    last_contact: datetime | None
    recorded_at: datetime
    home: Home


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record behind a victim: whose it is, where it stands in their list, what it tells."""

    record_id: UUID
    agency: str
    source: str
    reference: str | None
    row_no: int | None
    received_at: datetime
    linked_because: tuple[str, ...]
    basis: str
    told: Told


@dataclass(frozen=True, slots=True)
class ContactShown:
    contact_id: UUID
    agency: str
    intervention: InterventionType
    outcome: ContactOutcome
    at: datetime
    note: str | None


@dataclass(frozen=True, slots=True)
class VictimShown:
    """``protected_for`` are live protections: while one hides a refuge, no address is shown."""

    summary: Summary
    records: tuple[RecordShown, ...]
    contacts: tuple[ContactShown, ...]
    helpers: tuple[Helper, ...]
    protected_for: tuple[ProtectionReason, ...]

    @property
    def hides_address(self) -> bool:
        return not WHEREABOUTS.isdisjoint(self.protected_for)


WHEREABOUTS = frozenset({ProtectionReason.REFUGE, ProtectionReason.WITNESS})
"""Protections under which nobody may be told where somebody lives, our own wardens included."""


@dataclass(frozen=True, slots=True)
class CandidateShown:
    victim_id: UUID
    home: Home | None
    band: str
    probability: float
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A record that waits: what came, why it waits, and who may be meant."""

    review_id: UUID
    opened_at: datetime
    doubt: Doubt
    agency: str
    source: str
    reported: Home
    told: Told
    candidates: Sequence[CandidateShown]
