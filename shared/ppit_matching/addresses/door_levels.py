"""Whether two addresses name one door of one house: its number, its name and its flat."""

from enum import IntEnum

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.words import FLOORS, SAME_FLOORS, UNNAMED_FLAT

FLOOR_NAMES = frozenset({*FLOORS.values(), UNNAMED_FLAT})
LOOK_ALIKES = str.maketrans("ilosz", "11052")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class DoorLevel(IntEnum):
    """How the doors stand to one another; from ALIKE on they may be one."""

    OTHER = 0
    HOUSE_ONLY = 1  # a flat was asked for, the gazetteer has the house
    PERHAPS = 2  # "basement flat" may be flat 1
    UNSAID_LETTER = 3  # 14 was asked for, the gazetteer has 14a
    UNSAID = 4  # no flat was asked for, the gazetteer has flats
    HOUSE_UNSAID = 5  # flat 5 of a street: which house was not said, or another number
    ALIKE = 6  # "14b" is flat b of 14, "Flat I" may be flat 1
    SAME = 7


def door_level(query: Address, door: Address, *, same_name: bool) -> DoorLevel:
    """Compare numbers and flats. `same_name` says that the door's building was named."""
    if query.number and door.number:
        found = _numbered(query, door)
        return max(found, _named(query, door)) if same_name else found
    if same_name:
        return _named(query, door)
    if query.number is None and query.flat:
        return _flat_alone(query.flat, door)
    return _number_for_flat(query, door)


def flat_level(asked: str | None, held: str | None) -> DoorLevel:
    """Compare the flats of two addresses in one house."""
    if asked == held:
        return DoorLevel.SAME
    if asked is None:
        return DoorLevel.UNSAID
    if held is None:
        return DoorLevel.HOUSE_ONLY
    if asked.translate(LOOK_ALIKES) == held.translate(LOOK_ALIKES):
        return DoorLevel.ALIKE
    return DoorLevel.PERHAPS if _perhaps(asked, held) else DoorLevel.OTHER


def _perhaps(asked: str, held: str) -> bool:
    """Take a floor for any numbered flat, flat b for flat 2 and c3 for 3; never floor for floor."""
    if asked in FLOOR_NAMES and held in FLOOR_NAMES:
        return UNNAMED_FLAT in {asked, held} or frozenset({asked, held}) in SAME_FLOORS
    if asked in FLOOR_NAMES or held in FLOOR_NAMES:
        return True
    return _as_number(asked) == _as_number(held) or asked.lstrip(LETTERS) == held.lstrip(LETTERS)


def _as_number(flat: str) -> str:
    return str(LETTERS.index(flat) + 1) if len(flat) == 1 and flat in LETTERS else flat


def _numbered(query: Address, door: Address) -> DoorLevel:
    if query.number == door.number:
        found = flat_level(query.flat, door.flat)
        if found is not DoorLevel.OTHER:
            return found
    lettered = _lettered(query, door)
    return lettered if lettered > DoorLevel.PERHAPS else _swapped(query, door) or lettered


def _swapped(query: Address, door: Address) -> DoorLevel | None:
    """Take "7/9" for 7-9, and "14/2" perhaps for flat 14 of 2; "12" perhaps for flat 12."""
    if query.flat is None:
        return DoorLevel.PERHAPS if query.number == door.flat else None
    if f"{query.flat}-{query.number}" == door.number and not door.flat:
        return DoorLevel.ALIKE
    swapped = query.flat == door.number and query.number == door.flat
    return DoorLevel.PERHAPS if swapped else None


def _lettered(query: Address, door: Address) -> DoorLevel:
    """Take "14b" for flat b of 14, "Flat 2b, 14" for 14 flat 2b, and 12 for one of 12-14."""
    asked_number, asked_flat = _letter_as_flat(query)
    held_number, held_flat = _letter_as_flat(door)
    if asked_number == held_number or _in_range(asked_number, held_number):
        return _forgiven(flat_level(asked_flat, held_flat))
    if _digits(asked_number) == _digits(held_number) and query.flat == door.flat and door.flat:
        return DoorLevel.ALIKE  # "Flat 1, 11a" where only flat 1 of 11 stands
    if asked_number.translate(LOOK_ALIKES) == held_number.translate(LOOK_ALIKES):
        return _forgiven(flat_level(asked_flat, held_flat))
    return DoorLevel.OTHER


def _forgiven(flat: DoorLevel) -> DoorLevel:
    if flat is DoorLevel.SAME:
        return DoorLevel.ALIKE
    return DoorLevel.UNSAID_LETTER if flat is DoorLevel.UNSAID else flat


def _letter_as_flat(address: Address) -> tuple[str, str | None]:
    number = address.number or ""
    if address.flat is None and number[-1:].isalpha() and number[:-1].isdigit():
        return number[:-1], number[-1]
    return number, address.flat


def _digits(number: str) -> str:
    return number.rstrip(LETTERS)


def _in_range(one: str, other: str) -> bool:
    """Tell whether either is an end of the other's range of numbers."""
    return one in other.split("-") or other in one.split("-")


def _named(query: Address, door: Address) -> DoorLevel:
    """Compare within a building of one name: a number without "flat" may be the flat's."""
    if query.flat is None and query.number and query.number == door.flat:
        return DoorLevel.SAME
    if query.number is None:
        return flat_level(query.flat, door.flat)
    if door.number is None and (query.flat or door.flat):
        return flat_level(query.flat or query.number, door.flat)
    if query.flat != door.flat:
        return DoorLevel.OTHER
    # "School Oast, 107 High Street" where it has no number, or flat 3 of it with another one.
    return DoorLevel.HOUSE_UNSAID if door.flat or door.number is None else DoorLevel.PERHAPS


def _flat_alone(flat: str, door: Address) -> DoorLevel:
    if door.flat is not None:
        same = flat == door.flat and flat not in FLOOR_NAMES
        return DoorLevel.HOUSE_UNSAID if same else DoorLevel.OTHER
    return DoorLevel.PERHAPS if flat == door.number else DoorLevel.OTHER


def _number_for_flat(query: Address, door: Address) -> DoorLevel:
    """Take "2 Mill Rise" for flat 2 of a named block there, but only perhaps."""
    unsaid = query.flat is None and door.number is None and query.number is not None
    return DoorLevel.PERHAPS if unsaid and query.number == door.flat else DoorLevel.OTHER
