"""Finds whoever on the register may be a person who asks what was said of them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from ppit_matching import MalformedRecord, Person, query_keys
from ppit_officer_safety.storage.rows import NominalRow
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.db import Transaction
from ppit_platform.finding_people import Held, PeopleUnsearchable
from ppit_platform.person_index import IndexState, PersonIndex
from ppit_platform.unit import UnitOfWork

# A stored record of another shape fails in any of these ways.
_UNREADABLE = (SQLAlchemyError, MalformedRecord, AttributeError, KeyError, TypeError, ValueError)


async def find_nominals(chassis: Chassis, caller: Caller, person: Person) -> Held:
    """Return every version of everybody who shares a key with ``person``."""
    unit = UnitOfWork(caller, chassis.sessions)
    try:
        return await _found(await unit.open(), person)
    except _UNREADABLE as failure:
        msg = "the register could not be read"
        raise PeopleUnsearchable(msg) from failure
    finally:
        await unit.session.close()


async def _found(session: Transaction, person: Person) -> Held:
    look = await PersonIndex(session).look([query_keys(person)])
    lost = look.state is IndexState.EMPTY and await _anybody(session)
    if look.state is IndexState.STALE or lost:
        msg = "its keys are made anew"
        raise PeopleUnsearchable(msg)
    (found,) = look.found
    return Held(await _records(session, found.subject_ids), found.crowded)


async def _anybody(session: Transaction) -> bool:
    return (await session.exec(select(NominalRow.nominal_id).limit(1))).first() is not None


async def _records(session: Transaction, ids: Collection[UUID]) -> tuple[tuple[UUID, Person], ...]:
    wanted = select(NominalRow).where(col(NominalRow.nominal_id).in_(ids))
    rows = (await session.exec(wanted)).all()
    return tuple((row.nominal_id, Person.from_json(row.person)) for row in rows)
