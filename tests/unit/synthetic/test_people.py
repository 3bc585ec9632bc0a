"""The people of this Kent: their names, their ties, and one home at a time."""

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from ppit_synthetic import (
    POPULATION_DAY,
    BondKind,
    Dwelling,
    Origin,
    Residence,
    Resident,
    Sex,
    look_up,
)
from tests.unit.synthetic.kents import PEOPLE, kent_of

_DRAMA = re.compile(r"07700 900\d{3}|01632 960\d{3}")


def _tied(kind: BondKind) -> list[tuple[Resident, Resident]]:
    residents = {person.person_id: person for person in kent_of().people}
    pairs = [(b.first, b.second) for b in kent_of().bonds if b.kind is kind]
    return [(residents[first], residents[second]) for first, second in pairs]


def _stays() -> dict[str, list[Residence]]:
    stays: defaultdict[str, list[Residence]] = defaultdict(list)
    for stay in kent_of().residences:
        stays[stay.person_id].append(stay)
    return {
        person_id: sorted(list_, key=lambda stay: (stay.moved_in, stay.moved_out or date.max))
        for person_id, list_ in stays.items()
    }


def test_there_are_exactly_as_many_people_as_asked_for() -> None:
    ids = {person.person_id for person in kent_of().people}
    assert len(ids) == len(kent_of().people) == PEOPLE


def test_phones_lie_in_the_ranges_kept_for_drama() -> None:
    phones = [person.phone for person in kent_of().people if person.phone]
    assert len(phones) > PEOPLE / 2
    assert all(_DRAMA.fullmatch(phone) for phone in phones)


def test_national_insurance_numbers_are_unique_and_of_a_prefix_nobody_has() -> None:
    numbers = {person.national_insurance for person in kent_of().people}
    assert len(numbers) == PEOPLE
    assert all(re.fullmatch(r"QQ\d{6}[A-D]", number) for number in numbers)


def test_everybody_was_born_before_today_and_nobody_died_before_birth() -> None:
    dead = [person for person in kent_of().people if person.died]
    assert all(person.born <= POPULATION_DAY for person in kent_of().people)
    assert dead
    assert all(person.born < (person.died or date.min) <= POPULATION_DAY for person in dead)


def test_everybody_has_one_home_at_a_time_and_lives_somewhere_now() -> None:
    born = {person.person_id: person.born for person in kent_of().people}
    stays = _stays()
    assert stays.keys() == born.keys()
    for person_id, own in stays.items():
        assert [stay.moved_out is None for stay in own] == [False] * (len(own) - 1) + [True]
        assert all(one.moved_out == other.moved_in for one, other in pairwise(own))
        assert own[0].moved_in >= born[person_id]


def test_people_moved_a_home_was_left_before_strangers_came() -> None:
    truth = look_up(kent_of())
    moved = [stay for stay in kent_of().residences if stay.moved_out]
    assert len(moved) > PEOPLE / 5
    came: defaultdict[str, list[Residence]] = defaultdict(list)
    for stay in kent_of().residences:
        came[stay.uprn].append(stay)
    twins = {b.second for b in kent_of().bonds if b.kind is BondKind.TWINS}  # grew up with others
    for stay in moved:
        assert truth.entries[stay.uprn].dwelling in {Dwelling.HOUSE, Dwelling.FLAT}
        later = [other for other in came[stay.uprn] if other.moved_in >= stay.moved_in]
        together = [other for other in later if other.moved_out == stay.moved_out]
        after = [other for other in later if other not in together]
        left = stay.moved_out or date.max
        assert stay.person_id in twins or all(other.moved_in >= left for other in after)


def test_twins_share_a_birthday_and_not_a_first_name() -> None:
    pairs = _tied(BondKind.TWINS)
    assert len(pairs) >= 4
    for one, other in pairs:
        assert one.born == other.born
        assert one.name.given[0] != other.name.given[0]


def test_some_twins_live_together_and_some_apart() -> None:
    truth = look_up(kent_of())
    together = {
        truth.home_of(one.person_id) == truth.home_of(other.person_id)
        for one, other in _tied(BondKind.TWINS)
    }
    assert together == {True, False}


def test_father_and_son_share_a_name_and_an_address() -> None:
    truth = look_up(kent_of())
    pairs = _tied(BondKind.FATHER_AND_SON)
    assert len(pairs) >= 4
    for father, son in pairs:
        assert (father.name.given[0], father.name.family) == (son.name.given[0], son.name.family)
        assert truth.stays[father.person_id][0].uprn == truth.stays[son.person_id][0].uprn
        assert son.born.year - father.born.year >= 18


def test_strangers_share_a_name_and_a_birthday_and_live_apart() -> None:
    truth = look_up(kent_of())
    pairs = _tied(BondKind.SAME_NAME_SAME_BIRTHDAY)
    assert len(pairs) >= 4
    for one, other in pairs:
        assert (one.name, one.born, one.sex) == (other.name, other.born, other.sex)
        assert truth.stays[one.person_id][0].uprn != truth.stays[other.person_id][0].uprn


def test_a_wife_who_took_a_name_keeps_the_former_one_on_record() -> None:
    took = [wife for _, wife in _tied(BondKind.MARRIED) if wife.name.former_family]
    assert len(took) > 100


@pytest.mark.parametrize(
    ("dwelling", "fewest"), [(Dwelling.CARE_HOME, 10), (Dwelling.SHARED_HOUSE, 4)]
)
def test_many_families_share_one_uprn(dwelling: Dwelling, fewest: int) -> None:
    truth = look_up(kent_of())
    shared = [u for u in truth.living_at if truth.entries[u].dwelling is dwelling]
    assert shared
    for uprn in shared:
        families = {truth.residents[p].name.family for p in truth.living_at[uprn]}
        assert len(truth.living_at[uprn]) >= fewest
        assert len(families) > 1


def test_every_naming_tradition_is_there() -> None:
    assert {person.origin for person in kent_of().people} == set(Origin)


def test_names_follow_their_own_structures() -> None:
    by_origin: defaultdict[Origin, list[Resident]] = defaultdict(list)
    for person in kent_of().people:
        by_origin[person.origin].append(person)
    polish = [p for p in by_origin[Origin.POLISH] if p.sex is Sex.FEMALE]
    assert any(p.name.family.endswith("ska") for p in polish)
    assert not any(p.name.family.endswith("ski") for p in polish)
    assert any({"Singh", "Kaur"} & {*p.name.given} for p in by_origin[Origin.SOUTH_ASIAN])
    assert any("Bahadur" in p.name.given for p in by_origin[Origin.NEPALI])
    assert any(p.name.known_as == p.name.given[1] for p in by_origin[Origin.NIGERIAN])
    assert any("-" in p.name.given[0] for p in by_origin[Origin.ROMANIAN])
    assert any("'" in p.name.family for p in by_origin[Origin.IRISH])
    assert all(p.name.given for p in kent_of().people)
