"""Compare two addresses of people."""

from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.fit import Fit, fit
from ppit_matching.addresses.premises import Flat
from ppit_matching.scoring.levels import PlaceLevel

PLACED = 4.0
NEARLY, SAME_WORDS = 0.92, 85.0


def place_level(one: Address | None, other: Address | None) -> PlaceLevel:
    """Return how near the addresses are."""
    if one is None or other is None:
        return PlaceLevel.MISSING
    found = fit(one, other) if _may_be_one_door(one, other) else None
    if found is not None and found.points >= PLACED:
        return _door(found)
    return _by_street_and_postcode(one, other)


def _may_be_one_door(one: Address, other: Address) -> bool:
    """Spare the costly comparison for most strangers: their postcodes lie in other districts."""
    if one.district and other.district and one.district != other.district:
        return one.street is not None and one.number == other.number
    return one.has_door and other.has_door


def _door(found: Fit) -> PlaceLevel:
    return PlaceLevel.DOOR if found.flat is Flat.SAME else PlaceLevel.BUILDING


def _by_street_and_postcode(one: Address, other: Address) -> PlaceLevel:
    postcode = _by_postcode(one.postcode, other.postcode)
    if postcode is PlaceLevel.POSTCODE:
        return postcode
    near, same_town = postcode is PlaceLevel.SECTOR, is_same_town(one.place, other.place)
    if (near or same_town) and is_same_street(one.street, other.street):
        return PlaceLevel.STREET
    return PlaceLevel.TOWN if same_town and not near else postcode


def is_same_street(one: str | None, other: str | None) -> bool:
    """Tell whether two streets have one name, give or take a slip of the pen."""
    if not one or not other:
        return False
    return one == other or JaroWinkler.similarity(one, other, score_cutoff=NEARLY) >= NEARLY


@lru_cache(maxsize=65_536)
def is_same_town(one: str | None, other: str | None) -> bool:
    """Tell whether the words of one place are nearly all among the other's."""
    if not one or not other:
        return False
    return one == other or fuzz.token_set_ratio(one, other) >= SAME_WORDS


def _by_postcode(one: str | None, other: str | None) -> PlaceLevel:
    if one is None or other is None:
        return PlaceLevel.MISSING
    if one == other:
        return PlaceLevel.POSTCODE
    if is_near(one, other):
        return PlaceLevel.SECTOR
    return PlaceLevel.DISTRICT if one.split(" ")[0] == other.split(" ")[0] else PlaceLevel.APART


def is_near(one: str, other: str) -> bool:
    """Tell whether two postcodes are of one sector; or, of other lands, differ in one sign."""
    if " " in one and " " in other:
        return one[:-2] == other[:-2]
    return OSA.distance(one, other, score_cutoff=1) <= 1
