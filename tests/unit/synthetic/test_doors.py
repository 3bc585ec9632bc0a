"""The harder gazetteer is hard in every way it promises, whole, and the same for one seed."""

import re
from collections import Counter
from collections.abc import Callable

from ppit_synthetic.districts import TOWNS
from ppit_synthetic.doors import FIRST_UPRN, HardDoor, make_doors

DOORS = make_doors(3, 4_000)


def test_one_seed_makes_one_gazetteer_and_another_another() -> None:
    assert make_doors(3, 4_000) == DOORS
    assert make_doors(4, 4_000) != DOORS


def test_uprns_count_up_and_every_parent_stands_before_its_flats() -> None:
    assert [int(door.uprn) - FIRST_UPRN for door in DOORS] == list(range(len(DOORS)))
    children = [door for door in DOORS if door.parent_uprn]
    assert all(int(door.parent_uprn) < int(door.uprn) for door in children)
    assert len(children) > 400


def test_no_postcode_is_anybody_s() -> None:
    sectors = {sector for town in TOWNS for sector in town.sectors}
    assert {door.postcode[:-2] for door in DOORS} <= sectors


def test_no_two_doors_are_written_alike() -> None:
    written = Counter((door.lines, door.town, door.postcode) for door in DOORS)
    assert [lines for lines, times in written.items() if times > 1] == []


def test_every_kind_of_hard_door_stands_in_it() -> None:
    kinds: dict[str, Callable[[HardDoor], object]] = {
        "letter": lambda door: re.fullmatch(r"\d+[AB]", door.number),
        "range": lambda door: "-" in door.number,
        "name alone": lambda door: door.building and not door.number and not door.sub_building,
        "floor": lambda door: door.sub_building == "Ground Floor Flat",
        "lettered flat": lambda door: door.sub_building == "Flat B",
        "flat of a nameless block": lambda door: door.sub_building == "Flat 6" and door.number,
        "over a shop": lambda door: door.sub_building == "Flat Above",
        "unit": lambda door: door.sub_building.startswith("Unit") and door.organisation,
        "annexe": lambda door: door.sub_building == "Annexe",
        "village": lambda door: door.locality,
    }
    missing = [kind for kind, is_one in kinds.items() if not any(is_one(door) for door in DOORS)]
    assert missing == []


def test_streets_of_one_name_lie_in_several_places() -> None:
    places: dict[str, set[tuple[str, str]]] = {}
    for door in DOORS:
        places.setdefault(door.street, set()).add((door.town, door.locality))
    assert sum(len(found) > 1 for found in places.values()) > 3


def test_lines_are_written_from_the_door_outwards() -> None:
    door = HardDoor(
        "1", "Deal", "E07000108", "CT14 1AA", "Mill Lane", "Walmer", "14", "Heron Court"
    )
    assert door.lines == ("Heron Court", "14 Mill Lane", "Walmer")
