"""When a match may be CONFIRMED: high probability is not enough, twins have it too.

A confirmed match shows one person's history to an officer at the door, so all of this must hold:

1. The first name is the same, another form of it, or a slip of the pen that no second name
   explains (twins called Jayden and Hayden share all else). An initial never confirms.
2. The family name is the same, sounds alike, is typed nearly so, is one part of it, or a former
   one. A changed family name without a record of the change stays PROBABLE.
3. The full date of birth is the same. Day and month swapped, or one digit of them wrong, confirm
   only with the same address; another year never does (father and son). The first of January
   does not count as a full date: registers write it for "year only".
4. Fewer than one other person in a thousand such cases could be the one: the people living in
   the smallest area in which both addresses agree (the whole country if they do not), times the
   shares of both names, over the days on which they may be born. So the same name and date of
   birth alone confirm only a rare name; John Smith stays PROBABLE.
5. Nothing says otherwise: no "junior" against "senior", no other middle name, no joint row.
"""

from rapidfuzz.distance import OSA

from ppit_matching.evidence import Evidence
from ppit_matching.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_matching.name_levels import NameMatch
from ppit_matching.rarity import family_share, given_share, is_known_given

# People in the area that an agreement of addresses leaves: the country, then Royal Mail's units
# at their usual sizes.
PEOPLE = {
    PlaceLevel.MISSING: 67_000_000,
    PlaceLevel.APART: 67_000_000,
    PlaceLevel.DISTRICT: 30_000,
    PlaceLevel.SECTOR: 8_000,
    PlaceLevel.POSTCODE: 50,
    PlaceLevel.BUILDING: 50,
    PlaceLevel.DOOR: 4,
}
BIRTHDAYS = 80 * 365.25
MOST_NAMESAKES = 0.001
# A slip or another form lets in this many times the people that the very name does.
INEXACT_FACTOR = 4.0
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
SAME_GIVEN = frozenset({NameLevel.EQUAL, NameLevel.FORM, NameLevel.SWAPPED})
SLIPS_OF_DATE = frozenset({DateLevel.SWAPPED, DateLevel.ONE_EDIT})


def may_be_confirmed(evidence: Evidence) -> bool:
    """Tell whether nothing but that very person can be meant."""
    if OtherLevel.DISAGREES in {evidence.generation, evidence.middle}:
        return False
    if evidence.family.level not in SAME_FAMILY or not _same_given(evidence.given):
        return False
    return _same_date(evidence) and namesakes(evidence) < MOST_NAMESAKES


def _same_given(given: NameMatch) -> bool:
    if given.level in SAME_GIVEN:
        return True
    return given.level is NameLevel.TYPO and _is_slip(given.name, given.other)


def _is_slip(one: str, other: str) -> bool:
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


def namesakes(evidence: Evidence) -> float:
    """Return how many others of that name and birthday to expect where the addresses agree."""
    given, family = evidence.given, evidence.family
    share = max(given_share(given.name), given_share(given.other))
    share *= max(family_share(family.name), family_share(family.other))
    if given.level is not NameLevel.EQUAL:
        share *= INEXACT_FACTOR
    if family.level is not NameLevel.EQUAL:
        share *= INEXACT_FACTOR
    return PEOPLE[evidence.place] * share / BIRTHDAYS
