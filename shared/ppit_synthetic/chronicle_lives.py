"""People of past centuries who never lived: families, ranks, namesakes, places of birth."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from ppit_synthetic.chance import Weighted, day_between, happens, ranked, weighted, words
from ppit_synthetic.codes import Origin, Sex
from ppit_synthetic.districts import TOWNS, Town
from ppit_synthetic.names import Lineage, family_for, make_lineage, make_name
from ppit_synthetic.streets import STEMS

_MEN = ranked(
    "John William Thomas George James Charles Henry Robert Edward Richard Joseph Samuel Francis "
    "Arthur Frederick Alfred David Alexander Peter Walter Hugh Philip Andrew Daniel Benjamin "
    "Edmund Albert Nicholas Matthew Michael Stephen Ralph Herbert Ernest Reginald Anthony "
    "Christopher Simon Roger Gilbert Harold Leonard Patrick Nathaniel Lawrence Augustus Geoffrey "
    "Humphrey Theodore Jonathan Horace Percy Oliver Ambrose Cuthbert Jasper Lancelot Barnaby "
    "Isaac Josiah"
)
_WOMEN = ranked(
    "Mary Elizabeth Anne Margaret Jane Catherine Sarah Alice Frances Dorothy Eleanor Charlotte "
    "Florence Emily Edith Harriet Caroline Constance Louisa Agnes Susan Martha Isabella Julia "
    "Helen Emma Ellen Maria Beatrice Katharine Lucy Amelia Philippa Georgiana Arabella Winifred "
    "Barbara"
)
_ORIGINS = weighted(
    (
        (Origin.BRITISH, 74),
        (Origin.WELSH, 6),
        (Origin.IRISH, 8),
        (Origin.SOUTH_ASIAN, 4),
        (Origin.POLISH, 3),
        (Origin.NEPALI, 1),
        (Origin.NIGERIAN, 2),
        (Origin.ROMANIAN, 2),
    )
)
_CALLINGS = ranked(
    "politician writer painter cricketer soldier cleric lawyer actor engineer botanist architect "
    "footballer composer merchant physician sailor explorer printer sculptor judge banker poet "
    "chemist mathematician philosopher teacher historian publisher clockmaker gardener astronomer "
    "diplomat singer surveyor potter rower brewer antiquary shipwright weaver"
)
_PEERAGES = words("baron viscount earl marquess duke")
_NUMBERS = words("1st 2nd 3rd 4th 5th 6th 7th 8th")
_CENTURIES = weighted(((1550, 6), (1650, 12), (1750, 30), (1850, 42), (1920, 10)))
_FAMILY_SHARE, _NAMESAKE_SHARE = 0.05, 0.03
_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_VILLAGES_A_TOWN = 14


@dataclass(frozen=True, slots=True)
class Figure:
    """One person. ``styled`` is the name in full dress, in lower case."""

    number: int
    given: tuple[str, ...]
    family: str
    styled: str
    sex: Sex
    origin: Origin
    born: date
    village: str
    town: Town
    postcode: str
    calling: str


@dataclass(frozen=True, slots=True)
class Land:
    """Villages by town: neighbours are villages of one town."""

    villages: dict[str, tuple[str, ...]]

    def neighbour(self, rng: Random, town: Town) -> str:
        return rng.choice((*self.villages[town.name], town.name.lower(), "kent", "england"))


def settle(rng: Random) -> Land:
    stems = [stem.lower() for stem in STEMS]
    rng.shuffle(stems)
    each = _VILLAGES_A_TOWN
    return Land(
        {town.name: tuple(stems[at * each : (at + 1) * each]) for at, town in enumerate(TOWNS)}
    )


def unit_of(rng: Random, town: Town) -> str:
    return (
        f"{rng.choice(town.sectors)}{rng.choice(_UNIT_LETTERS)}{rng.choice(_UNIT_LETTERS)}".lower()
    )


def _towns() -> Weighted[Town]:
    return weighted((town, town.share) for town in TOWNS)


def _given(rng: Random, lineage: Lineage, sex: Sex, year: int) -> tuple[str, ...]:
    if lineage.origin is not Origin.BRITISH:
        return make_name(rng, lineage, sex, year).given
    choices = _MEN if sex is Sex.MALE else _WOMEN
    names = [choices.draw(rng)]
    while len(names) < 3 and happens(rng, 0.35):  # noqa: PLR2004  # three forenames are many
        more = choices.draw(rng)
        if more not in names:
            names.append(more)
    return tuple(names)


def _styled(rng: Random, given: tuple[str, ...], family: str, sex: Sex, land: Land) -> str:
    plain = " ".join((*given, family)).lower()
    if sex is Sex.FEMALE:
        return f"lady {plain}" if happens(rng, 0.04) else plain
    chance = rng.random()
    if chance < 0.07:  # noqa: PLR2004  # a peer: a title and a place
        place = rng.choice(rng.choice(tuple(land.villages.values())))
        rank = f"{rng.choice(_NUMBERS[:5])} {rng.choice(_PEERAGES)}"
        ending = f"{family.lower()} of {place}" if happens(rng, 0.5) else place
        return f"{plain}, {rank} {ending}"
    if chance < 0.11:  # noqa: PLR2004  # a baronet
        return f"sir {plain}, {rng.choice(_NUMBERS)} baronet"
    if chance < 0.17:  # noqa: PLR2004
        return f"sir {plain}"
    return f"{rng.choice(('rev', 'lord', 'dr', 'the hon'))} {plain}" if chance < 0.19 else plain  # noqa: PLR2004


def _figure(rng: Random, number: int, lineage: Lineage, land: Land) -> Figure:
    sex = Sex.FEMALE if happens(rng, 0.2) else Sex.MALE
    start = _CENTURIES.draw(rng)
    born = day_between(rng, date(start, 1, 1), date(min(start + 99, 1990), 12, 31))
    year_only = happens(rng, 0.6 if start < 1750 else 0.15)  # noqa: PLR2004  # registers are young
    town = _towns().draw(rng)
    given = _given(rng, lineage, sex, born.year)
    family = family_for(lineage, sex)
    return Figure(
        number,
        given,
        family,
        _styled(rng, given, family, sex, land),
        sex,
        lineage.origin,
        born.replace(month=1, day=1) if year_only else born,
        town.name.lower() if happens(rng, 0.3) else rng.choice(land.villages[town.name]),
        town,
        unit_of(rng, town),
        _CALLINGS.draw(rng),
    )


def _kin(rng: Random, other: Figure, number: int, lineage: Lineage, land: Land) -> Figure:
    """Return a son of ``other``'s name, or a brother or sister; many of the same door."""
    one = _figure(rng, number, lineage, land)
    home = replace(one, village=other.village, town=other.town)
    home = replace(
        home, postcode=other.postcode if happens(rng, 0.15) else unit_of(rng, other.town)
    )
    son = happens(rng, 0.45) and other.sex is Sex.MALE
    years = rng.randint(20, 42) if son else rng.randint(-12, 12)
    born = one.born.replace(year=min(other.born.year + years, 1995), day=min(one.born.day, 28))
    given = other.given if son else one.given
    sex = other.sex if son else one.sex
    family = family_for(lineage, sex)
    styled = " ".join((*given, family)).lower() if son else _styled(rng, given, family, sex, land)
    calling = other.calling if happens(rng, 0.5) else one.calling
    return replace(
        home, given=given, family=family, sex=sex, styled=styled, born=born, calling=calling
    )


