"""Everybody whom a service holds who may be meant: how its rows are read for ``finding_people``.

What was read answers "nothing is held of you". So whatever could not be looked at is said, never
taken for nothing: a record that cannot be read, keys of another version, an index that lost its.
"""

from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Executable, text
from sqlalchemy.exc import SQLAlchemyError

from ppit_matching import MalformedRecord, Person, query_keys
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.db import Transaction
from ppit_platform.errors import ServiceError
from ppit_platform.person_index import IndexState, PersonIndex
from ppit_platform.person_index.tables import PERSON_INDEX
from ppit_platform.unit import UnitOfWork

OPEN_TO_FINDING = text("SELECT set_config('ppit.finding', 'people', true)")
"""Opens, for the rest of its transaction, the rows of ``rls.policy_finding``."""

# A stored record of another shape fails in any of these ways.
_UNREADABLE = (
    *(SQLAlchemyError, MalformedRecord, AttributeError, IndexError, KeyError, TypeError),
    ValueError,
)


class PeopleUnsearchable(ServiceError):
    """Raised by whoever finds people where not everyone who is held can be found."""

    status = 503
    code = "PEOPLE_UNSEARCHABLE"
    title = "Not everybody who is held can be found now"
    retry_after = 5


@dataclass(frozen=True, slots=True)
class Held:
    """Records of everybody who may be meant, each with the subject's id as the log names it.
    ``crowded``: more are alike than were looked at.
    """

    records: tuple[tuple[UUID | str, Person], ...]
    crowded: bool


@asynccontextmanager
async def reading_people(chassis: Chassis, caller: Caller) -> AsyncGenerator[Transaction]:
    """Give a transaction that reads whom the service holds, and changes nothing.

    Raises ``PeopleUnsearchable`` for whatever cannot be read in it.
    """
    unit = UnitOfWork(caller, chassis.sessions)
    try:
        session = await unit.open()
        await (await session.connection()).execute(OPEN_TO_FINDING)
        yield session
    except _UNREADABLE as failure:
        msg = "what is held could not be read"
        raise PeopleUnsearchable(msg) from failure
    finally:
        await unit.session.close()


async def alike(
    session: Transaction, person: Person, anybody: Executable, *, index: str = PERSON_INDEX
) -> tuple[Collection[UUID], bool]:
    """Return whom ``index`` has under a key of ``person``, and whether there are more.

    ``anybody`` selects a row if there is anybody to be found. Raises ``PeopleUnsearchable`` for an
    index with keys of another version, and for one that is empty where there is somebody.
    """
    look = await PersonIndex(session, name=index).look([query_keys(person)])
    lost = look.state is IndexState.EMPTY and await _is_there(session, anybody)
    if look.state is IndexState.STALE or lost:
        msg = "the keys of the people held are made anew"
        raise PeopleUnsearchable(msg)
    (found,) = look.found
    return found.subject_ids, found.crowded


async def _is_there(session: Transaction, anybody: Executable) -> bool:
    return (await (await session.connection()).execute(anybody)).first() is not None
