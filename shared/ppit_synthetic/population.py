"""Fill the homes of a Kent with the people who live there now."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from ppit_synthetic.census import POPULATION_DAY, Census, age_of
from ppit_synthetic.chance import day_between, happens, stream
from ppit_synthetic.codes import BondKind, Dwelling, Sex
from ppit_synthetic.households import KINDS, father_and_namesake, single, twins
from ppit_synthetic.records import GazetteerEntry, Resident

_PLANNED_SHARE = 250  # one pair of twins, of namesakes and of strangers for each so many people
_LARGEST_HOUSEHOLD = 7
_OLD_AGE = 76
_LAST_YEARS = timedelta(days=900)


def make_population(seed: int, people: int, gazetteer: tuple[GazetteerEntry, ...]) -> Census:
    """Return exactly ``people`` persons, each placed in a home of ``gazetteer``."""
    census = Census(stream(seed, "people"))
    homes = [e.uprn for e in gazetteer if e.dwelling in {Dwelling.HOUSE, Dwelling.FLAT}]
    census.rng.shuffle(homes)
    alone: list[Resident] = []
    _fill_shared_homes(census, gazetteer)
    for index in range(max(4, people // _PLANNED_SHARE)):
        _settle(census, homes.pop(), father_and_namesake(census))
        _settle_twins(census, homes, apart=index % 2 == 0)
    while len(census.people) < people:
        room_for_more = people - len(census.people) >= _LARGEST_HOUSEHOLD
        household = KINDS.draw(census.rng)(census) if room_for_more else single(census)
        if len(household) == 1:
            alone += household
        _settle(census, homes.pop(), household)
    _make_strangers_alike(census, alone, max(4, people // _PLANNED_SHARE))
    _let_some_die(census, stream(seed, "deaths"))
    return census


def _settle(census: Census, uprn: str, household: list[Resident]) -> None:
    census.homes[uprn] = [person.person_id for person in household]


def _settle_twins(census: Census, homes: list[str], *, apart: bool) -> None:
    *others, second = twins(census)
    _settle(census, homes.pop(), others if apart else [*others, second])
    if apart:
        _settle(census, homes.pop(), [second])


def _fill_shared_homes(census: Census, gazetteer: tuple[GazetteerEntry, ...]) -> None:
    rng = census.rng
    for entry in gazetteer:
        if entry.dwelling is Dwelling.CARE_HOME:
            ages = [rng.randint(74, 99) for _ in range(rng.randint(12, 28))]
        elif entry.dwelling is Dwelling.SHARED_HOUSE:
            ages = [rng.randint(19, 48) for _ in range(rng.randint(4, 7))]
        else:
            continue
        sexes = [Sex.FEMALE if happens(rng, 0.5) else Sex.MALE for _ in ages]
        unrelated = zip(sexes, ages, strict=True)
        _settle(census, entry.uprn, [census.count(census.lineage(), *who) for who in unrelated])


def _make_strangers_alike(census: Census, alone: list[Resident], pairs: int) -> None:
    """Give ``pairs`` of people who live alone the name and the birthday of another such person."""
    men = [person for person in alone if person.sex is Sex.MALE]
    women = [person for person in alone if person.sex is Sex.FEMALE]
    for index in range(pairs):
        pool = men if index % 2 == 0 else women
        first, second = pool.pop(), pool.pop()
        namesake = replace(second, name=first.name, born=first.born, origin=first.origin)
        census.amend(namesake)
        census.tie(BondKind.SAME_NAME_SAME_BIRTHDAY, first, namesake, None)


def _let_some_die(census: Census, rng: Random) -> None:
    for person in census.people:
        if age_of(person) >= _OLD_AGE and happens(rng, 0.06):
            day = day_between(rng, POPULATION_DAY - _LAST_YEARS, POPULATION_DAY)
            census.amend(replace(person, died=day))
