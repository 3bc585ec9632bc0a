"""Whether two addresses name one house, and how their flats stand to one another."""

from enum import IntEnum

from rapidfuzz import fuzz

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.words import FLOORS, UNNAMED_FLAT

FLOOR_NAMES = frozenset({*FLOORS.values(), UNNAMED_FLAT})
LOOK_ALIKES = str.maketrans("ilo", "110")
NAME_ALIKE = 0.85


class Flat(IntEnum):
    """How the flats stand to one another; the better, the higher."""

    OTHER = 0
    HOUSE_ONLY = 1  # a flat was asked for, the gazetteer has the house
    PERHAPS = 2  # "basement flat" may be flat 1
    UNSAID_LETTER = 3  # 14 was asked for, the gazetteer has 14a
    UNSAID = 4  # no flat was asked for, the gazetteer has flats
    LOOKS_SAME = 5  # "Flat I" may be flat 1
    SAME = 6


def premises(query: Address, door: Address) -> tuple[Flat, bool] | None:
    """Compare numbers and names of houses; the flag says that they were written alike."""
    if query.number and door.number:
        plain = _flats(query.flat, door.flat) if query.number == door.number else Flat.OTHER
        if plain is not Flat.OTHER:
            return plain, True
        return _lettered(query, door)
    if query.building and door.building and alike(query.building, door.building):
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
    if not alike(one.street, other.building) or not (one.number or one.flat):
        return None
    flat = _flats(one.number or one.flat, other.flat or other.number)
    return (flat, False) if flat is Flat.SAME else None


def alike(one: str, other: str) -> bool:
    return one == other or name_similarity(one, other) >= NAME_ALIKE


def name_similarity(one: str, other: str) -> float:
    packed = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    return max(packed, fuzz.token_sort_ratio(one, other)) / 100
