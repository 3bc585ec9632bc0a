"""Finds the traces of a person who asks what was said of them, and the records found for them."""

from collections.abc import Collection, Iterator, Mapping
from typing import cast
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ppit_matching import MalformedRecord, Person, query_keys
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.db import Transaction
from ppit_platform.finding_people import OPEN_TO_FINDING, Held, PeopleUnsearchable
from ppit_platform.person_index import IndexState, PersonIndex
from ppit_platform.person_index.tables import PERSON_INDEX
from ppit_platform.unit import UnitOfWork
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.storage.rows import TRACE_INDEX

KEPT_INDEXES = (PERSON_INDEX, TRACE_INDEX)
"""The indexes that a worker folds."""
# A stored record of another shape fails in any of these ways.
_UNREADABLE = (
    *(SQLAlchemyError, MalformedRecord, AttributeError, IndexError, KeyError, TypeError),
    ValueError,
)
_TRACES = text("""
    SELECT t.trace_id, t.asked, r.subject_key FROM trace t LEFT JOIN trace_result r USING (trace_id)
     WHERE t.trace_id = ANY (CAST(:ids AS uuid[]))
""")
# Of a source's records only those that a trace found: nothing was said of the others.
_FOUND = text("""
    SELECT s.source || '/' || s.subject_ref AS subject_key, s.person FROM sighting s
     WHERE s.file_id = ANY (CAST(:ids AS uuid[]))
       AND EXISTS (SELECT FROM trace_result r
                    WHERE r.subject_key = s.source || '/' || s.subject_ref)
""")
_ANYBODY = {
    TRACE_INDEX: text("SELECT EXISTS (SELECT FROM trace)"),
    PERSON_INDEX: text("SELECT EXISTS (SELECT FROM sighting)"),
}


async def find_traced(chassis: Chassis, caller: Caller, person: Person) -> Held:
    """Return everybody who was to be traced, or was found by a trace, and shares a key with
    ``person``, whichever organisation asked.
    """
    unit = UnitOfWork(caller, chassis.sessions)
    try:
        session = await unit.open()
        await (await session.connection()).execute(OPEN_TO_FINDING)
        traces, many = await _alike(session, TRACE_INDEX, person)
        files, more = await _alike(session, PERSON_INDEX, person)
        traced, found = await _traced(session, traces), await _recorded(session, files)
    except _UNREADABLE as failure:
        msg = "the traces could not be read"
        raise PeopleUnsearchable(msg) from failure
    finally:
        await unit.session.close()
    return Held((*traced, *found), many or more)


async def _alike(session: Transaction, index: str, person: Person) -> tuple[Collection[UUID], bool]:
    look = await PersonIndex(session, name=index).look([query_keys(person)])
    lost = look.state is IndexState.EMPTY and await _anybody(session, index)
    if look.state is IndexState.STALE or lost:
        msg = "the keys of its people are made anew"
        raise PeopleUnsearchable(msg)
    (found,) = look.found
    return found.subject_ids, found.crowded


async def _anybody(session: Transaction, index: str) -> bool:
    connection = await session.connection()
    return cast("bool", (await connection.execute(_ANYBODY[index])).scalar_one())


async def _traced(session: Transaction, ids: Collection[UUID]) -> list[tuple[UUID | str, Person]]:
    """Return each trace, and as whom the log names the one that it found."""
    rows = (await (await session.connection()).execute(_TRACES, {"ids": list(ids)})).mappings()
    return [each for row in rows for each in _names(cast("Mapping[str, object]", row))]


def _names(row: Mapping[str, object]) -> Iterator[tuple[str, Person]]:
    person = DebtorAsked.from_json(cast("Mapping[str, object]", row["asked"])).person
    for name in dict.fromkeys((str(row["trace_id"]), row["subject_key"])):
        if name is not None:
            yield str(name), person


async def _recorded(session: Transaction, ids: Collection[UUID]) -> list[tuple[UUID | str, Person]]:
    rows = (await (await session.connection()).execute(_FOUND, {"ids": list(ids)})).mappings()
    return [
        (
            cast("str", row["subject_key"]),
            Person.from_json(cast("dict[str, object]", row["person"])),
        )
        for row in rows
    ]
