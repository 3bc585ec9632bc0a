"""Takes records onto the register: who they are about is found, decided and kept in one step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from ppit_matching import query_keys
from ppit_platform.db import Transaction
from ppit_platform.ids import new_id
from ppit_victims.domain.codes import LinkBasis
from ppit_victims.domain.records import Incoming, Origin, Settled, Taken, nowhere_told
from ppit_victims.domain.rows import RowRejected
from ppit_victims.domain.settle import Asked, Batch, at_home
from ppit_victims.errors import RegisterNotSearchable
from ppit_victims.storage.clearance import whole_register
from ppit_victims.storage.dossiers import DossierStore
from ppit_victims.storage.people import PeopleStore


@dataclass(frozen=True, slots=True)
class Register:
    """The stores by which records come onto the register, in one transaction."""

    session: Transaction
    people: PeopleStore
    dossiers: DossierStore


def register_of(session: Transaction) -> Register:
    return Register(session, PeopleStore(session), DossierStore(session))


async def take_records(
    incoming: Sequence[Incoming], origin: Origin, register: Register
) -> list[Taken | RowRejected]:
    """Place everyone in every record and keep it; a later record finds whom an earlier made.

    Whoever calls holds the pen, or rolls back what this does.
    """
    async with whole_register(register.session):
        settled = await _settle(incoming, origin, register)
        taken = [each for each in settled if isinstance(each, Taken)]
        await register.people.keep(taken, origin)
        await put_on_victims([one for each in taken for one in each.people], origin, register)
        return settled


async def put_on_victims(settled: Sequence[Settled], origin: Origin, register: Register) -> None:
    """Link people to their victims, new ones among them, and write down how those stand now."""
    linked = [one for one in settled if one.victim_id is not None]
    new = {
        cast("UUID", one.victim_id): one.placed.household
        for one in linked
        if one.basis is LinkBasis.NEW
    }
    await register.dossiers.begin(new, origin.provenance.org_id)
    await register.people.link(linked, origin)
    await restand({cast("UUID", one.victim_id) for one in linked if one.news}, origin, register)


async def restand(victim_ids: Iterable[UUID], origin: Origin, register: Register) -> list[UUID]:
    """Work out anew how victims and their households stand; return whose standing changed."""
    affected = await register.dossiers.with_households(victim_ids)
    dossiers = await register.dossiers.read(affected)
    return await register.dossiers.write(dossiers, origin.now)


async def _settle(
    incoming: Sequence[Incoming], origin: Origin, register: Register
) -> list[Taken | RowRejected]:
    if not await register.people.can_find_everyone():
        msg = "its keys are made anew: try again later"
        raise RegisterNotSearchable(msg)
    keys = [each.key_of(origin.provenance.org_id) for each in incoming]
    asked = await _ask(incoming, register)
    candidates = {one for each in asked for person in each for one in person.candidates}
    earlier = await register.people.earlier(keys)
    before = {one.victim_id for each in earlier.values() for one in each if one.victim_id}
    known = await register.people.known(candidates | before)
    batch = Batch(new_id, known, earlier)
    return [
        batch.settle(each, key, people)
        for each, key, people in zip(incoming, keys, asked, strict=True)
    ]


async def _ask(incoming: Sequence[Incoming], register: Register) -> list[list[Asked]]:
    """Ask where everyone lives and who they may be, in one statement each."""
    placed = await register.people.places_of([each.row.address for each in incoming])
    people = [
        (row, told, at_home(told.person, at))
        for row, (each, at) in enumerate(zip(incoming, placed, strict=True))
        for told in each.row.people
    ]
    keys = [query_keys(person) for _, _, person in people]
    found = await register.people.candidates(keys)
    asked: list[list[Asked]] = [[] for _ in incoming]
    for (row, told, person), key, meant in zip(people, keys, found, strict=True):
        at = placed[row] if incoming[row].row.told.crime else nowhere_told(placed[row])
        asked[row].append(Asked(told, person, key, at, meant.subject_ids, meant.crowded))
    return asked
