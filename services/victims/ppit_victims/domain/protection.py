"""Whether somebody is protected: three states, and whoever may be counts as protected."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from uuid import UUID

from ppit_matching import Band, Person, PersonRecord, is_readable, normalise_people
from ppit_victims.domain.linking import best_of
from ppit_victims.domain.reading import is_findable
from ppit_victims.domain.rows import AddressTyped


class Protected(StrEnum):
    PROTECTED = "PROTECTED"
    NOT_PROTECTED = "NOT_PROTECTED"
    UNABLE_TO_CHECK = "UNABLE_TO_CHECK"


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
    asked: Sequence[Person], known: Iterable[tuple[UUID, Person]], *, crowded: bool
) -> Protected:
    """Compare with every record of everyone protected who shares a key with the person asked for.

    A probable match counts as protected. A possible one, and a crowd in which somebody may stand
    unseen, mean that nobody could look: neither ever reads as "not protected".
    """
    held = list(known)
    bands = {match.band for person in asked for match in best_of(person, held).values()}
    if bands & {Band.CONFIRMED, Band.PROBABLE}:
        return Protected.PROTECTED
    if crowded or Band.POSSIBLE in bands:
        return Protected.UNABLE_TO_CHECK
    return Protected.NOT_PROTECTED


def _is_enough(person: Person, at: AddressTyped) -> bool:
    whole = any(len(name) > 1 for name in person.given) and bool(person.family)
    return whole and is_findable(person, at.uprn)
