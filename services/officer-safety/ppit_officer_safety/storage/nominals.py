"""Keeps people with markers: as they were given, normalised, and as keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import col, select

from ppit_matching import KEY_VERSION, Person, person_keys
from ppit_officer_safety.domain.provenance import Provenance
from ppit_officer_safety.storage.marker_rows import people_values
from ppit_officer_safety.storage.rows import NominalAddressRow, NominalKeyRow, NominalRow
from ppit_platform.db import Transaction

_AREA = text("""
    SELECT g.area_gss FROM gazetteer g JOIN source_status s
        ON s.source = 'GAZETTEER' AND s.generation = g.generation
     WHERE g.uprn = :uprn
""")


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

    async def add(self, nominal: NewNominal, provenance: Provenance, now: datetime) -> None:
        self._session.add(
            NominalRow(
                nominal_id=nominal.nominal_id,
                version=1,
                person=nominal.person.as_json(),
                as_given=nominal.as_given,
                review_due=nominal.review_due,
                valid_from=now,
                recorded_at=now,
                **people_values(provenance),
            )
        )
        if nominal.uprn is not None:
            self._session.add(
                NominalAddressRow(
                    nominal_id=nominal.nominal_id,
                    version=1,
                    uprn=nominal.uprn,
                    review_due=nominal.review_due,
                    valid_from=now,
                    recorded_at=now,
                    **people_values(provenance),
                )
            )
        self._session.add_all(_key_rows(nominal.nominal_id, nominal.person))
        await self._session.flush()

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

    async def area_of(self, uprn: str) -> str | None:
        """Return the district of an address; None if the gazetteer does not hold it."""
        connection = await self._session.connection()
        found = await connection.execute(_AREA, {"uprn": uprn})
        return cast("str | None", found.scalar_one_or_none())

    async def reindex(self) -> int:
        """Make everyone's keys anew after the keys changed; return how many people there are."""
        newest = (
            select(NominalRow)
            .distinct(col(NominalRow.nominal_id))
            .order_by(col(NominalRow.nominal_id), col(NominalRow.version).desc())
        )
        rows = (await self._session.exec(newest)).all()
        connection = await self._session.connection()
        await connection.execute(text("DELETE FROM nominal_key"))
        for row in rows:
            self._session.add_all(_key_rows(row.nominal_id, Person.from_json(row.person)))
        await self._session.flush()
        return len(rows)


def _key_rows(nominal_id: UUID, person: Person) -> Iterable[NominalKeyRow]:
    return (
        NominalKeyRow(key=key, nominal_id=nominal_id, key_version=KEY_VERSION)
        for key in sorted(person_keys(person))
    )
