"""Finds the cases that name a person who asks what was said of them: as applicant or as officer."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from ppit_matching import MalformedRecord, Person, query_keys
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.db import Transaction
from ppit_platform.finding_people import OPEN_TO_FINDING, Held, PeopleUnsearchable
from ppit_platform.person_index import IndexState, PersonIndex
from ppit_platform.unit import UnitOfWork
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.codes import SubjectType
from ppit_vetting.storage.rows import CASE_INDEX, VettingCaseRow

# A stored case of another shape fails in any of these ways.
_UNREADABLE = (SQLAlchemyError, MalformedRecord, AttributeError, KeyError, TypeError, ValueError)
_AT_ONCE = 500


async def find_cases(chassis: Chassis, caller: Caller, person: Person) -> Held:
    """Return whom every case names that shares a key with ``person``, whoever asked for it."""
    unit = UnitOfWork(caller, chassis.sessions)
    try:
        return await _found(await unit.open(), person)
    except _UNREADABLE as failure:
        msg = "the cases could not be read"
        raise PeopleUnsearchable(msg) from failure
    finally:
        await unit.session.close()


async def reindex_cases(session: Transaction) -> int:
    """Make the keys of everyone whom a case names anew; return how many cases there are."""
    await (await session.connection()).execute(OPEN_TO_FINDING)
    index = PersonIndex(session, name=CASE_INDEX)
    await index.clear()
    ids = (await session.exec(select(VettingCaseRow.case_id))).all()
    for start in range(0, len(ids), _AT_ONCE):
        await index.add(await _named(session, ids[start : start + _AT_ONCE]))
    return len(ids)


async def _found(session: Transaction, person: Person) -> Held:
    await (await session.connection()).execute(OPEN_TO_FINDING)
    look = await PersonIndex(session, name=CASE_INDEX).look([query_keys(person)])
    lost = look.state is IndexState.EMPTY and await _anybody(session)
    if look.state is IndexState.STALE or lost:
        msg = "the keys of its cases are made anew"
        raise PeopleUnsearchable(msg)
    (found,) = look.found
    crowded = found.crowded or await _unreadable(session, person)
    return Held(tuple(await _named(session, found.subject_ids)), crowded)


async def _anybody(session: Transaction) -> bool:
    """Tell whether any case names a person: one of a body alone has no keys."""
    subject = col(VettingCaseRow.subject)
    named = or_(subject.contains({"people": [{}]}), subject.contains({"officers": [{}]}))
    return (
        await session.exec(select(VettingCaseRow.case_id).where(named).limit(1))
    ).first() is not None


async def _unreadable(session: Transaction, person: Person) -> bool:
    """Tell whether a case names somebody in a script that no key is made of, who may be meant."""
    subject = col(VettingCaseRow.subject)
    rows = await session.exec(select(VettingCaseRow).where(subject.contains({"readable": False})))
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
