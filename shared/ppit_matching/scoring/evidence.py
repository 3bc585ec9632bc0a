"""All levels of one pair of people, found once and then weighed, judged and put in words."""

from typing import NamedTuple

from ppit_matching.people.person import Person
from ppit_matching.scoring.date_levels import date_level
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.name_levels import (
    NameMatch,
    family_match,
    given_level,
    given_match,
    is_swapped,
)
from ppit_matching.scoring.place_levels import place_level

SAME_MIDDLE = frozenset(
    {NameLevel.EQUAL, NameLevel.FORM, NameLevel.TYPO, NameLevel.SOUND, NameLevel.INITIAL}
)
CONTRADICTIONS = frozenset(
    {DateLevel.DIFFERENT, DateLevel.GENERATION, DateLevel.YEAR_ONLY, DateLevel.TWO_EDITS}
)
SAME_YEAR = frozenset(
    {
        DateLevel.EQUAL,
        DateLevel.SWAPPED,
        DateLevel.ONE_EDIT,
        DateLevel.MONTH_AND_YEAR,
        DateLevel.PARTIAL,
        DateLevel.PERHAPS_YEAR,
        DateLevel.YEAR_ONLY,
    }
)
STRONG = frozenset({NameLevel.EQUAL, NameLevel.FORM, NameLevel.FORMER, NameLevel.TYPO})


class Evidence(NamedTuple):
    """How each field of the two people stands; `latest_year` is the younger's year of birth."""

    given: NameMatch
    family: NameMatch
    born: DateLevel
    place: PlaceLevel
    phone: OtherLevel
    email: OtherLevel
    national_insurance: OtherLevel
    sex: OtherLevel
    middle: OtherLevel
    generation: OtherLevel
    joint: bool
    latest_year: int

    @property
    def within_household(self) -> bool:
        """Whether these may be two people of one home, who share what others do not."""
        same = self.given.level is NameLevel.EQUAL and self.born is DateLevel.EQUAL
        return not same and (self.place is PlaceLevel.DOOR or self.phone is OtherLevel.AGREES)

    @property
    def home_by_phone(self) -> bool:
        """Whether the telephone alone tells of one home, which one of the two may have left."""
        return self.within_household and self.place is not PlaceLevel.DOOR

    @property
    def same_place(self) -> bool:
        """Whether these are of one home and nobody else of it can be meant."""
        return self.place is PlaceLevel.DOOR and not self.within_household


def gather(query: Person, record: Person) -> Evidence:
    """Compare every field; symmetrical."""
    given, family = given_match(query, record), family_match(query, record)
    doubtful = given.level not in STRONG or family.level not in STRONG
    if doubtful and is_swapped(query, record):
        given = NameMatch(NameLevel.SWAPPED, query.given[0], record.given[0])
        family = NameMatch(NameLevel.SWAPPED, query.family[-1], record.family[-1])
    return Evidence(
        given,
        family,
        _born(query, record),
        place_level(query.address, record.address),
        _agreement(query.phone, record.phone),
        _agreement(query.email, record.email),
        _agreement(query.national_insurance, record.national_insurance),
        _sex(query, record),
        _middle(query.given[1:], record.given[1:]),
        _agreement(query.generation, record.generation),
        query.joint or record.joint,
        max(query.born.year or 0, record.born.year or 0),
    )


def _born(query: Person, record: Person) -> DateLevel:
    """Compare dates; a joint row's date may be the other member's, so it cannot contradict."""
    level = date_level(query.born, record.born)
    shared = query.joint or record.joint
    against = level in CONTRADICTIONS
    return DateLevel.MISSING if shared and against else level


def _sex(query: Person, record: Person) -> OtherLevel:
    """Compare sexes; a joint row's may be the other member's."""
    if query.joint or record.joint:
        return OtherLevel.MISSING
    return _agreement(query.sex, record.sex)


def _agreement(one: str | None, other: str | None) -> OtherLevel:
    if not one or not other:
        return OtherLevel.MISSING
    return OtherLevel.AGREES if one == other else OtherLevel.DISAGREES


def _middle(ours: tuple[str, ...], theirs: tuple[str, ...]) -> OtherLevel:
    """Compare middle names, an initial with the name that it may stand for."""
    if not ours or not theirs:
        return OtherLevel.MISSING
    for one in ours:
        for other in theirs:
            if given_level(one, other) in SAME_MIDDLE:
                return OtherLevel.AGREES
    return OtherLevel.DISAGREES
