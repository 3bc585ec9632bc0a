"""From what was typed to the markers that speak to it: address first, then people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ppit_matching import Address, Person
from ppit_officer_safety.domain.advice import HeldMarker, Match
from ppit_officer_safety.domain.codes import MatchBasis, UnableReason
from ppit_officer_safety.domain.people import Nominal, PeopleFound, all_searchable, find_people
from ppit_platform.gazetteer.place import Door, Located, PlaceStatus, locate

_PLACE_SHORTFALLS = {
    PlaceStatus.AMBIGUOUS: UnableReason.ADDRESS_NOT_RESOLVED,
    PlaceStatus.NOT_FOUND: UnableReason.ADDRESS_NOT_RESOLVED,
    PlaceStatus.INSUFFICIENT: UnableReason.INSUFFICIENT_INPUT,
}


@dataclass(frozen=True, slots=True)
class Query:
    """One visit, normalised. ``at_the_door`` makes whoever lives there matter, named or not."""

    uprn: str | None
    address: Address | None
    people: tuple[Person, ...]
    at_the_door: bool
    names_read: bool = True
    """False where a part of a name could not be read: what is left rules nobody out."""

    @property
    def gives_place(self) -> bool:
        return self.uprn is not None or self.address is not None


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the register and the gazetteer hold that might answer one visit.

    ``crowded_doors``: all that was typed is shared by more doors than anyone would look through.
    ``crowded_people``: some of it is shared by more people than were looked at.
    """

    doors: Mapping[str, Door]
    nominals: tuple[Nominal, ...]
    markers: tuple[HeldMarker, ...]
    parents: Mapping[str, str]
    """UPRN of an address near these doors to the building or site that it stands in."""
    crowded_doors: bool
    crowded_people: bool


@dataclass(frozen=True, slots=True)
class Identified:
    """``outside`` counts doors that the agreement's areas do not cover; nothing is said of them."""

    matches: tuple[Match, ...]
    shortfalls: frozenset[UnableReason]
    outside: int
    door: Door | None


def identify(query: Query, candidates: Candidates, areas: frozenset[str]) -> Identified:
    """Find the markers for one visit; ``areas`` are the districts that the caller may ask about.

    A person's markers follow the person from any district; an address outside of the areas is
    refused whole (Clift v Slough [2010] EWCA Civ 1171).
    """
    place = locate(query.uprn, query.address, candidates.doors, crowded=candidates.crowded_doors)
    permitted = tuple(door for door in place.doors if door.area_gss in areas)
    outside = len(place.doors) - len(permitted)
    if outside and not permitted:
        refused = frozenset({UnableReason.NOT_PERMITTED_FOR_PURPOSE})
        return Identified((), refused, outside, None)
    place = replace(place, doors=permitted)
    door = place.doors[0] if place.certain else None
    people = find_people(_with_address(query.people, door), candidates.nominals)
    matches = (
        *_by_people(people, candidates),
        *_at_place(place, candidates, occupants=query.at_the_door or not query.people),
    )
    shortfalls = _shortfalls(query, place, people, crowded=candidates.crowded_people)
    return Identified(_surest(matches), shortfalls, outside, door)


def _with_address(people: tuple[Person, ...], door: Door | None) -> tuple[Person, ...]:
    if door is None:
        return people
    return tuple(replace(person, address=door.address) for person in people)


def _by_people(people: PeopleFound, candidates: Candidates) -> list[Match]:
    confirmed = MatchBasis.PERSON_CONFIRMED
    return [
        Match(marker, confirmed, certain=True)
        if marker.nominal_id in people.confirmed
        else Match(marker, MatchBasis.PERSON_PROBABLE, certain=False)
        for marker in candidates.markers
        if marker.nominal_id in people.confirmed | people.probable
    ]


def _at_place(place: Located, candidates: Candidates, *, occupants: bool) -> list[Match]:
    lives_at = {each.nominal_id: each.uprn for each in candidates.nominals} if occupants else {}
    here = {door.uprn for door in place.doors}
    around = {above for uprn in here for above in _standing_in(uprn, candidates.parents)}
    basis = MatchBasis.UPRN_EXACT if place.exact else MatchBasis.ADDRESS_FUZZY
    matches: list[Match] = []
    for marker in candidates.markers:
        home = lives_at.get(marker.nominal_id) if marker.nominal_id is not None else None
        uprn = marker.uprn or home
        if uprn is None:
            continue
        if uprn in here or (uprn == marker.uprn and uprn in around):
            matches.append(Match(marker, basis, certain=place.certain))
        elif uprn in around or not here.isdisjoint(_standing_in(uprn, candidates.parents)):
            # Somewhere in the same building: whoever lives there may be behind another door.
            matches.append(Match(marker, MatchBasis.ADDRESS_FUZZY, certain=False))
    return matches


def _standing_in(uprn: str, parents: Mapping[str, str]) -> set[str]:
    """Return the building, block and site that an address stands in, however many there are."""
    found: set[str] = set()
    above = parents.get(uprn)
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return found


def _surest(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    order = list(MatchBasis)
    ranked = sorted(matches, key=lambda match: (not match.certain, order.index(match.basis)))
    best: dict[object, Match] = {}
    for match in ranked:
        best.setdefault(match.marker.marker_id, match)
    return tuple(best.values())


def _shortfalls(
    query: Query, place: Located, people: PeopleFound, *, crowded: bool
) -> frozenset[UnableReason]:
    found: set[UnableReason] = set()
    if place.status in _PLACE_SHORTFALLS:
        found.add(_PLACE_SHORTFALLS[place.status])
    nothing_given = not query.gives_place and not query.people
    searchable = query.names_read and all_searchable(query.people)
    if nothing_given or crowded or not searchable:
        found.add(UnableReason.INSUFFICIENT_INPUT)
    if people.unsure:
        found.add(UnableReason.PERSON_NOT_RESOLVED)
    return frozenset(found)
