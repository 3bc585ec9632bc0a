"""Whom a service holds who may be somebody: asked by the audit, for a person who asks who saw them.

The person is named by name and by date of birth or postcode. What is answered are the service's own
ids with the matcher's band and reasons; who of them it is, a person at the audit decides.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Annotated, Self, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, model_validator

from ppit_matching import (
    AddressText,
    Band,
    Comparison,
    Person,
    compare,
    is_readable,
    is_searchable,
    normalise_people,
)
from ppit_platform.access import asked_by_the_audit
from ppit_platform.audit import AuditFact
from ppit_platform.chassis import Chassis, chassis_of
from ppit_platform.codes import LogOperation
from ppit_platform.desk import AtABareDesk
from ppit_platform.errors import InvalidRequest
from ppit_platform.people_held import Held
from ppit_platform.people_wire import person_record
from ppit_platform.wire import PartialDate, PersonName, WireModel

MOST_CANDIDATES = 10


class PersonNotSearchable(InvalidRequest):
    code = "PERSON_NOT_SEARCHABLE"
    title = "Too little is said of this person to rule anybody out"


FindPeople: TypeAlias = Callable[[Chassis, Person], Awaitable[Held]]
"""Finds records by keys, under the service's own authority: no purpose of the log opens a register.

Raises ``PeopleUnsearchable`` rather than leave somebody out.
"""


class PersonSought(WireModel):
    """Somebody by name, with a date of birth, a postcode or both."""

    name: PersonName
    date_of_birth: PartialDate | None = None
    postcode: Annotated[str, Field(min_length=1, max_length=16)] | None = None

    @model_validator(mode="after")
    def _more_than_a_name(self) -> Self:
        if self.date_of_birth is None and self.postcode is None:
            msg = "a date of birth or a postcode, or both, beside the name"
            raise ValueError(msg)
        return self


class CandidateHeld(WireModel):
    subject_id: str
    band: Band
    reasons: tuple[str, ...]


class CandidatesHeld(WireModel):
    """The likeliest first, ten at most; with ``crowded`` others may be meant who are not here."""

    candidates: tuple[CandidateHeld, ...]
    crowded: bool


def person_sought(asked: PersonSought) -> Person:
    """Return one person to look for. Raises ``PersonNotSearchable``."""
    address = None if asked.postcode is None else AddressText((), asked.postcode)
    record = person_record(asked.name, asked.date_of_birth, address)
    people = normalise_people(record)
    if len(people) != 1 or not is_readable(record) or not is_searchable(people[0]):
        msg = "one person, with a given and a family name that can be read"
        raise PersonNotSearchable(msg)
    return people[0]


def people_router(service: str, find: FindPeople) -> APIRouter:
    """Return the route of ``service`` by which the audit finds people; the house alone asks it."""
    router = APIRouter(prefix="/v1/audit", tags=["audit"])
    governing = asked_by_the_audit(service)

    @router.post(
        "/people",
        **governing(
            essential_fields=(
                *("crowded", "candidates.subject_id", "candidates.band", "candidates.reasons"),
            )
        ),
    )
    async def create_people_search(  # pyright: ignore[reportUnusedFunction]
        body: PersonSought, desk: AtABareDesk, request: Request
    ) -> CandidatesHeld:
        """Say which subjects may be a person: the service's own ids, bands and reasons.

        Only the house asks this, for the audit. Whoever is found finds it in their own report. 503
        ``PEOPLE_UNSEARCHABLE`` rather than an answer that leaves somebody out.
        """
        person = person_sought(body)
        held = await find(chassis_of(request.scope), person)
        ranked = likely(person, held.records)
        shown = ranked[:MOST_CANDIDATES]
        desk.unit.record(
            AuditFact(
                LogOperation.AUDIT_VIEWED,
                subjects_searched=(
                    desk.pseudonyms.searched([str(person.as_json())]),
                    *(desk.pseudonyms.subject(one) for one, _ in shown),
                ),
                fields=("candidates",),
                counts={"candidates": len(shown)},
            )
        )
        return CandidatesHeld(
            candidates=tuple(
                CandidateHeld(subject_id=str(one), band=found.band, reasons=found.reasons)
                for one, found in shown
            ),
            crowded=held.crowded or len(ranked) > len(shown),
        )

    return router


_STRENGTH = (Band.NONE, Band.POSSIBLE, Band.PROBABLE, Band.CONFIRMED)


def likely(
    person: Person, records: Iterable[tuple[UUID | str, Person]]
) -> list[tuple[UUID | str, Comparison]]:
    """Return whom any record makes at least possible, by the record that says most, best first."""
    best: dict[UUID | str, Comparison] = {}
    for one, other in records:
        found = compare(person, other)
        if found.band is not Band.NONE and (one not in best or _rank(found) > _rank(best[one])):
            best[one] = found
    return sorted(best.items(), key=lambda each: _rank(each[1]), reverse=True)


def _rank(found: Comparison) -> tuple[int, float]:
    return _STRENGTH.index(found.band), found.weight_bits
