"""Looks people up in the lists of people: by hashed keys, then in the generation that counts."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from sqlmodel import col, select

from ppit_matching import Person, query_keys
from ppit_platform.db import Transaction
from ppit_platform.person_index import IndexState, PersonIndex
from ppit_vetting.domain.codes import SourceName
from ppit_vetting.domain.people_checks import Award, Debt, Insolvency, InsolvencyKind
from ppit_vetting.domain.reasons import ReasonCode
from ppit_vetting.storage.reading import reading
from ppit_vetting.storage.registers import States
from ppit_vetting.storage.rows import INDEX_OF, INDEXES, AwardRow, DebtRow, InsolvencyRow

KEPT_INDEXES = INDEXES
"""The indexes that a worker folds."""
_Row = TypeVar("_Row", InsolvencyRow, AwardRow, DebtRow)
_Entry = TypeVar("_Entry", Insolvency, Award, Debt)


@dataclass(frozen=True, slots=True)
class Listed(Generic[_Entry]):
    """Who may be meant; ``short`` says why others may be meant as well, None if nobody else is."""

    entries: list[_Entry]
    short: ReasonCode | None = None


class PeopleListStore:
    def __init__(self, session: Transaction, states: States) -> None:
        self._session = session
        self._states = states

    async def insolvencies(self, people: Sequence[Person]) -> Listed[Insolvency]:
        source = SourceName.INSOLVENCY_REGISTER
        ids, short = await self._candidates(InsolvencyRow, source, people)
        return Listed(await self._entries(InsolvencyRow, source, ids, _insolvency), short)

    async def awards(self, people: Sequence[Person]) -> Listed[Award]:
        ids, short = await self._candidates(AwardRow, SourceName.PREVIOUS_AWARDS, people)
        return Listed(await self._entries(AwardRow, SourceName.PREVIOUS_AWARDS, ids, _award), short)

    async def debts(self, people: Sequence[Person]) -> Listed[Debt]:
        ids, short = await self._candidates(DebtRow, SourceName.COUNCIL_DEBTS, people)
        return Listed(await self._entries(DebtRow, SourceName.COUNCIL_DEBTS, ids, _debt), short)

    async def awards_to(self, number: str) -> list[Award]:
        """Return what a company had before, by its number on the register."""
        generation = self._states[SourceName.PREVIOUS_AWARDS].generation
        with reading():
            rows = await self._session.exec(
                select(AwardRow).where(
                    col(AwardRow.generation) == generation, col(AwardRow.company_number) == number
                )
            )
            return [_award(row) for row in rows]

    async def _candidates(
        self, table: type[_Row], source: SourceName, people: Sequence[Person]
    ) -> tuple[set[UUID], ReasonCode | None]:
        with reading():
            asked = [query_keys(person) for person in people]
            look = await PersonIndex(self._session, name=INDEX_OF[table]).look(asked)
            lost = look.state is IndexState.EMPTY and await self._names_anybody(table, source)
        # Keys of another version, or none, find nothing: that must not read as nothing held.
        if lost or look.state is IndexState.STALE:
            return set(), ReasonCode.SOURCE_STALE
        crowded = any(each.crowded for each in look.found)
        ids = {subject_id for each in look.found for subject_id in each.subject_ids}
        return ids, ReasonCode.TOO_MANY_ALIKE if crowded else None

    async def _names_anybody(self, table: type[_Row], source: SourceName) -> bool:
        generation = self._states[source].generation
        named = select(table.subject_id).where(
            col(table.generation) == generation, col(table.person).is_not(None)
        )
        return (await self._session.exec(named.limit(1))).first() is not None

    async def _entries(
        self,
        table: type[_Row],
        source: SourceName,
        ids: Collection[UUID],
        read: Callable[[_Row], _Entry],
    ) -> list[_Entry]:
        generation = self._states[source].generation
        with reading():
            rows = await self._session.exec(
                select(table).where(
                    col(table.generation) == generation, col(table.subject_id).in_(ids)
                )
            )
            return [read(row) for row in rows]


def _insolvency(row: InsolvencyRow) -> Insolvency:
    return Insolvency(
        row.case_number,
        InsolvencyKind(row.kind),
        Person.from_json(row.person),
        row.started_on,
        row.ends_on,
    )


def _award(row: AwardRow) -> Award:
    return Award(
        row.award_id,
        Person.from_json(row.person) if row.person else None,
        row.company_number,
        row.scheme,
        row.awarded_on,
        row.amount_pence,
        row.accounted,
    )


def _debt(row: DebtRow) -> Debt:
    return Debt(row.debt_ref, Person.from_json(row.person), row.balance_pence, row.since)
