"""Compare two addresses of people."""

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.fit import Fit, fit
from ppit_matching.addresses.premises import Flat
from ppit_matching.scoring.levels import PlaceLevel

PLACED = 4.0


def place_level(one: Address | None, other: Address | None) -> PlaceLevel:
    """Return how near the addresses are."""
    if one is None or other is None:
        return PlaceLevel.MISSING
    found = fit(one, other) if _may_be_one_door(one, other) else None
    if found is not None and found.points >= PLACED:
        return _door(found)
    return _by_postcode(one, other)


def _may_be_one_door(one: Address, other: Address) -> bool:
    """Spare the costly comparison for most strangers: their postcodes lie in other districts."""
    if one.district and other.district and one.district != other.district:
        return one.street is not None and one.number == other.number
    return one.has_door and other.has_door


def _door(found: Fit) -> PlaceLevel:
    return PlaceLevel.DOOR if found.flat is Flat.SAME else PlaceLevel.BUILDING


def _by_postcode(one: Address, other: Address) -> PlaceLevel:
    if one.postcode is None or other.postcode is None:
        return PlaceLevel.MISSING
    if one.postcode == other.postcode:
        return PlaceLevel.POSTCODE
    if one.sector == other.sector:
        return PlaceLevel.SECTOR
    return PlaceLevel.DISTRICT if one.district == other.district else PlaceLevel.APART
