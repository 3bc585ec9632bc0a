"""Looks companies, officers and sanctions up in the generation of each list that counts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import func, text
from sqlmodel import col, select

from ppit_platform.db import Transaction
from ppit_platform.generations import ListState, ListStore
from ppit_vetting.domain.codes import SourceName
from ppit_vetting.domain.register import Company, Officer, same_officer
from ppit_vetting.domain.sanctions_subject import SanctionsSubject
from ppit_vetting.storage.reading import reading
from ppit_vetting.storage.rows import CompanyOfficerRow, CompanyRow

States = Mapping[SourceName, ListState]

MOST_APPOINTMENTS = 400
"""Beyond these a name is shared by more officers than one person has offices."""
_SANCTIONED = text("""
    SELECT s.subject FROM sanction_subject s
     WHERE s.generation = :generation AND s.unique_id IN (
        SELECT k.unique_id FROM sanction_sound k
         WHERE k.generation = :generation AND k.sound = ANY (:sounds))
""")
LISTS = (
    SourceName.COMPANIES_HOUSE_BULK,
    SourceName.COMPANIES_HOUSE_OFFICERS,
    SourceName.UK_SANCTIONS_LIST,
    SourceName.INSOLVENCY_REGISTER,
    SourceName.PREVIOUS_AWARDS,
    SourceName.COUNCIL_DEBTS,
)


async def list_states(session: Transaction) -> States:
    """Return which generation of each list counts: ask before anything is looked up in one."""
    with reading():
        found = await ListStore(session).states([name.value for name in LISTS])
    return {SourceName(name): state for name, state in found.items()}


@dataclass(frozen=True, slots=True)
class Appointments:
    """``crowded``: more officers bear these names than were looked at."""

    officers: list[Officer]
    crowded: bool


class RegisterStore:
    def __init__(self, session: Transaction, states: States) -> None:
        self._session = session
        self._states = states

    async def company(self, number: str) -> Company | None:
        found = await self.companies([number])
        return found[0] if found else None

    async def companies(self, numbers: Collection[str]) -> list[Company]:
        return await self._companies(col(CompanyRow.number).in_(numbers))

    async def named(self, name_key: str) -> list[Company]:
        """Return companies of that name: two are enough to know that it is not one."""
        return await self._companies(col(CompanyRow.name_key) == name_key, most=2)

    async def at_door(self, office_key: str) -> int:
        """Count the companies whose registered office is at this door."""
        generation = self._generation(SourceName.COMPANIES_HOUSE_BULK)
        with reading():
            found = await self._session.exec(
                select(func.count())
                .select_from(CompanyRow)
                .where(
                    col(CompanyRow.generation) == generation,
                    col(CompanyRow.office_key) == office_key,
                )
            )
            return found.one()

    async def officers_of(self, number: str) -> list[Officer]:
        return await self._officers(col(CompanyOfficerRow.company_number) == number)

    async def appointments(self, officers: Iterable[Officer]) -> Appointments:
        """Return every appointment of these officers, wherever it is."""
        own = [officer for officer in officers if officer.key]
        keys = {officer.key for officer in own}
        found = await self._officers(col(CompanyOfficerRow.officer_key).in_(keys))
        theirs = [each for each in found if any(same_officer(each, officer) for officer in own)]
        return Appointments(theirs, crowded=len(found) == MOST_APPOINTMENTS)

    async def sanctioned(self, sounds: Collection[str]) -> list[SanctionsSubject]:
        """Return every subject of the list with a name in which a word sounds so."""
        values = {
            "generation": self._generation(SourceName.UK_SANCTIONS_LIST),
            "sounds": sorted(sounds),
        }
        with reading():
            connection = await self._session.connection()
            rows = (await connection.execute(_SANCTIONED, values)).scalars()
            return [
                SanctionsSubject.from_json(body)
                for body in cast("Sequence[Mapping[str, object]]", rows.all())
            ]

    async def _companies(self, rule: object, *, most: int = MOST_APPOINTMENTS) -> list[Company]:
        generation = self._generation(SourceName.COMPANIES_HOUSE_BULK)
        with reading():
            rows = await self._session.exec(
                select(CompanyRow)
                .where(col(CompanyRow.generation) == generation, rule)  # pyright: ignore[reportArgumentType]
                .limit(most)
            )
            return [_company(row) for row in rows]

    async def _officers(self, rule: object) -> list[Officer]:
        generation = self._generation(SourceName.COMPANIES_HOUSE_OFFICERS)
        with reading():
            rows = await self._session.exec(
                select(CompanyOfficerRow)
                .where(col(CompanyOfficerRow.generation) == generation, rule)  # pyright: ignore[reportArgumentType]
                .limit(MOST_APPOINTMENTS)
            )
            return [_officer(row) for row in rows]

    def _generation(self, name: SourceName) -> int:
        return self._states[name].generation


def _company(row: CompanyRow) -> Company:
    return Company(
        number=row.number,
        name=row.name,
        previous_names=tuple(filter(None, row.previous_names.split("\n"))),
        category=row.category,
        status=row.status,
        incorporated_on=row.incorporated_on,
        accounts_due=row.accounts_due,
        trades=frozenset(row.trades.split()),
        office=row.office,
        office_key=row.office_key,
    )


def _officer(row: CompanyOfficerRow) -> Officer:
    return Officer(
        company_number=row.company_number,
        person_number=row.person_number,
        role=row.role,
        name=row.name,
        key=row.officer_key,
        birth_month=row.birth_month,
        birth_year=row.birth_year,
        appointed_on=row.appointed_on,
        resigned_on=row.resigned_on,
        address=row.address,
        postcode=row.postcode,
    )
