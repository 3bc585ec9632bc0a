"""What SQL cannot say of a pair (names, addresses), as one short text that SQL can cut up.

The engines call `levels_text` once a pair. Places in the text, counted from 1 as SQL does:

1 place, 2 given, 3 family, 4 middle: a letter for each level, in the order of its enumeration.
5 to 8 given, 9 to 12 family: how rare the agreeing name is, four octal digits of 64ths of a bit,
where it is not the name in the record's own column ("Jackie", known as, against "Jackie").
Otherwise NONE: there Splink's own adjustment by term frequency does it.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from json import loads

from ppit_matching.people.person import Person
from ppit_matching.scoring.compare import RARE_OR_SWAPPED
from ppit_matching.scoring.evidence import Evidence, gather
from ppit_matching.scoring.levels import PlaceLevel
from ppit_matching.scoring.model import Model
from ppit_matching.scoring.name_levels import NameMatch

FUNCTION = "ppit_levels"
"""The name under which the engines know `levels_text`."""
PLACE, GIVEN, FAMILY, MIDDLE, GIVEN_RARITY, FAMILY_RARITY = 1, 2, 3, 4, 5, 9
NONE = "-"
DIGIT_BITS = (8.0, 1.0, 1 / 8, 1 / 64)
"""What one is worth at each digit of a rarity: two names are at most 1/64 of a bit off together."""
SAME_PLACE = chr(ord("A") + len(PlaceLevel))
"""Stands for a door at which first name and date of birth agree too (`Evidence.same_place`)."""
HOME_BY_PHONE = chr(ord(SAME_PLACE) + 1)
"""Stands for any place but a door where the telephone tells of one home."""
BASE = 8
NO_RARITY = NONE * len(DIGIT_BITS)
RAREST = BASE ** len(DIGIT_BITS) - 1


def coded(level: StrEnum) -> str:
    """Return the letter of a level."""
    return chr(ord("A") + list(type(level)).index(level))


def main_given(person: Person) -> str | None:
    """Return the name that stands in the record's column: the first that the person is called."""
    return next(iter((*person.given, *person.known_as)), None)


def main_family(person: Person) -> str | None:
    return person.family[-1] if person.family else None


def levels_text(one: str, other: str, model: Model) -> str:
    """Compare two people, each the text of `Person.as_json`; raises MalformedRecord."""
    query, record = _person(one), _person(other)
    evidence = gather(query, record)
    weights = model.household if evidence.within_household else model.strangers
    given, family = evidence.given, evidence.family
    letters = _place(evidence) + "".join(map(coded, (given.level, family.level, evidence.middle)))
    if not weights.by_rarity:
        return letters + NO_RARITY * 2
    mains = {main_given(query), main_given(record)}, {main_family(query), main_family(record)}
    shares = model.shares
    return (
        letters
        + _rarity(given, mains[0], shares.given_bits)
        + _rarity(family, mains[1], shares.family_bits)
    )


def _place(evidence: Evidence) -> str:
    if evidence.home_by_phone:
        return HOME_BY_PHONE
    return SAME_PLACE if evidence.same_place else coded(evidence.place)


@lru_cache(maxsize=65_536)
def _person(text: str) -> Person:
    return Person.from_json(loads(text))


def _rarity(match: NameMatch, mains: set[str | None], bits_of: Callable[[str], float]) -> str:
    if match.level not in RARE_OR_SWAPPED or {match.name, match.other} == mains:
        return NO_RARITY
    bits = min(bits_of(match.name), bits_of(match.other))
    return f"{min(round(bits / DIGIT_BITS[-1]), RAREST):04o}"
