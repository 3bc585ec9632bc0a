"""Finds whoever on the register may be a person who asks what was said of them."""

from sqlmodel import col, select

from ppit_matching import Person
from ppit_officer_safety.storage.rows import NominalRow
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.people_held import Held, alike, reading_people

_ANYBODY = select(NominalRow.nominal_id).limit(1)


async def find_nominals(chassis: Chassis, caller: Caller, person: Person) -> Held:
    """Return every version of everybody who shares a key with ``person``."""
    async with reading_people(chassis, caller) as session:
        ids, crowded = await alike(session, person, _ANYBODY)
        wanted = select(NominalRow).where(col(NominalRow.nominal_id).in_(ids))
        rows = await session.exec(wanted)
        records = tuple((row.nominal_id, Person.from_json(row.person)) for row in rows)
    return Held(records, crowded)
