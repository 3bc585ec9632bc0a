"""Proposes a marker about a person, an address, or a person who visits one."""

from dataclasses import dataclass, replace
from uuid import UUID

from ppit_matching import (
    Person,
    PersonRecord,
    is_readable,
    is_searchable,
    normalise_people,
    person_keys,
)
from ppit_officer_safety.actions.announce_marker import announce_marker
from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.actions.marker_fact import marker_fact
from ppit_officer_safety.domain.codes import MarkerSubject
from ppit_officer_safety.domain.marker import Grounds, MarkerVersion, Proposal, Subject, propose
from ppit_officer_safety.domain.purposes import SAFETY_PURPOSES
from ppit_officer_safety.domain.retention import evidence_review
from ppit_officer_safety.errors import (
    AddressUnknown,
    PersonNotSearchable,
    SubjectUnclear,
)
from ppit_officer_safety.storage.nominals import NewNominal
from ppit_platform.codes import LogOperation
from ppit_platform.gazetteer.place import Door
from ppit_platform.hands import AreaNotPermitted
from ppit_platform.ids import new_id
from ppit_platform.provenance import Provenance, provenance_of

PROPOSE_SCOPE = "officer-safety:propose"


@dataclass(frozen=True, slots=True)
class PersonDescribed:
    """A person new to the register; ``home_uprn`` is where they live, if that is known."""

    record: PersonRecord
    as_given: dict[str, object]
    home_uprn: str | None


@dataclass(frozen=True, slots=True)
class SubjectDescribed:
    """Whom or what the marker is to follow. ``nominal_id`` is somebody whom the register knows."""

    kind: MarkerSubject
    nominal_id: UUID | None
    person: PersonDescribed | None
    uprn: str | None


async def propose_marker(
    described: SubjectDescribed, grounds: Grounds, desk: Desk, *, emergency: bool
) -> MarkerVersion:
    """Store a proposal, or an emergency marker, and record its fact. Persons only."""
    marker = await store_proposal(described, grounds, desk, emergency=emergency)
    desk.unit.record(marker_fact(LogOperation.COLLECTION, marker, desk.pseudonyms, desk.hand.today))
    return marker


async def store_proposal(
    described: SubjectDescribed, grounds: Grounds, desk: Desk, *, emergency: bool
) -> MarkerVersion:
    """Store it without a fact: an incident that proposes a marker leaves one fact for both."""
    hand = desk.personal_hand()
    _check(described)
    home_uprn = described.person.home_uprn if described.person else None
    home = await find_door(home_uprn, desk) if home_uprn else None
    door = await find_door(described.uprn, desk) if described.uprn else home
    provenance = provenance_of(
        desk.caller, purposes=SAFETY_PURPOSES, area_gss=door.area_gss if door else None
    )
    nominal_id, nominal_version = await _nominal(described, home, provenance, desk)
    subject = Subject(described.kind, nominal_id, nominal_version, described.uprn)
    earlier = None
    if emergency:
        earlier = await desk.stores.markers.earlier_emergencies(subject, grounds.incident_date)
    proposal = Proposal(subject, grounds, emergency, provenance, earlier)
    marker = propose(new_id(), proposal, hand)
    await desk.stores.markers.add(marker)
    await announce_marker(marker, desk.unit, desk.now)
    return marker


def _check(described: SubjectDescribed) -> None:
    wants_person = described.kind is not MarkerSubject.ADDRESS
    wants_address = described.kind is not MarkerSubject.PERSON
    people = (described.nominal_id is not None) + (described.person is not None)
    if people != wants_person or (described.uprn is not None) != wants_address:
        msg = "PERSON: a person; ADDRESS: a UPRN; ASSOCIATION: both"
        raise SubjectUnclear(msg)


async def find_door(uprn: str, desk: Desk) -> Door:
    """Return an address of the gazetteer that the caller's agreement covers."""
    door = await desk.stores.gazetteer.door(uprn)
    if door is None:
        msg = "look the address up and send its UPRN"
        raise AddressUnknown(msg)
    if door.area_gss not in desk.caller.areas:
        msg = "ask the district to propose it"
        raise AreaNotPermitted(msg)
    return door


def _one_person(record: PersonRecord) -> Person:
    if not is_readable(record):
        msg = "write the name in Latin letters, its parts as in the full name"
        raise PersonNotSearchable(msg)
    person, *others = normalise_people(record)
    if others:
        msg = "this names several people: propose a marker for each who needs one"
        raise SubjectUnclear(msg)
    return person


async def _nominal(
    described: SubjectDescribed, home: Door | None, provenance: Provenance, desk: Desk
) -> tuple[UUID | None, int | None]:
    if described.nominal_id is not None:
        version = await desk.stores.nominals.newest_version(described.nominal_id)
        if version is None:
            msg = "no such person on the register"
            raise SubjectUnclear(msg)
        return described.nominal_id, version
    if described.person is None:
        return None, None
    person = _one_person(described.person.record)
    if home is not None:
        person = replace(person, address=home.address)
    if not is_searchable(person) or not person_keys(person):
        msg = "a family name, and a given name or a date of birth, at least"
        raise PersonNotSearchable(msg)
    nominal = NewNominal(
        nominal_id=new_id(),
        person=person,
        as_given=described.person.as_given,
        uprn=home.uprn if home else None,
        review_due=evidence_review(desk.hand.today),
    )
    await desk.stores.nominals.add(nominal, provenance, desk.now)
    return nominal.nominal_id, 1
