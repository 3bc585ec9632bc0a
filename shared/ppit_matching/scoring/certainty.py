"""When a match may be CONFIRMED: high probability is not enough, twins have it too.

A confirmed match shows one person's history to an officer at the door, so all of this must hold:

1. The first name is the same, another form of it, or a slip of the pen that no second name
   explains (twins called Jayden and Hayden share all else). An initial never confirms. Of people
   born since parents began to register pet names, another form does not either: their twins are
   called Eleanor and Ellie.
2. The family name is the same, sounds alike, is typed nearly so, is one part of it, or a former
   one. A changed family name without a record of the change stays PROBABLE.
3. The full date of birth is the same. Day and month swapped, or one digit of them wrong, confirm
   only at the same door; another year never does (father and son). The first of January does not
   count as a full date: registers write it for "year only".
4. The address agrees to the postcode at least, or the phone, the e-mail address or the National
   Insurance number does. The same name and date of birth
   alone never confirm, however rare the name: rarity in the country says nothing about a family
   or a community that passes names on, and it is estimated. Someone who moved is PROBABLE.
5. Nothing says otherwise: no "junior" against "senior", no other middle name, sex or National
   Insurance number, no joint row.
"""

from rapidfuzz.distance import OSA

from ppit_matching.names.rarity import is_known_given
from ppit_matching.scoring.evidence import Evidence
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel

# Jack, Harry, Ellie and Katie rose into the registers of births around this year.
PET_NAMES_REGISTERED_SINCE = 1990
SHORTEST_SLIP = 5
SAME_FAMILY = frozenset(
    {
        NameLevel.EQUAL,
        NameLevel.SOUND,
        NameLevel.TYPO,
        NameLevel.PART,
        NameLevel.FORMER,
        NameLevel.SWAPPED,
    }
)
SAME_GIVEN = frozenset({NameLevel.EQUAL, NameLevel.SWAPPED})
SLIPS_OF_DATE = frozenset({DateLevel.SWAPPED, DateLevel.ONE_EDIT})
SAME_PLACE = frozenset({PlaceLevel.DOOR, PlaceLevel.BUILDING, PlaceLevel.POSTCODE})


def may_be_confirmed(evidence: Evidence) -> bool:
    """Tell whether nothing but that very person can be meant."""
    if evidence.joint or OtherLevel.DISAGREES in _what_must_not_disagree(evidence):
        return False
    if evidence.family.level not in SAME_FAMILY or not _same_given(evidence):
        return False
    contacts = {evidence.phone, evidence.email, evidence.national_insurance}
    placed = evidence.place in SAME_PLACE or OtherLevel.AGREES in contacts
    return placed and _same_date(evidence)


def _what_must_not_disagree(evidence: Evidence) -> set[OtherLevel]:
    return {evidence.generation, evidence.middle, evidence.sex, evidence.national_insurance}


def _same_given(evidence: Evidence) -> bool:
    given = evidence.given
    if given.level is NameLevel.FORM:
        return evidence.latest_year < PET_NAMES_REGISTERED_SINCE
    if given.level is NameLevel.TYPO:
        return is_slip(given.name, given.other)
    return given.level in SAME_GIVEN


def is_slip(one: str, other: str) -> bool:
    """Tell a typing error from a twin's name: one edit, not of the first letter, of a long name,
    and exactly one of the two is a name that people bear.
    """
    return (
        one[0] == other[0]
        and min(len(one), len(other)) >= SHORTEST_SLIP
        and is_known_given(one) != is_known_given(other)
        and OSA.distance(one, other, score_cutoff=1) <= 1
    )


def _same_date(evidence: Evidence) -> bool:
    if evidence.born is DateLevel.EQUAL:
        return True
    return evidence.born in SLIPS_OF_DATE and evidence.place is PlaceLevel.DOOR