def _namesake(rng: Random, other: Figure, number: int, land: Land) -> Figure:
    """Return a stranger of ``other``'s first and last name, of about the same time."""
    one = _figure(rng, number, Lineage(other.origin, other.family), land)
    given = (other.given[0], *(name for name in one.given[1:] if name != other.given[0]))
    year = max(1400, min(other.born.year + rng.randint(-30, 30), 1995))
    born = one.born.replace(year=year, day=min(one.born.day, 28))
    styled = " ".join((*given, other.family)).lower()
    return replace(one, given=given, family=other.family, sex=other.sex, styled=styled, born=born)


def make_figures(rng: Random, people: int, land: Land) -> list[Figure]:
    """Make ``people`` people: some have kin or a namesake among the others."""
    made: list[Figure] = []
    while len(made) < people:
        lineage = make_lineage(rng, _ORIGINS.draw(rng))
        one = _figure(rng, len(made), lineage, land)
        made.append(one)
        chance = rng.random()
        if chance < _FAMILY_SHARE:
            for _ in range(rng.randint(1, 3)):
                made.append(_kin(rng, one, len(made), lineage, land))
        elif chance < _FAMILY_SHARE + _NAMESAKE_SHARE:
            made.append(_namesake(rng, one, len(made), land))
    return made[:people]
