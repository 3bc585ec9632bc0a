"""What the street of a door says for it, and against it."""

from rapidfuzz import fuzz

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.fit import street_similarity
from ppit_matching.addresses.premises import alike, name_similarity
from ppit_matching.addresses.said import INSIDE, Said, core, ending
from ppit_matching.addresses.words import STREET_TYPES

# Points are judgement, set on the tuning seeds of bench_addresses: see `spot`.
STREET_SAME, STREET_ALIKE, STREET_ROUGHLY, STREET_INSIDE, STREET_WEAK = 6.0, 5.0, 4.5, 4.5, 2.5
STREET_TYPE_OTHER, STREET_UNSAID, STREET_OTHER = 2.0, 0.0, -3.0
ENDING_SAME, ENDING_OTHER = 1.0, -2.0
CLOSE, SIMILAR, WEAK = 0.94, 0.84, 0.68
SHORTEST_CUT = 4


def street_points(said: Said, door: Address) -> float:
    """Return the points of the door's street, from STREET_OTHER to STREET_SAME."""
    asked, held = said.query.street, door.street
    if asked is None or held is None:
        return _unparsed(said, door)
    if asked == held:
        return STREET_SAME
    similarity = street_similarity(asked, held)
    if similarity >= SIMILAR:
        return STREET_ALIKE if similarity >= CLOSE else STREET_ROUGHLY
    if _other_type(asked, held):
        return STREET_TYPE_OTHER
    inside = _inside(said, held)
    return inside if inside > STREET_UNSAID else _unlike(asked, door, similarity)


def _unparsed(said: Said, door: Address) -> float:
    """Look for the one street among the other's words, where parsing took it for a place."""
    if door.street is not None:
        return _inside(said, door.street)
    if said.query.street is None:
        return STREET_UNSAID
    text = f"{door.building or ''} {door.place or ''}"
    inside = fuzz.partial_ratio(said.query.street, text) >= INSIDE
    return STREET_INSIDE if inside else STREET_UNSAID


def _inside(said: Said, held: str) -> float:
    """Look for the street among all the words, the name before its ending."""
    if said.holds(held):
        return STREET_INSIDE
    if not said.holds(core(held)):
        return STREET_UNSAID
    endings = [word for word in said.words.split() if word in STREET_TYPES]
    return STREET_INSIDE if not endings or ending(held) in endings else STREET_TYPE_OTHER


def _other_type(asked: str, held: str) -> bool:
    one, other = asked.rpartition(" "), held.rpartition(" ")
    typed = one[2] in STREET_TYPES and other[2] in STREET_TYPES and one[2] != other[2]
    return typed and name_similarity(one[0], other[0]) >= SIMILAR


def _unlike(asked: str, door: Address, similarity: float) -> float:
    """Judge a street whose name is not the one typed: its ending alone, cut short, or another."""
    held = door.street or ""
    if all(word in STREET_TYPES for word in asked.split()):
        return ENDING_SAME if ending(asked) == ending(held) else ENDING_OTHER
    if len(asked) > SHORTEST_CUT and held.startswith(asked):
        return STREET_ROUGHLY
    if similarity >= WEAK:
        return STREET_WEAK
    return STREET_UNSAID if _names_something_else(asked, door) else STREET_OTHER


def _names_something_else(asked: str, door: Address) -> bool:
    """Tell whether what was taken for the street is the house or the town."""
    held = (*(door.place or "").split(), door.place, door.building)
    return any(alike(asked, name) for name in held if name)
