"""Finds the cases that name a person who asks what was said of them: as applicant or as officer."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from ppit_matching import Person
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.db import Transaction
from ppit_platform.people_held import OPEN_TO_FINDING, Held, alike, reading_people
from ppit_platform.person_index import PersonIndex
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.codes import SubjectType
from ppit_vetting.storage.rows import CASE_INDEX, VettingCaseRow

_AT_ONCE = 500
# One of a body alone has no keys.
_SUBJECT = col(VettingCaseRow.subject)
_NAMED = or_(_SUBJECT.contains({"people": [{}]}), _SUBJECT.contains({"officers": [{}]}))
_ANYBODY = select(VettingCaseRow.case_id).where(_NAMED).limit(1)


async def find_cases(chassis: Chassis, caller: Caller, person: Person) -> Held:
    """Return whom every case names that shares a key with ``person``, whoever asked for it."""
    async with reading_people(chassis, caller) as session:
        ids, crowded = await alike(session, person, _ANYBODY, index=CASE_INDEX)
        named = tuple(await _named(session, ids))
        return Held(named, crowded or await _unreadable(session, person))


async def reindex_cases(session: Transaction) -> int:
    """Make the keys of everyone whom a case names anew; return how many cases there are."""
    await (await session.connection()).execute(OPEN_TO_FINDING)
    index = PersonIndex(session, name=CASE_INDEX)
    await index.clear()
    ids = (await session.exec(select(VettingCaseRow.case_id))).all()
    for start in range(0, len(ids), _AT_ONCE):
        await index.add(await _named(session, ids[start : start + _AT_ONCE]))
    return len(ids)


async def _unreadable(session: Transaction, person: Person) -> bool:
    """Tell whether a case names somebody in a script that no key is made of, who may be meant."""
    odd = select(VettingCaseRow).where(_SUBJECT.contains({"readable": False}))
    rows = await session.exec(odd)
    return any(_may_be_born(person, other) for row in rows for _, other in _people(row))


def _may_be_born(person: Person, other: Person) -> bool:
    one, two = sorted((person.born.iso, other.born.iso), key=len)
    return two.startswith(one)


async def _named(session: Transaction, ids: Collection[UUID]) -> list[tuple[UUID, Person]]:
    wanted = select(VettingCaseRow).where(col(VettingCaseRow.case_id).in_(ids))
    return [each for row in await session.exec(wanted) for each in _people(row)]


def _people(row: VettingCaseRow) -> Iterator[tuple[UUID, Person]]:
    applicant = Applicant.from_json(SubjectType(row.subject_type), row.subject)
    return ((row.case_id, person) for person in (*applicant.people, *applicant.officers))
