"""Given and family names as Splink comparisons: a level's weight, and the rarity of the name.

The first comparison of a name weighs the level, and adds the rarity by Splink's adjustment for
term frequency where the names that agree are those of the column. Where another name of the
record agrees, four more add its rarity, digit by digit.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ppit_match.splink import ladder
from ppit_match.splink.level_settings import Level, by_share, missing, weighing
from ppit_match.splink.sql import SAME_HOME, at, letter
from ppit_matching.scoring.compare import RARE_OR_SWAPPED
from ppit_matching.scoring.levels import NameLevel
from ppit_matching.scoring.model import Model, Weights

Comparison = tuple[str, Iterator[Level]]


@dataclass(frozen=True, slots=True)
class _Name:
    """A field, its two places in the pair's text, its weights and the share of an unlisted name."""

    field: str
    place: int
    rarity: int
    bits_of: Callable[[Weights], Mapping[NameLevel, float]]
    usual: float


def name_comparisons(model: Model) -> Iterator[Comparison]:
    """Give the comparisons of both names."""
    shares = model.shares
    given = _Name(
        "given", ladder.GIVEN, ladder.GIVEN_RARITY, lambda table: table.given, shares.other_given
    )
    family = _Name(
        "family", ladder.FAMILY, ladder.FAMILY_RARITY, lambda table: table.family,
        shares.other_family,
    )  # fmt: skip
    for name in (given, family):
        yield name.field, _levels(name, model)
        for digit, bits in enumerate(ladder.DIGIT_BITS):
            yield f"{name.field}_rarity_{digit + 1}", _digit(name.rarity + digit, bits)


def _levels(name: _Name, model: Model) -> Iterator[Level]:
    yield missing(at(name.place, NameLevel.MISSING))
    for level in list(NameLevel)[1:]:
        said = at(name.place, level)
        yield from _table(name, level, model.household, (f"{said} and {SAME_HOME}", "household"))
        yield from _table(name, level, model.strangers, (said, "strangers"))


def _table(
    name: _Name, level: NameLevel, weights: Weights, where: tuple[str, str]
) -> Iterator[Level]:
    said, table = where
    bits = name.bits_of(weights)[level]
    label = f"{level.name}, {table}"
    if weights.by_rarity and level in RARE_OR_SWAPPED:
        own = f"{said} and {letter(name.rarity, ladder.NONE)}"
        yield by_share(f"{label}, with its rarity", own, bits, name.field, name.usual)
        label = f"{label}, of another name"
    yield weighing(label, said, bits)


def _digit(place: int, bits: float) -> Iterator[Level]:
    yield missing(letter(place, ladder.NONE))
    for value in range(ladder.BASE):
        yield weighing(f"{value * bits} bits", letter(place, str(value)), value * bits)
