"""Finds the traces of a person who asks what was said of them, and the records found for them."""

from collections.abc import Collection, Iterator, Mapping
from typing import cast
from uuid import UUID

from sqlalchemy import text

from ppit_matching import Person
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.db import Transaction
from ppit_platform.people_held import Held, alike, reading_people
from ppit_platform.person_index.tables import PERSON_INDEX
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.storage.rows import TRACE_INDEX

KEPT_INDEXES = (PERSON_INDEX, TRACE_INDEX)
"""The indexes that a worker folds."""
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
_ANY_TRACE = text("SELECT 1 FROM trace LIMIT 1")
_ANY_RECORD = text("SELECT 1 FROM sighting LIMIT 1")


async def find_traced(chassis: Chassis, caller: Caller, person: Person) -> Held:
    """Return everybody who was to be traced, or was found by a trace, and shares a key with
    ``person``, whichever organisation asked.
    """
    async with reading_people(chassis, caller) as session:
        traces, many = await alike(session, person, _ANY_TRACE, index=TRACE_INDEX)
        files, more = await alike(session, person, _ANY_RECORD)
        records = (*await _traced(session, traces), *await _recorded(session, files))
    return Held(records, many or more)


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
