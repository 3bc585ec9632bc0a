"""Finds whoever on the register may be a person who asks what was said of them."""

from ppit_matching import Person
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.people_held import Held, PeopleUnsearchable
from ppit_platform.unit import UnitOfWork
from ppit_victims.domain.rows import AddressTyped
from ppit_victims.storage.search import RegisterUnreadable, SearchStore


async def find_victims(chassis: Chassis, caller: Caller, person: Person) -> Held:
    """Return all records of every victim who may be ``person``, and of whoever is protected."""
    unit = UnitOfWork(caller, chassis.sessions)
    asked = [(person, AddressTyped())]
    try:
        search = SearchStore(await unit.open())
        found = await search.victims(asked)
        guarded = await search.protected(asked)
    except RegisterUnreadable as failure:
        msg = "the register could not be read"
        raise PeopleUnsearchable(msg) from failure
    finally:
        await unit.session.close()
    if found.stale:
        msg = "its keys are made anew"
        raise PeopleUnsearchable(msg)
    return Held((*found.known, *guarded.known), found.crowded)
