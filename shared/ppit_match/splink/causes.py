"""Our bits field by field, and why Splink's differ: each exception has its cause."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import polars as pl

from ppit_match.splink.report import TOLERANCE_BITS
from ppit_matching.people.person import Person
from ppit_matching.scoring.compare import RARE_OR_SWAPPED, contributions
from ppit_matching.scoring.evidence import Evidence, gather
from ppit_matching.scoring.model import Model

NAMES = ("given", "family", "tf_adj_given", "tf_adj_family")
FIELDS = (
    "born",
    "place",
    "phone",
    "email",
    "national_insurance",
    "sex",
    "middle",
    "generation",
)
"""In the order of `contributions`, after the one or two entries of the names."""


class Cause(StrEnum):
    """Why two weights of one pair differ. FIELD stands before the name of the field."""

    BEYOND = "our list engine counts what the model does not hold"
    NO_LEVEL = "no level of Splink's fits the pair"
    RARITY = "another rarity of the names"
    LEVEL = "another weight of the names' level"
    FIELD = "another weight of "
    PRIOR = "the same levels, another prior"


def our_bits(one: Person, other: Person, model: Model) -> float:
    """Return what Splink calls the match weight: all bits, and the prior."""
    return sum(_by_field(gather(one, other), model).values()) + model.prior_bits


def causes(exceptions: pl.DataFrame, people: Mapping[str, Person], model: Model) -> Iterator[str]:
    """Name the cause of each exception (see `compare_report`)."""
    for row in exceptions.iter_rows(named=True):
        evidence = gather(people[str(row["one"])], people[str(row["other"])])
        splinks = {name: value for name, value in row.items() if isinstance(value, float | None)}
        yield _cause(evidence, splinks, model)


def _cause(evidence: Evidence, splinks: Mapping[str, float | None], model: Model) -> str:
    if splinks["bits"] is None:
        return Cause.NO_LEVEL
    ours = _by_field(evidence, model)
    told = splinks["ours"]
    if told is not None and abs(sum(ours.values()) + model.prior_bits - told) > TOLERANCE_BITS:
        return Cause.BEYOND
    theirs = {"names": _names(splinks), **{name: splinks.get(name) or 0.0 for name in FIELDS}}
    apart = {name: abs(bits - theirs[name]) for name, bits in ours.items()}
    # Where the places differ so do the tables, and with them every other field.
    field = "place" if apart["place"] > TOLERANCE_BITS else max(apart, key=apart.__getitem__)
    if apart[field] <= TOLERANCE_BITS / len(apart):
        return Cause.PRIOR
    if field != "names":
        return f"{Cause.FIELD}{field}"
    return Cause.RARITY if _by_rarity(evidence, model) else Cause.LEVEL


def _names(splinks: Mapping[str, float | None]) -> float:
    rarities = [name for name in splinks if "_rarity_" in name]
    return sum(splinks.get(name) or 0.0 for name in (*NAMES, *rarities))


def _by_field(evidence: Evidence, model: Model) -> dict[str, float]:
    bits = [bits for _, bits in contributions(evidence, model)]
    names = len(bits) - len(FIELDS)
    return {"names": sum(bits[:names]), **dict(zip(FIELDS, bits[names:], strict=True))}


def _by_rarity(evidence: Evidence, model: Model) -> bool:
    weights = model.household if evidence.within_household else model.strangers
    levels = {evidence.given.level, evidence.family.level}
    return weights.by_rarity and not levels.isdisjoint(RARE_OR_SWAPPED)
