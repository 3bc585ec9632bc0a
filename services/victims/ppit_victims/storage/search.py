"""Searches the whole register for one person; a register that cannot be read says so."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from ppit_matching import MalformedRecord, Person, query_keys
from ppit_platform.db import Transaction
from ppit_victims.domain.rows import AddressTyped
from ppit_victims.domain.settle import at_home
from ppit_victims.storage.clearance import whole_register
from ppit_victims.storage.people import PeopleStore
from ppit_victims.storage.protections import ProtectionStore

# A stored record of another shape fails in any of these ways.
_UNREADABLE = (SQLAlchemyError, MalformedRecord, AttributeError, KeyError, TypeError, ValueError)


class RegisterUnreadable(Exception):
    """The register could not be read: whoever asked must be told that nobody could look."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The people asked for, at the gazetteer's addresses, and every record that may be theirs.

    ``stale``: not everyone on the register can be found. ``crowded``: more are alike than were
    looked at. Either way nobody is ruled out.
    """

    asked: tuple[Person, ...]
    known: tuple[tuple[UUID, Person], ...]
    crowded: bool
    stale: bool


class SearchStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session
        self._people = PeopleStore(session)

    async def victims(self, people: Sequence[tuple[Person, AddressTyped]]) -> Searched:
        """Find the victims who may be one of these people; ``RegisterUnreadable`` if none can."""
        async with _readable(self._session):
            asked, ids, crowded, stale = await self._meant(people)
            known = await self._people.known(ids)
        records = tuple((one, person) for one in known for person in known[one].people)
        return Searched(asked, records, crowded, stale)

    async def protected(self, people: Sequence[tuple[Person, AddressTyped]]) -> Searched:
        """Find whoever is protected and may be one of these people."""
        async with _readable(self._session):
            asked, ids, crowded, stale = await self._meant(people)
            known = await ProtectionStore(self._session).people_of(ids)
        return Searched(asked, tuple(known), crowded, stale)

    async def _meant(
        self, people: Sequence[tuple[Person, AddressTyped]]
    ) -> tuple[tuple[Person, ...], set[UUID], bool, bool]:
        places = await self._people.places_of([address for _, address in people])
        asked = tuple(
            at_home(person, place) for (person, _), place in zip(people, places, strict=True)
        )
        found = await self._people.candidates([query_keys(person) for person in asked])
        stale = not await self._people.can_find_everyone()
        ids = {one for each in found for one in each.subject_ids}
        return asked, ids, any(each.crowded for each in found), stale


@asynccontextmanager
async def _readable(session: Transaction) -> AsyncGenerator[None]:
    try:
        async with whole_register(session):
            yield
    except _UNREADABLE as failure:
        raise RegisterUnreadable from failure
