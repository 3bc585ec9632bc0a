"""Whether somebody is protected: three states, and whoever may be counts as protected."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from ppit_matching import (
    Band,
    Comparison,
    Person,
    PersonRecord,
    compare,
    is_readable,
    normalise_people,
)
from ppit_victims.domain.reading import is_findable
from ppit_victims.domain.rows import AddressTyped


class Protected(StrEnum):
    PROTECTED = "PROTECTED"
    NOT_PROTECTED = "NOT_PROTECTED"
    UNABLE_TO_CHECK = "UNABLE_TO_CHECK"


_PROTECTS = frozenset({Band.CONFIRMED, Band.PROBABLE})
_SOMEBODY_ELSE = frozenset(
    {
        *("first name different", "surname different", "surname a little alike"),
        *("first name a little alike", "date of birth different", "born a generation apart"),
        *("date of birth differs in two digits", "same year of birth"),
    }
)


def people_asked(
    asked: Sequence[tuple[PersonRecord, AddressTyped]],
) -> list[tuple[Person, AddressTyped]] | None:
    """Return everyone a question may mean, at each of the addresses given.

    None where too little was given, or too little can be read, to rule anybody out.
    """
    if not asked or not all(is_readable(record) for record, _ in asked):
        return None
    people = [(person, at) for record, at in asked for person in normalise_people(record)]
    return people if all(_is_enough(person, at) for person, at in people) else None


def judge(
    asked: Sequence[Person], known: Sequence[tuple[UUID, Person]], *, crowded: bool
) -> Protected:
    """Compare with every record of everyone protected who shares a key with the person asked for.

    A probable match counts as protected. A possible one, a namesake whose date of birth does not
    tell them apart, and a crowd in which somebody may stand unseen mean that nobody could look:
    none ever reads as "not protected". Whoever fled is sought under the address that they fled.
    """
    matches = [compare(person, record) for person in asked for _, record in known]
    if any(match.band in _PROTECTS for match in matches):
        return Protected.PROTECTED
    if crowded or any(match.band is Band.POSSIBLE or _bears_the_name(match) for match in matches):
        return Protected.UNABLE_TO_CHECK
    return Protected.NOT_PROTECTED


def _bears_the_name(match: Comparison) -> bool:
    told = frozenset(match.reasons)
    first = any("first name" in reason for reason in told)
    family = any("surname" in reason for reason in told)
    return first and family and told.isdisjoint(_SOMEBODY_ELSE)


def _is_enough(person: Person, at: AddressTyped) -> bool:
    whole = any(len(name) > 1 for name in person.given) and bool(person.family)
    return whole and is_findable(person, at.uprn)
