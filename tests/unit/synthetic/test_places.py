"""No address of this Kent exists, and no two are the same."""

import re
from collections import Counter, defaultdict

from ppit_synthetic import Dwelling, GazetteerEntry
from ppit_synthetic.districts import DISTRICTS, TOWNS
from ppit_synthetic.streets import STEMS
from tests.unit.synthetic.kents import kent_of

_UNIT = re.compile(r"^(?P<sector>[A-Z]{1,2}\d{1,2} \d)[ABD-HJLNP-UW-Z]{2}$")
_HOUSE_NUMBER = re.compile(r"^\d+ ")


def _street(entry: GazetteerEntry) -> str:
    return _HOUSE_NUMBER.sub("", entry.lines[-1])


def test_every_uprn_is_unique_and_in_the_marked_range() -> None:
    uprns = [entry.uprn for entry in kent_of().gazetteer]
    assert len(set(uprns)) == len(uprns) > 1000
    assert all(re.fullmatch(r"999\d{9}", uprn) for uprn in uprns)


def test_every_street_is_an_invented_one() -> None:
    stems = {_street(entry).split()[0] for entry in kent_of().gazetteer}
    assert stems
    assert stems <= set(STEMS)


def test_every_postcode_is_well_formed_and_in_an_empty_sector_of_its_own_town() -> None:
    empty = {(town.name, sector) for town in TOWNS for sector in town.sectors}
    assert len(kent_of().gazetteer) > 1000
    for entry in kent_of().gazetteer:
        unit = _UNIT.fullmatch(entry.postcode)
        assert unit is not None
        assert (entry.town, unit["sector"]) in empty


def test_no_sector_serves_two_towns() -> None:
    counted = Counter(sector for town in TOWNS for sector in town.sectors)
    assert counted.most_common(1)[0][1] == 1


def test_there_are_the_twelve_districts_of_kent_each_with_homes() -> None:
    codes = [district.area_gss for district in DISTRICTS]
    assert codes == [f"E0700{number:04d}" for number in range(105, 117)]
    assert {entry.area_gss for entry in kent_of().gazetteer} == set(codes)


def test_no_two_doors_of_a_town_are_written_the_same() -> None:
    doors = Counter((entry.town, entry.lines) for entry in kent_of().gazetteer)
    assert doors.most_common(1)[0][1] == 1


def test_a_house_name_stands_once_on_its_street() -> None:
    named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in kent_of().gazetteer:
        if len(entry.lines) == 2 and not entry.lines[0].startswith("Flat "):
            named[entry.town, _street(entry)].append(entry.lines[0])
    assert sum(map(len, named.values())) > 50
    assert all(len(set(names)) == len(names) for names in named.values())


def test_a_flat_stands_in_a_block_of_its_own_address() -> None:
    entries = {entry.uprn: entry for entry in kent_of().gazetteer}
    flats = [entry for entry in entries.values() if entry.dwelling is Dwelling.FLAT]
    assert len(flats) > 100
    for flat in flats:
        block = entries[flat.parent_uprn or ""]
        assert block.dwelling is Dwelling.BLOCK
        assert (flat.lines[1:], flat.postcode, flat.town) == (
            block.lines,
            block.postcode,
            block.town,
        )


def test_only_flats_have_a_parent() -> None:
    with_parent = {entry.dwelling for entry in kent_of().gazetteer if entry.parent_uprn}
    without = {entry.dwelling for entry in kent_of().gazetteer if not entry.parent_uprn}
    assert with_parent == {Dwelling.FLAT}
    assert without == set(Dwelling) - {Dwelling.FLAT}
