"""A gazetteer that is hard on purpose: everything that makes one door look like another.

Apart from `places`, whose doors are tidy and whose seeds are tied to people: here stand streets of
one name in neighbouring towns and villages, houses with names and no number, numbers with letters
and ranges, houses divided by floors, blocks whose flats begin again at 1, shops with a flat above,
estates of business units, annexes. Nothing of it exists: see `districts` and `streets`.
"""

from dataclasses import dataclass, field, replace
from random import Random

from ppit_synthetic.chance import happens, ranked, stream, weighted, words
from ppit_synthetic.districts import TOWNS
from ppit_synthetic.places import Postman
from ppit_synthetic.streets import STEMS, STREET_KINDS

FIRST_UPRN = 998_000_000_000
_DOORS_A_POSTCODE = 14
_VILLAGES_A_TOWN = 4
_COMMON_STREETS = 60
_NAME_FIRST = words(
    "Rose Orchard Willow Holly Ivy Laburnum Primrose Meadow Bramble Chestnut Walnut Sycamore Beech "
    "Cherry Rowan Hawthorn Lavender Magnolia Juniper Heather Saffron Bracken Forge Mill Chapel "
    "School Station Bridge Hill Church Well Pond Stable Dairy Quarry Heron Swallow Kestrel"
)
_HOUSE_LAST = ranked("Cottage House Lodge View Villa Barn Bungalow Farm Oast End Cottages")
_BLOCK_LAST = ranked("Court House Mansions Point Heights Lodge Apartments")
_ESTATE_LAST = ("Business Park", "Industrial Estate", "Trading Estate", "Works", "Farm Units")
_GENERIC = ("The Bungalow", "The Cottage", "The Lodge", "The Coach House", "Farmhouse", "The Barn")
_TRADES = words("Motors Bakery Joinery Flooring Dental Tyres Plumbing Florist Barbers Printers")
_FLOORS = ("Basement Flat", "Ground Floor Flat", "First Floor Flat", "Second Floor Flat")
_KINDS = weighted(
    (
        ("number", 66.0),
        ("lettered", 4.0),
        ("named", 8.0),
        ("named and numbered", 3.5),
        ("range", 2.0),
        ("by numbers", 3.5),
        ("by letters", 2.0),
        ("by floors", 3.0),
        ("block", 3.5),
        ("nameless block", 1.0),
        ("shop", 2.0),
        ("annexe", 1.0),
        ("estate", 0.5),
    )
)


