"""A record on its way onto the register, and what became of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ppit_matching import Address, Person
from ppit_platform.provenance import Provenance
from ppit_victims.domain.codes import LinkBasis, RowOutcome
from ppit_victims.domain.linking import Candidate, Doubt
from ppit_victims.domain.rows import PersonTold, RowRead


@dataclass(frozen=True, slots=True)
class InFile:
    """Where a row stands in an import, and the fact under which it was taken."""

    import_id: UUID
    row_no: int
    line_no: int
    fact_id: UUID


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record as it was read, with its original beside it. ``source`` is a layout or a route."""

    record_id: UUID
    source: str
    row: RowRead
    cells: Mapping[str, object]
    in_file: InFile | None

    def key_of(self, org_id: str) -> str:
        """Return what the same row has when the same partner sends it again.

        The partner's own number and the same people; without a number all the row says.
        """
        who = [told.person.as_json() for told in self.row.people]
        rest = self.row.reference or dict(self.cells)
        said = json.dumps([org_id, self.source, rest, who], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where somebody lives as far as the gazetteer could say; ``area_gss`` only where resolved."""

    uprn: str | None
    area_gss: str | None
    address: Address | None

    @property
    def household(self) -> str | None:
        """Return what everybody of one door has in common, None where no door is known."""
        if self.uprn is not None:
            return f"uprn:{self.uprn}"
        at = self.address
        if at is None or at.postcode is None or not at.has_door:
            return None
        parts = (at.postcode, at.street, at.building, at.number, at.flat)
        return "typed:" + "|".join(part or "" for part in parts)


def nowhere_told(placed: Placed) -> Placed:
    """Leave the district out: no agency of the district is to learn of a protected home."""
    return replace(placed, area_gss=None)


@dataclass(frozen=True, slots=True)
class Settled:
    """One person of a record and where they were put. ``same_as`` waits with an earlier one.

    ``news`` is False where the same row said the same before: nobody's standing can change by it.
    """

    mention_id: UUID
    told: PersonTold
    person: Person
    placed: Placed
    victim_id: UUID | None
    basis: LinkBasis | None
    doubt: Doubt | None
    same_as: UUID | None
    candidates: tuple[Candidate, ...]
    link_version: int = 1
    news: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """A record with everyone in it settled. ``outcome`` is the row's one outcome."""

    incoming: Incoming
    row_key: str
    people: tuple[Settled, ...]

    @property
    def outcome(self) -> RowOutcome:
        if any(each.victim_id is None for each in self.people):
            return RowOutcome.WAITING
        new = any(each.basis is LinkBasis.NEW for each in self.people)
        return RowOutcome.CREATED if new else RowOutcome.LINKED

    @property
    def waiting(self) -> tuple[UUID, ...]:
        """Name the reviews of those of whom a human has yet to say who they are."""
        return tuple(
            each.same_as or each.mention_id for each in self.people if each.victim_id is None
        )

    @property
    def victim_ids(self) -> tuple[UUID, ...]:
        return tuple(each.victim_id for each in self.people if each.victim_id is not None)


@dataclass(frozen=True, slots=True)
class Earlier:
    """One person of the same row, sent before: where they stand, or that a human refused them."""

    mention_id: UUID
    victim_id: UUID | None
    refused: bool
    told: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """A victim as far as matching goes: every record of them, and the day they died."""

    people: Sequence[Person]
    died_on: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Under whose hand and law records are taken, and when."""

    provenance: Provenance
    acting: str
    now: datetime
