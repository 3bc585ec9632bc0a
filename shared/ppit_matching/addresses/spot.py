"""Where an address lies: points for street, building, postcode and town, looked up once each.

A query meets the same few streets, names, postcodes and towns again and again among its
candidates, so each distinct one is compared once.
"""

from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.postcodes import postcode_variants
from ppit_matching.addresses.said import TYPES, Said, among, core, ending, same_name
from ppit_matching.addresses.street_points import street_points

# Points are judgement, set on the tuning seeds of bench_addresses: a number stands in every
# street and a name hardly twice in a town, so names carry more. How rare a street or a name is
# needs no count of its own: whatever shares it stands among the candidates, as a rival.
NAME_SAME, NAME_ALIKE, NAME_PART = 5.0, 4.5, 2.5
NAME_UNSAID, NAME_EXTRA, NAME_OTHER = -0.5, -0.5, -2.5
NUMBER_SAME = 1.5
POSTCODE_SAME, POSTCODE_MISTYPED, POSTCODE_NEAR = 5.0, 4.0, 2.5
SECTOR_SAME, DISTRICT_SAME, POSTCODE_OTHER = 2.0, 0.5, -3.0
TOWN_SAME, TOWN_OTHER, VILLAGE_SAME, VILLAGE_OTHER = 1.5, -2.0, 1.5, -1.0

_Street = tuple[str | None, str | None, str | None]


@dataclass(slots=True)
class Spot:
    """One query, and the points that each street, name, postcode and town got so far."""

    query: Address
    said: Said = field(init=False)
    streets: dict[_Street, float] = field(default_factory=dict[_Street, float])
    names: dict[str | None, float] = field(default_factory=dict[str | None, float])
    postcodes: dict[str | None, float] = field(default_factory=dict[str | None, float])
    towns: dict[str | None, float] = field(default_factory=dict[str | None, float])

    def __post_init__(self) -> None:
        self.said = Said(self.query)

    def points(self, door: Address) -> float:
        """Return what speaks for the place of this door, and against it."""
        seen = (door.street, door.building, door.place)
        street = self.streets.get(seen)
        if street is None:
            street = self.streets[seen] = street_points(self.said, door)
        postcode = self.postcodes.get(door.postcode)
        if postcode is None:
            postcode = self.postcodes[door.postcode] = _postcode_points(self.query, door)
        number = NUMBER_SAME if door.number and door.number == self.query.number else 0.0
        return street + postcode + number + self.town_points(door) + self.name_points(door)

    def name_points(self, door: Address) -> float:
        """Return the points of the door's building; from NAME_PART on it was named."""
        found = self.names.get(door.building)
        if found is None:
            found = self.names[door.building] = _name_points(self.said, door.building)
        return found

    def town_points(self, door: Address) -> float:
        """Return the points of the door's town; below none where another was typed."""
        found = self.towns.get(door.place)
        if found is None:
            found = self.towns[door.place] = _town_points(self.said, door.place)
        return found


def _name_points(said: Said, held: str | None) -> float:
    asked = said.query.building
    if held is None:
        return 0.0 if asked is None else NAME_EXTRA
    if held in {asked, said.query.street}:
        return NAME_SAME
    parts = (asked, said.query.street, said.query.place)
    if any(part and same_name(part, held) for part in parts) or said.holds(held):
        return NAME_ALIKE
    if (asked and _part_of(said, asked, held)) or said.holds(core(held)):
        return NAME_PART
    return NAME_UNSAID if asked is None else NAME_OTHER


def _part_of(said: Said, asked: str, held: str) -> bool:
    """Take "hawthorn" for "hawthorn court", a firm before the building, "court" by a flat."""
    if asked in TYPES:
        return bool(said.query.flat) and asked == ending(held)
    short, long = sorted((core(asked).split(), core(held).split()), key=len)
    return all(among(word, long) for word in short)


def _postcode_points(query: Address, door: Address) -> float:
    asked, held = query.postcode, door.postcode
    if asked is None or held is None:
        return 0.0
    if asked == held:
        return POSTCODE_SAME
    if held in postcode_variants(asked):
        return POSTCODE_MISTYPED
    if OSA.distance(asked, held, score_cutoff=1) <= 1:
        return POSTCODE_NEAR
    if query.sector == door.sector:
        return SECTOR_SAME
    return DISTRICT_SAME if query.district == door.district else POSTCODE_OTHER


def _town_points(said: Said, held: str | None) -> float:
    if not held:
        return 0.0
    words = held.split()
    asked = said.query.place or ""
    named = [word for word in words if said.says(word)]
    strange = any(not among(word, words) for word in asked.split())
    if not named:
        return TOWN_OTHER if strange else 0.0
    more = VILLAGE_SAME if len(named) > 1 else 0.0
    return TOWN_SAME + more + (VILLAGE_OTHER if strange else 0.0)