@dataclass(frozen=True, slots=True)
class HardDoor:
    """One door by its parts, as a gazetteer of parts holds it. Empty text where it has none."""

    uprn: str
    town: str
    area_gss: str
    postcode: str
    street: str
    locality: str = ""
    number: str = ""
    building: str = ""
    sub_building: str = ""
    organisation: str = ""
    parent_uprn: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Write it in lines as Royal Mail would; the town and postcode are apart."""
        road = " ".join(part for part in (self.number, self.street) if part)
        parts = (self.organisation, self.sub_building, self.building, road, self.locality)
        return tuple(part for part in parts if part)


@dataclass(slots=True)
class _Survey:
    """The doors so far; ``site`` is what all doors of the plot at hand have in common.

    ``free`` are the names that its street has left.
    """

    rng: Random
    site: HardDoor
    free: list[str] = field(default_factory=list[str])
    doors: list[HardDoor] = field(default_factory=list[HardDoor])

    def add(self, **parts: str) -> str:
        uprn = str(FIRST_UPRN + len(self.doors))
        self.doors.append(replace(self.site, uprn=uprn, **parts))
        return uprn

    def name(self, ending: str) -> str:
        """Name a house as no other of its street: that much a council sees to."""
        self.free = self.free or list(_NAME_FIRST)
        return f"{self.free.pop(self.rng.randrange(len(self.free)))} {ending}"


def make_doors(seed: int, doors: int) -> tuple[HardDoor, ...]:
    """Make at least ``doors`` doors; the same seed gives the same ones everywhere."""
    rng = stream(seed, "hard doors")
    postmen = [Postman(town) for town in TOWNS]
    shares = weighted((postman, postman.town.share) for postman in postmen)
    villages = {town.name: rng.sample(STEMS, _VILLAGES_A_TOWN) for town in TOWNS}
    common = [f"{stem} {STREET_KINDS.draw(rng)}" for stem in rng.sample(STEMS, _COMMON_STREETS)]
    survey = _Survey(rng, HardDoor("", "", "", "", ""))
    laid: set[tuple[str, str, str]] = set()
    while len(survey.doors) < doors:
        postman = shares.draw(rng)
        town = postman.town
        locality = rng.choice(villages[town.name]) if happens(rng, 0.4) else ""
        street = rng.choice(common) if happens(rng, 0.25) else _street(rng)
        if (town.name, locality, street) in laid:
            continue
        laid.add((town.name, locality, street))
        survey.site = HardDoor("", town.name, town.area_gss, "", street, locality)
        survey.free.clear()
        _lay_street(survey, postman)
    return tuple(survey.doors)


def _street(rng: Random) -> str:
    return f"{rng.choice(STEMS)} {STREET_KINDS.draw(rng)}"


def _lay_street(survey: _Survey, postman: Postman) -> None:
    rng = survey.rng
    step = 1 if happens(rng, 0.4) else 2
    for slot in range(rng.randint(6, 36)):
        if slot % _DOORS_A_POSTCODE == 0:
            survey.site = replace(survey.site, postcode=postman.next_postcode())
        _lay_plot(survey, slot * step + 1, step)


def _lay_plot(survey: _Survey, number: int, step: int) -> None:
    kind = _KINDS.draw(survey.rng)
    plain = str(number)
    match kind:
        case "named" | "named and numbered":
            name = _generic(survey) if happens(survey.rng, 0.12) else _house(survey)
            survey.add(building=name, number="" if kind == "named" else plain)
        case "lettered":
            for letter in ("", "A", "B")[: survey.rng.randint(2, 3)]:
                survey.add(number=plain + letter)
        case "range":
            survey.add(number=f"{number}-{number + 2 * step}")
        case "by numbers" | "by letters" | "by floors" | "block" | "nameless block":
            _lay_flats(survey, kind, plain)
        case "shop" | "annexe" | "estate":
            _lay_odd(survey, kind, plain)
        case _:
            survey.add(number=plain)


def _generic(survey: _Survey) -> str:
    """Return a name that stands in every village, but once in a street."""
    taken = {door.building for door in survey.doors[-80:] if door.street == survey.site.street}
    free = [name for name in _GENERIC if name not in taken]
    return survey.rng.choice(free) if free else _house(survey)


def _house(survey: _Survey) -> str:
    return survey.name(_HOUSE_LAST.draw(survey.rng))


def _lay_flats(survey: _Survey, kind: str, number: str) -> None:
    rng = survey.rng
    shell = {"number": number}
    if kind == "block":
        numbered = happens(rng, 0.4)
        shell = {"building": survey.name(_BLOCK_LAST.draw(rng)), "number": number * numbered}
    parent = survey.add(**shell)
    for flat in _flats(rng, kind):
        survey.add(**shell, sub_building=flat, parent_uprn=parent)


def _flats(rng: Random, kind: str) -> list[str]:
    if kind == "by floors":
        first = rng.randint(0, 1)
        return list(_FLOORS[first : first + rng.randint(2, 3)])
    if kind == "by letters":
        return [f"Flat {letter}" for letter in "ABCDE"[: rng.randint(2, 5)]]
    word = "Apartment" if happens(rng, 0.2) else "Flat"
    if kind == "by numbers":
        return [f"{word} {flat + 1}" for flat in range(rng.randint(2, 5))]
    flats = [f"{word} {flat + 1}" for flat in range(rng.randint(6, 24))]
    return flats + ([f"{word} {len(flats)}A"] if happens(rng, 0.2) else [])


def _lay_odd(survey: _Survey, kind: str, number: str) -> None:
    rng = survey.rng
    if kind == "estate":
        estate = survey.name(rng.choice(_ESTATE_LAST))
        parent = survey.add(building=estate)
        for unit in range(rng.randint(3, 12)):
            survey.add(
                building=estate,
                sub_building=f"Unit {unit + 1}",
                organisation=_firm(rng),
                parent_uprn=parent,
            )
        return
    firm = _firm(rng) if kind == "shop" else ""
    parent = survey.add(number=number, organisation=firm)
    above = rng.choice(("Flat", "Flat Above", "First Floor Flat")) if firm else "Annexe"
    survey.add(number=number, sub_building=above, parent_uprn=parent)


def _firm(rng: Random) -> str:
    return f"{rng.choice(STEMS)} {rng.choice(_TRADES)}"
