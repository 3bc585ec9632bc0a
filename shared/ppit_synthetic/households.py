"""Who lives together: couples, families, twins, a father and son of one name, strangers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from ppit_synthetic.census import ADULT, POPULATION_DAY, Census, age_of
from ppit_synthetic.chance import day_between, happens, weighted
from ppit_synthetic.codes import BondKind, Origin, Sex
from ppit_synthetic.names import Lineage, family_for, make_lineage, make_name
from ppit_synthetic.records import Resident, ResidentName

_KEEPS_HER_NAME = {Origin.SOUTH_ASIAN, Origin.NEPALI}
_ALIKE_DRAWS = 12
_ADULT_DAYS = 18 * 366


def single(census: Census) -> list[Resident]:
    return [census.count(census.lineage(), _either(census), census.rng.randint(19, 92))]


def couple(census: Census) -> list[Resident]:
    lineage = census.lineage()
    return _pair(census, lineage, census.rng.randint(21, 88))


def family(census: Census) -> list[Resident]:
    lineage = census.lineage()
    age = census.rng.randint(24, 50)
    parents = _pair(census, lineage, age)
    return parents + _children(census, lineage, parents)


def lone_parent(census: Census) -> list[Resident]:
    lineage = census.lineage()
    parent = census.count(lineage, Sex.FEMALE, census.rng.randint(22, 48))
    return [parent, *_children(census, lineage, [parent])]


def grown_child(census: Census) -> list[Resident]:
    lineage = census.lineage()
    age = census.rng.randint(44, 72)
    parents = _pair(census, lineage, age)
    return [*parents, census.count(lineage, _either(census), census.rng.randint(ADULT, age - 24))]


def three_generations(census: Census) -> list[Resident]:
    lineage = census.lineage()
    parents = _pair(census, lineage, census.rng.randint(28, 48))
    elder = census.count(lineage, Sex.FEMALE, age_of(parents[0]) + census.rng.randint(20, 32))
    return [elder, *parents, *_children(census, lineage, parents)]


def father_and_namesake(census: Census) -> list[Resident]:
    """Name a grown son for the father he lives with: half of them to the last letter."""
    lineage = make_lineage(census.rng, Origin.BRITISH)
    father, *mother = _pair(census, lineage, census.rng.randint(46, 75))
    born = census.birthday(census.rng.randint(ADULT, age_of(father) - 22))
    own = make_name(census.rng, lineage, Sex.MALE, born.year)
    others = father.name.given[1:] if happens(census.rng, 0.5) else own.given[1:]
    given = (father.name.given[0], *(name for name in others if name != father.name.given[0]))
    name = ResidentName(given, father.name.family, None, None)
    son = census.enrol(name, Sex.MALE, born, lineage.origin)
    census.tie(BondKind.FATHER_AND_SON, father, son, None)
    return [father, *mother, son]


def twins(census: Census) -> list[Resident]:
    """Count parents and grown twins, whose first names begin alike as often as not."""
    lineage = census.lineage()
    parents = _pair(census, lineage, census.rng.randint(44, 66))
    first = census.count(lineage, _either(census), census.rng.randint(ADULT, 22))
    sex = first.sex if happens(census.rng, 0.7) else _either(census)
    second = census.enrol(_twin_name(census, lineage, first, sex), sex, first.born, first.origin)
    census.tie(BondKind.TWINS, first, second, None)
    return [*parents, first, second]


ORDINARY: tuple[tuple[Callable[[Census], list[Resident]], float], ...] = (
    (single, 30),
    (couple, 28),
    (family, 23),
    (lone_parent, 9),
    (grown_child, 7),
    (three_generations, 3),
)
KINDS = weighted(ORDINARY)


def _either(census: Census) -> Sex:
    return Sex.FEMALE if happens(census.rng, 0.5) else Sex.MALE


def _pair(census: Census, lineage: Lineage, age: int) -> list[Resident]:
    rng = census.rng
    him = census.count(lineage, Sex.MALE, age)
    hers = make_lineage(rng, lineage.origin if happens(rng, 0.88) else Origin.BRITISH)
    her = census.count(hers, Sex.FEMALE, max(20, age + rng.randint(-6, 4)))
    if happens(rng, 0.75):
        grown = max(him.born, her.born) + timedelta(days=_ADULT_DAYS)
        wedding = day_between(rng, grown, min(POPULATION_DAY, grown + timedelta(days=5000)))
        census.tie(BondKind.MARRIED, him, her, wedding)
        if lineage.origin not in _KEEPS_HER_NAME and happens(rng, 0.75):
            shared = family_for(lineage, Sex.FEMALE)
            name = replace(her.name, family=shared, former_family=her.name.family)
            her = replace(her, name=name)
            census.amend(her)
    return [him, her]


def _children(census: Census, lineage: Lineage, parents: list[Resident]) -> list[Resident]:
    oldest = min(ADULT - 1, min(age_of(parent) for parent in parents) - 18)
    father = parents[0].name.given[0] if parents[0].sex is Sex.MALE else None
    handed_on = replace(lineage, fathers_name=father)
    ages = [
        census.rng.randint(0, max(0, oldest)) for _ in range(census.rng.choice((1, 1, 2, 2, 3)))
    ]
    return [census.count(handed_on, _either(census), age) for age in ages]


def _twin_name(census: Census, lineage: Lineage, first: Resident, sex: Sex) -> ResidentName:
    alike = happens(census.rng, 0.5)
    name = make_name(census.rng, lineage, sex, first.born.year)
    for _ in range(_ALIKE_DRAWS):
        same = name.given[0] == first.name.given[0]
        if not same and (not alike or name.given[0][0] == first.name.given[0][0]):
            break
        name = make_name(census.rng, lineage, sex, first.born.year)
    if name.given[0] == first.name.given[0]:
        # So small a list of names that every draw was the same one: no parents would do it.
        name = replace(name, given=(f"{name.given[0]}-Lee",), known_as=None)
    return name
