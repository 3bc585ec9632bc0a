"""How well one gazetteer address fits an address as typed."""

from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ppit_matching.address import Address
from ppit_matching.address_words import FLOORS, STREET_TYPES

FLOOR_NAMES = frozenset(FLOORS.values())
LOOK_ALIKES = str.maketrans("ilo", "110")
NAME_ALIKE = 0.85
OTHER_STREET_TYPE = 0.75
# Points for where the door lies. Four name a place: a postcode, or a street, or a misspelt
# street and its town. They are judgement, fixed before any figure of the benchmark was read.
STREET_POINTS = ((0.98, 4.0), (0.85, 3.0), (0.7, 1.5), (0.5, -1.0))
OTHER_STREET = -3.0
POSTCODE_SAME, POSTCODE_NEAR, SECTOR_SAME, DISTRICT_SAME, POSTCODE_OTHER = 4.0, 2.5, 2.0, 1.0, -2.0
PLACE_SAME, PLACE_OTHER = 2.0, -1.0


class Flat(IntEnum):
    """How the flats stand to one another; the better, the higher."""

    OTHER = 0
    HOUSE_ONLY = 1  # a flat was asked for, the gazetteer has the house
    PERHAPS = 2  # "basement flat" may be flat 1
    UNSAID_LETTER = 3  # 14 was asked for, the gazetteer has 14a
    UNSAID = 4  # no flat was asked for, the gazetteer has flats
    LOOKS_SAME = 5  # "Flat I" may be flat 1
    SAME = 6


@dataclass(frozen=True, slots=True)
class Fit:
    """`points` say how well the place fits; `exact` that nothing had to be forgiven."""

    flat: Flat
    points: float
    exact: bool


def fit(query: Address, door: Address) -> Fit | None:
    """Return how the door fits, or None if it is certainly another one."""
    premises = _premises(query, door)
    if premises is None:
        return None
    flat, plain = premises
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


def _premises(query: Address, door: Address) -> tuple[Flat, bool] | None:
    """Compare numbers and names of houses; the flag says that they were written alike."""
    if query.number and door.number:
        plain = _flats(query.flat, door.flat) if query.number == door.number else Flat.OTHER
        if plain is not Flat.OTHER:
            return plain, True
        return _lettered(query, door)
    if query.building and door.building and _alike(query.building, door.building):
        flat = _flats(query.flat or query.number, door.flat or door.number)
        return None if flat is Flat.OTHER else (flat, query.building == door.building)
    return _crossed(query, door) or _crossed(door, query)


def _flats(asked: str | None, held: str | None) -> Flat:
    if asked == held:
        return Flat.SAME
    if asked is None:
        return Flat.UNSAID
    if held is None:
        return Flat.HOUSE_ONLY
    if asked.translate(LOOK_ALIKES) == held.translate(LOOK_ALIKES):
        return Flat.LOOKS_SAME
    return Flat.PERHAPS if asked in FLOOR_NAMES or held in FLOOR_NAMES else Flat.OTHER


def _lettered(query: Address, door: Address) -> tuple[Flat, bool] | None:
    """Take "14b" for flat b of 14, "Flat 2b, 14" for 14 flat 2b, and 12 for one of 12-14."""
    asked_number, asked_flat = _with_letter_as_flat(query)
    held_number, held_flat = _with_letter_as_flat(door)
    if asked_number != held_number and not _in_range(asked_number, held_number):
        return None
    flat = _flats(asked_flat, held_flat)
    if flat is Flat.OTHER:
        return None
    return (Flat.UNSAID_LETTER if flat is Flat.UNSAID else flat), False


def _with_letter_as_flat(address: Address) -> tuple[str, str | None]:
    number = address.number or ""
    if address.flat is None and number[-1:].isalpha() and number[:-1].isdigit():
        return number[:-1], number[-1]
    return number, address.flat


def _in_range(one: str, other: str) -> bool:
    """Tell whether either is an end of the other's range of numbers."""
    return one in other.split("-") or other in one.split("-")


def _crossed(one: Address, other: Address) -> tuple[Flat, bool] | None:
    """Take "2 Hawthorn Court" for flat 2 of the building Hawthorn Court."""
    if not one.street or not other.building or one.building:
        return None
    if not _alike(one.street, other.building) or not (one.number or one.flat):
        return None
    flat = _flats(one.number or one.flat, other.flat or other.number)
    return (flat, False) if flat is Flat.SAME else None


def _alike(one: str, other: str) -> bool:
    return one == other or _name_similarity(one, other) >= NAME_ALIKE


def _name_similarity(one: str, other: str) -> float:
    packed = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    return max(packed, fuzz.token_sort_ratio(one, other)) / 100


def street_similarity(one: str, other: str) -> float:
    """Return 0 to 1; a street is not the road of the same name, but may be one typed badly."""
    bare_one, type_one = _without_type(one)
    bare_other, type_other = _without_type(other)
    whole = _name_similarity(one, other)
    if type_one == type_other:
        return min(whole, _name_similarity(bare_one, bare_other))
    bare = _name_similarity(bare_one, bare_other)
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
        if building and _alike(street, building):
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
