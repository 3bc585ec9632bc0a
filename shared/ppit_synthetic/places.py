"""Lay out the gazetteer: streets of invented towns within towns, and every door on them.

UPRNs count up from 999000000000: twelve digits, so every check of form passes, in a range that no
authority has been given.
"""

from dataclasses import dataclass, field
from random import Random

from ppit_synthetic.chance import happens, stream, weighted
from ppit_synthetic.codes import Dwelling
from ppit_synthetic.districts import TOWNS, Town
from ppit_synthetic.records import GazetteerEntry
from ppit_synthetic.streets import Street, StreetPlan

FIRST_UPRN = 999_000_000_000
_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # Royal Mail uses no C I K M O V here
_DOORS_A_POSTCODE = 15
_CARE_HOME_EVERY, _CARE_HOME_SLOT = 30, 2  # streets apart, and where on the street
_SHARED_HOUSE_EVERY, _SHARED_HOUSE_SLOT = 4, 1
_DOOR_KINDS = weighted(
    (("number", 86.0), ("name", 5.0), ("name and number", 3.0), ("block", 3.5), ("converted", 2.5))
)


@dataclass(slots=True)
class Postman:
    """Hands out the units of one town's empty sectors in turn, and begins again at the end."""

    town: Town
    given: int = 0

    def next_postcode(self) -> str:
        each = len(_UNIT_LETTERS)
        sector_number, unit = divmod(self.given, each * each)
        self.given += 1
        sector = self.town.sectors[sector_number % len(self.town.sectors)]
        return f"{sector}{_UNIT_LETTERS[unit // each]}{_UNIT_LETTERS[unit % each]}"


@dataclass(slots=True)
class _Surveyor:
    """Numbers each door as it is found."""

    entries: list[GazetteerEntry] = field(default_factory=list[GazetteerEntry])

    def add(
        self,
        town: Town,
        postcode: str,
        lines: tuple[str, ...],
        dwelling: Dwelling = Dwelling.HOUSE,
        parent: str | None = None,
    ) -> str:
        uprn = str(FIRST_UPRN + len(self.entries))
        entry = GazetteerEntry(uprn, lines, postcode, town.area_gss, parent, town.name, dwelling)
        self.entries.append(entry)
        return uprn


def make_gazetteer(seed: int, homes: int) -> tuple[GazetteerEntry, ...]:
    """Lay streets until at least ``homes`` doors stand, some for many people, some empty."""
    rng = stream(seed, "places")
    surveyor = _Surveyor()
    towns = weighted((town, town.share) for town in TOWNS)
    plans = {town: StreetPlan() for town in TOWNS}
    postmen = {town: Postman(town) for town in TOWNS}
    laid = 0
    while len(surveyor.entries) < homes:
        town = towns.draw(rng)
        street = plans[town].next_street(rng)
        _lay_street(rng, surveyor, postmen[town], street, laid)
        laid += 1
    return tuple(surveyor.entries)


def _lay_street(
    rng: Random, surveyor: _Surveyor, postman: Postman, street: Street, laid: int
) -> None:
    consecutive = happens(rng, 0.4)  # else one side of a road: 1, 3, 5
    postcode = postman.next_postcode()
    for slot in range(rng.randint(10, 30)):
        if slot and slot % _DOORS_A_POSTCODE == 0:
            postcode = postman.next_postcode()
        number = slot + 1 if consecutive else 2 * slot + 1
        door = f"{number} {street.name}"
        if slot == _CARE_HOME_SLOT and laid % _CARE_HOME_EVERY == 0:
            lines = (street.care_home_name(rng), door)
            surveyor.add(postman.town, postcode, lines, Dwelling.CARE_HOME)
        elif slot == _SHARED_HOUSE_SLOT and laid % _SHARED_HOUSE_EVERY == 1:
            surveyor.add(postman.town, postcode, (door,), Dwelling.SHARED_HOUSE)
        else:
            _lay_door(rng, surveyor, postman.town, postcode, (street, door))


def _lay_door(
    rng: Random, surveyor: _Surveyor, town: Town, postcode: str, site: tuple[Street, str]
) -> None:
    street, door = site
    match _DOOR_KINDS.draw(rng):
        case "name":
            surveyor.add(town, postcode, (street.house_name(rng), street.name))
        case "name and number":
            surveyor.add(town, postcode, (street.house_name(rng), door))
        case "block":
            _lay_flats(rng, surveyor, town, postcode, (street.block_name(rng), door))
        case "converted":
            _lay_flats(rng, surveyor, town, postcode, (door,))
        case _:
            surveyor.add(town, postcode, (door,))


def _lay_flats(
    rng: Random, surveyor: _Surveyor, town: Town, postcode: str, shell: tuple[str, ...]
) -> None:
    parent = surveyor.add(town, postcode, shell, Dwelling.BLOCK)
    lettered = happens(rng, 0.25)
    built_as_flats = len(shell) > 1
    for index in range(rng.randint(6, 16) if built_as_flats else rng.randint(2, 4)):
        flat = f"Flat {chr(ord('A') + index) if lettered else index + 1}"
        surveyor.add(town, postcode, (flat, *shell), Dwelling.FLAT, parent)
