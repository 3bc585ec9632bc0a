"""Answers whether anybody already helps this person: agencies and stage, never the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ppit_matching import Band, Person, PersonRecord, is_readable, normalise_people
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_victims.actions.desk import Desk
from ppit_victims.domain.help import Helper, is_helped
from ppit_victims.domain.linking import best_of
from ppit_victims.domain.reading import is_findable
from ppit_victims.domain.rows import AddressTyped
from ppit_victims.domain.safe_contact import NO_INSTRUCTION, SafeContact
from ppit_victims.storage.clearance import whole_register
from ppit_victims.storage.search import RegisterUnreadable, Searched


class LookupResult(StrEnum):
    """``NOT_KNOWN`` only if everyone on the register could be ruled out."""

    HELPED = "HELPED"
    KNOWN_NOT_HELPED = "KNOWN_NOT_HELPED"
    NOT_KNOWN = "NOT_KNOWN"
    UNABLE_TO_LOOK_UP = "UNABLE_TO_LOOK_UP"


class UnableReason(StrEnum):
    """Why nobody could look."""

    INSUFFICIENT_INPUT = "INSUFFICIENT_INPUT"
    PERSON_NOT_RESOLVED = "PERSON_NOT_RESOLVED"
    SOURCE_STALE = "SOURCE_STALE"
    SOURCE_UNAVAILABLE = "SOURCE_UNAVAILABLE"
    NOT_PERMITTED_FOR_PURPOSE = "NOT_PERMITTED_FOR_PURPOSE"


@dataclass(frozen=True, slots=True)
class LookedUp:
    result: LookupResult
    unable_reason: UnableReason | None = None
    safe_contact: SafeContact = NO_INSTRUCTION
    helpers: tuple[Helper, ...] = ()


async def look_up(record: PersonRecord, address: AddressTyped, desk: Desk) -> LookedUp:
    """Look one person up across all districts; only a confirmed match is answered as theirs."""
    people = normalise_people(record)
    (person, *others), victim_id = people, None
    if others or not is_readable(record) or not is_findable(person, address.uprn):
        found = _unable(UnableReason.INSUFFICIENT_INPUT)
    else:
        found, victim_id = await _search(person, address, desk)
    if victim_id is not None and desk.caller.people_limit < 1:
        found, victim_id = _unable(UnableReason.NOT_PERMITTED_FOR_PURPOSE), None
    desk.unit.record(_fact(found, people, victim_id, desk))
    return found


async def _search(
    person: Person, address: AddressTyped, desk: Desk
) -> tuple[LookedUp, UUID | None]:
    try:
        searched = await desk.search.victims([(person, address)])
    except RegisterUnreadable:
        # The failed statement voided the transaction; that nobody could look is still logged.
        await desk.unit.restart()
        return _unable(UnableReason.SOURCE_UNAVAILABLE), None
    if searched.stale:
        return _unable(UnableReason.SOURCE_STALE), None
    return await _judge(searched, desk)


async def _judge(searched: Searched, desk: Desk) -> tuple[LookedUp, UUID | None]:
    matches = best_of(searched.asked[0], searched.known)
    maybe = [one for one, match in matches.items() if match.band is not Band.NONE]
    sure = [one for one in maybe if matches[one].band is Band.CONFIRMED]
    if len(sure) == 1:
        return await _pointer(sure[0], desk)
    if maybe:
        return _unable(UnableReason.PERSON_NOT_RESOLVED), None
    if searched.crowded:
        return _unable(UnableReason.INSUFFICIENT_INPUT), None
    return LookedUp(LookupResult.NOT_KNOWN), None


async def _pointer(victim_id: UUID, desk: Desk) -> tuple[LookedUp, UUID | None]:
    async with whole_register(desk.session):
        summary = (await desk.victims.summaries([victim_id])).get(victim_id)
        helpers = await desk.victims.helpers(victim_id)
    if summary is None or summary.crimes == 0:
        # Somebody who is only protected is no victim, and stands on no answer.
        return LookedUp(LookupResult.NOT_KNOWN), None
    helped = LookupResult.HELPED if is_helped(helpers) else LookupResult.KNOWN_NOT_HELPED
    # The ways that are closed, without the words: a pointer says who may tell more.
    ways = SafeContact(summary.safe_contact.do_not_contact)
    return LookedUp(helped, None, ways, helpers), victim_id


def _unable(reason: UnableReason) -> LookedUp:
    return LookedUp(LookupResult.UNABLE_TO_LOOK_UP, reason)


def _fact(
    found: LookedUp, people: Sequence[Person], victim_id: UUID | None, desk: Desk
) -> AuditFact:
    failed = found.result is LookupResult.UNABLE_TO_LOOK_UP
    searched = [desk.pseudonyms.searched([str(person.as_json())]) for person in people]
    known = () if victim_id is None else (desk.pseudonyms.subject(victim_id),)
    return AuditFact(
        LogOperation.SCREENING_FAILED if failed else LogOperation.CONSULTATION,
        subjects_searched=tuple(searched),
        subjects_disclosed=known,
        fields=("agencies", "result", "safe_contact", "unable_reason"),
        counts={"lookups": 1, found.result.value: 1},
    )
