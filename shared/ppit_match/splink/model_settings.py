"""A model as Splink settings: plain JSON, the same for DuckDB and Spark.

A comparison for each field, a level for each level of each of the model's two tables, so that the
logarithm of m / u is the level's weight.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from ppit_match.splink import ladder
from ppit_match.splink.level_settings import Level, by_table, missing, weighing
from ppit_match.splink.name_settings import name_comparisons
from ppit_match.splink.sql import (
    BORN,
    BY_PHONE,
    CONTRADICTING,
    JOINT,
    NO_YEAR,
    SAME_HOME,
    at,
    letter,
    one_of,
)
from ppit_matching.scoring.evidence import SAME_YEAR
from ppit_matching.scoring.levels import DateLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import RARE_LEVELS, Model, Weights

OtherBits = Callable[[Weights], Mapping[OtherLevel, float]]
ONE_LIST = "l.keys = r.keys"
TWO_LISTS = f"{ONE_LIST} and l.source <> r.source"
AGREEING: Mapping[str, OtherBits] = {
    "phone": lambda table: table.phone,
    "email": lambda table: table.email,
    "national_insurance": lambda table: table.national_insurance,
    "sex": lambda table: table.sex,
    "generation": lambda table: table.generation,
}
"""Fields that are the same or not, by the columns that hold them."""
SAME_FIRST = one_of(ladder.GIVEN, RARE_LEVELS)


def settings_of(model: Model, *, two_lists: bool = False) -> dict[str, object]:
    """Return settings for `Linker`: bits, prior included, are Splink's `match_weight`.

    `two_lists`: only pairs of records with another `source`. The calibration is not in them:
    Splink has no place for it.
    """
    rule = TWO_LISTS if two_lists else ONE_LIST
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 1 / (1 + 2**-model.prior_bits),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule, "arrays_to_explode": ["keys"]}
        ],
        "comparisons": [
            {"output_column_name": field, "comparison_levels": list(levels)}
            for field, levels in _comparisons(model)
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def _comparisons(model: Model) -> Iterator[tuple[str, Iterable[Level]]]:
    # First the one that reads the pair's text before anything else: DuckDB then makes it once.
    yield "place", _place(model)
    yield from name_comparisons(model)
    yield "born", _born(model)
    unsaid, agrees = (at(ladder.MIDDLE, level) for level in list(OtherLevel)[:2])
    yield "middle", _agreement(unsaid, agrees, lambda table: table.middle, model)
    for field, bits_of in AGREEING.items():
        unsaid, agrees = f"{field}_l is null or {field}_r is null", f"{field}_l = {field}_r"
        levels = _agreement(unsaid, agrees, bits_of, model)
        yield field, chain(_home_by_phone(model), levels) if field == "phone" else levels


def _place(model: Model) -> Iterator[Level]:
    yield missing(at(ladder.PLACE, PlaceLevel.MISSING))
    yield missing(BY_PHONE)
    for level in list(PlaceLevel)[1:]:
        yield weighing(level.name, at(ladder.PLACE, level), model.place[level])
    same = letter(ladder.PLACE, ladder.SAME_PLACE)
    yield weighing("DOOR, first name and date of birth agree", same, model.at_same_place)


def _born(model: Model) -> Iterator[Level]:
    yield missing(NO_YEAR)
    yield from _dates(BORN, model)
    # A joint row's date may be the other member's, so it cannot contradict.
    yield missing(JOINT)
    yield from _dates(CONTRADICTING, model)


def _dates(asked: Iterable[tuple[DateLevel, str]], model: Model) -> Iterator[Level]:
    for level, said in asked:
        if model.fashion_bits and level in SAME_YEAR and model.strangers.by_rarity:
            bits = model.strangers.born[level] - model.fashion_bits
            condition = f"({said}) and {SAME_FIRST} and not {SAME_HOME}"
            yield weighing(f"{level.name}, first name too, strangers", condition, bits)
        yield from by_table(level.name, said, lambda table, at=level: table.born[at], model)


def _home_by_phone(model: Model) -> Iterator[Level]:
    """Weigh a telephone that stands for the door."""
    bits = model.household.phone[OtherLevel.AGREES] + model.place[PlaceLevel.DOOR]
    yield weighing("AGREES, of one home by itself", BY_PHONE, bits)


def _agreement(unsaid: str, agrees: str, bits_of: OtherBits, model: Model) -> Iterator[Level]:
    yield missing(unsaid)
    for level, said in ((OtherLevel.AGREES, agrees), (OtherLevel.DISAGREES, f"not ({agrees})")):
        yield from by_table(level.name, said, lambda table, at=level: bits_of(table)[at], model)
