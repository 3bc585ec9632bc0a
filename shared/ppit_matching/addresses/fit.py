"""How well one gazetteer address fits an address as typed."""

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.premises import NAME_ALIKE, Flat, alike, name_similarity, premises
from ppit_matching.addresses.words import STREET_TYPES

OTHER_STREET_TYPE = 0.75
# Points for where the door lies. Four name a place: a postcode, or a street, or a misspelt
# street and its town. They are judgement, not learnt; POSTCODE_NEAR was lowered once so that a real
# neighbouring postcode does not outweigh a street that exists.
STREET_POINTS = ((0.98, 4.0), (0.85, 3.0), (0.7, 1.5), (0.5, -1.0))
OTHER_STREET = -3.0
POSTCODE_SAME, POSTCODE_NEAR, SECTOR_SAME, DISTRICT_SAME, POSTCODE_OTHER = 4.0, 2.5, 2.0, 1.0, -2.0
PLACE_SAME, PLACE_OTHER = 2.0, -1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """`points` say how well the place fits; `exact` that nothing had to be forgiven."""

    flat: Flat
    points: float
    exact: bool


def fit(query: Address, door: Address) -> Fit | None:
    """Return how the door fits, or None if it is certainly another one."""
    house = premises(query, door)
    if house is None:
        return None
    flat, plain = house
    street = _street_points(query, door)
    points = street + _postcode_points(query, door) + _place_points(query, door)
    exact = plain and flat is Flat.SAME and _same_place(query, door)
    return Fit(flat, points, exact)


def _same_place(query: Address, door: Address) -> bool:
    return (
        query.street == door.street
        and query.building == door.building
        and query.postcode == door.postcode
        and _place_points(query, door) >= 0
    )


def street_similarity(one: str, other: str) -> float:
    """Return 0 to 1; a street is not the road of the same name, but may be one typed badly."""
    bare_one, type_one = _without_type(one)
    bare_other, type_other = _without_type(other)
    whole = name_similarity(one, other)
    if type_one == type_other:
        return min(whole, name_similarity(bare_one, bare_other))
    bare = name_similarity(bare_one, bare_other)
    if type_one is None or type_other is None:
        return max(whole, bare * 0.95)
    return bare * OTHER_STREET_TYPE


def _without_type(street: str) -> tuple[str, str | None]:
    name, space, last = street.rpartition(" ")
    return (name, last) if space and last in STREET_TYPES else (street, None)


def _street_points(query: Address, door: Address) -> float:
    asked, held = query.street, door.street
    if asked is None or held is None:
        return _unparsed_street_points(query, door)
    if asked == held:
        return STREET_POINTS[0][1]
    for street, building in ((asked, door.building), (held, query.building)):
        if building and alike(street, building):
            return STREET_POINTS[1][1]
    similarity = street_similarity(asked, held)
    found = (points for bound, points in STREET_POINTS if similarity >= bound)
    return next(found, OTHER_STREET)


def _unparsed_street_points(query: Address, door: Address) -> float:
    """Look for the one street among the other's words, where parsing took it for a place."""
    street = query.street or door.street
    other = door if query.street else query
    text = f"{other.building or ''} {other.place or ''}".strip()
    if not street or not text:
        return 0.0
    alike = fuzz.partial_ratio(street, text) / 100 >= NAME_ALIKE
    return STREET_POINTS[1][1] if alike else 0.0


def _postcode_points(query: Address, door: Address) -> float:
    asked, held = query.postcode, door.postcode
    if asked is None or held is None:
        return 0.0
    if asked == held:
        return POSTCODE_SAME
    if OSA.distance(asked, held, score_cutoff=1) <= 1:
        return POSTCODE_NEAR
    if query.sector == door.sector:
        return SECTOR_SAME
    return DISTRICT_SAME if query.district == door.district else POSTCODE_OTHER


def _place_points(query: Address, door: Address) -> float:
    if not query.place or not door.place:
        return 0.0
    alike = fuzz.token_set_ratio(query.place, door.place) / 100 >= NAME_ALIKE
    return PLACE_SAME if alike else PLACE_OTHER
