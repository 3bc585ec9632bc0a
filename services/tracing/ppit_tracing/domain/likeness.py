"""How one record's name and birthday stand to a debtor's: the words that identity is decided in."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from ppit_matching import Person
from ppit_matching.scoring.certainty import (
    PET_NAMES_REGISTERED_SINCE,
    SAME_FAMILY,
    SAME_GIVEN,
    is_slip,
    may_be_confirmed,
)
from ppit_matching.scoring.evidence import Evidence, gather
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel


class NameSays(IntEnum):
    """SAME is the whole name; WEAK could be it; OTHER could not."""

    OTHER = 0
    WEAK = 1
    SAME = 2


class BirthdaySays(IntEnum):
    CONTRADICTS = 0
    NOTHING = 1
    SLIP = 2
    SAME = 3


_SLIPS = frozenset({DateLevel.SWAPPED, DateLevel.ONE_EDIT})
_PARTIAL = frozenset(
    {
        DateLevel.MISSING,
        DateLevel.PARTIAL,
        DateLevel.MONTH_AND_YEAR,
        DateLevel.PERHAPS_YEAR,
    }
)
_WEAK = frozenset(
    {
        NameLevel.MISSING,
        NameLevel.INITIAL,
        NameLevel.TYPO,
        NameLevel.SOUND,
        NameLevel.PART,
        NameLevel.FORM,
        NameLevel.FORMER,
        NameLevel.CLOSE,
        NameLevel.ELSEWHERE,
    }
)


@dataclass(frozen=True, slots=True)
class Likeness:
    name: NameSays
    birthday: BirthdaySays
    confirmed: bool
    """The matching rule itself would call them one person."""
    given: bool
    """The first names at least are the same: a family name may have changed."""


@lru_cache(maxsize=4096)
def likeness(debtor: Person, record: Person) -> Likeness:
    """Compare two people; a chunk asks of the same two several times."""
    evidence = gather(debtor, record)
    return Likeness(
        _name(evidence),
        _birthday(evidence.born),
        may_be_confirmed(evidence),
        evidence.given.level in SAME_GIVEN,
    )


def _name(evidence: Evidence) -> NameSays:
    if OtherLevel.DISAGREES in {evidence.generation, evidence.middle}:
        return NameSays.OTHER
    given, family = evidence.given, evidence.family
    if family.level not in SAME_FAMILY:
        return NameSays.OTHER
    if given.level in SAME_GIVEN or (
        given.level is NameLevel.TYPO and is_slip(given.name, given.other)
    ):
        return NameSays.SAME
    if given.level is NameLevel.FORM and 0 < evidence.latest_year < PET_NAMES_REGISTERED_SINCE:
        return NameSays.SAME
    return NameSays.WEAK if given.level in _WEAK else NameSays.OTHER


def _birthday(level: DateLevel) -> BirthdaySays:
    if level is DateLevel.EQUAL:
        return BirthdaySays.SAME
    if level in _SLIPS:
        return BirthdaySays.SLIP
    return BirthdaySays.NOTHING if level in _PARTIAL else BirthdaySays.CONTRADICTS
