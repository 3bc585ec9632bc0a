"""Keeps people with markers: as they were given, normalised, and as keys."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from ppit_matching import Person
from ppit_officer_safety.storage.rows import NominalAddressRow, NominalRow
from ppit_platform.db import Transaction
from ppit_platform.gazetteer.place import Door
from ppit_platform.person_index import PersonIndex
from ppit_platform.provenance import Provenance, people_values


@dataclass(frozen=True, slots=True)
class NewNominal:
    """A person to remember. ``as_given`` is the name and date as they came, for reviewers."""

    nominal_id: UUID
    person: Person
    as_given: dict[str, object]
    uprn: str | None
    review_due: date


class NominalStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session
        self._index = PersonIndex(session)

    async def add(self, nominal: NewNominal, provenance: Provenance, now: datetime) -> None:
        self._session.add(_nominal_row(nominal, 1, provenance, now))
        if nominal.uprn is not None:
            self._session.add(_address_row(nominal, nominal.uprn, 1, provenance, now))
        await self._session.flush()
        await self._index.add([(nominal.nominal_id, nominal.person)])

    async def newest_version(self, nominal_id: UUID) -> int | None:
        statement = select(func.max(col(NominalRow.version))).where(
            col(NominalRow.nominal_id) == nominal_id
        )
        return (await self._session.exec(statement)).one()

    async def as_given(self, nominal_id: UUID, version: int) -> dict[str, object] | None:
        """Return the name and date of birth as they came; for reviewers alone."""
        statement = select(NominalRow).where(
            col(NominalRow.nominal_id) == nominal_id, col(NominalRow.version) == version
        )
        row = (await self._session.exec(statement)).first()
        return None if row is None else row.as_given

    async def move(
        self, nominal_id: UUID, home: Door, provenance: Provenance, now: datetime
    ) -> None:
        """Add a version of the person at a new home: every marker of theirs goes with them."""
        newest = select(NominalRow).where(col(NominalRow.nominal_id) == nominal_id)
        row = (await self._session.exec(newest.order_by(col(NominalRow.version).desc()))).first()
        if row is None:
            raise LookupError
        person = replace(Person.from_json(row.person), address=home.address)
        homes = select(func.max(col(NominalAddressRow.version))).where(
            col(NominalAddressRow.nominal_id) == nominal_id
        )
        moved = (await self._session.exec(homes)).one() or 0
        moving = NewNominal(nominal_id, person, row.as_given, home.uprn, row.review_due)
        self._session.add(_nominal_row(moving, row.version + 1, provenance, now))
        self._session.add(_address_row(moving, home.uprn, moved + 1, provenance, now))
        await self._session.flush()
        await self._index.add([(nominal_id, person)])

    async def reindex(self) -> int:
        """Make everyone's keys anew after the keys changed; return how many people there are."""
        await self._index.clear()
        in_order = select(NominalRow).order_by(col(NominalRow.version))
        people = {row.nominal_id: row for row in (await self._session.exec(in_order)).all()}
        await self._index.add(
            (nominal_id, Person.from_json(row.person)) for nominal_id, row in people.items()
        )
        return len(people)


def _nominal_row(
    nominal: NewNominal, version: int, provenance: Provenance, now: datetime
) -> NominalRow:
    return NominalRow(
        nominal_id=nominal.nominal_id,
        version=version,
        person=nominal.person.as_json(),
        as_given=nominal.as_given,
        review_due=nominal.review_due,
        valid_from=now,
        recorded_at=now,
        **people_values(provenance),
    )


def _address_row(
    nominal: NewNominal, uprn: str, version: int, provenance: Provenance, now: datetime
) -> NominalAddressRow:
    return NominalAddressRow(
        nominal_id=nominal.nominal_id,
        version=version,
        uprn=uprn,
        review_due=nominal.review_due,
        valid_from=now,
        recorded_at=now,
        **people_values(provenance),
    )
