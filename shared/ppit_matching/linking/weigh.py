"""The weight of whole columns of pairs: the same bits as `scoring.compare` says of each pair."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Floats, Ints, Longs
from ppit_matching.linking.columns import Columns
from ppit_matching.linking.fashion import of_one_fashion
from ppit_matching.linking.fields import AGREES, BORN_EQUAL, DOOR, NAME_EQUAL, SIMPLE_FIELDS
from ppit_matching.linking.levels import Levels
from ppit_matching.linking.other_codes import OtherBits, TextLevel, text_codes
from ppit_matching.linking.rarity import agreed_bits, value_bits
from ppit_matching.linking.texts import ADDRESS_PART
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import BITS_BOUND, Model, Weights

L = TypeVar("L", bound=StrEnum)
# Sums in another order differ in their last places.
SLACK = 1e-6


def weights_of(levels: Levels, rarity: tuple[Floats, Floats], model: Model) -> Floats:
    """Return the evidence of each pair in bits, by the table that `Evidence` says."""
    door = levels.place == DOOR
    same = (levels.given.level == NAME_EQUAL) & (levels.born == BORN_EQUAL)
    home = (door | (levels.simple["phone"] == AGREES)) & ~same
    strangers = _by_table(levels, model.strangers, rarity)
    if model.fashion_bits and model.strangers.by_rarity:
        strangers -= np.where(of_one_fashion(levels), model.fashion_bits, 0.0)
    weight = np.where(home, _by_table(levels, model.household, rarity), strangers)
    place = _table(model.place, PlaceLevel)[np.where(home, DOOR, levels.place)]
    return weight + np.where(door & same, model.at_same_place, place)


def _by_table(levels: Levels, weights: Weights, rarity: tuple[Floats, Floats]) -> Floats:
    total = _table(weights.given, NameLevel)[levels.given.level]
    total += _table(weights.family, NameLevel)[levels.family.level]
    if weights.by_rarity:
        total += rarity[0]
        total += rarity[1]
    total += _table(weights.born, DateLevel)[levels.born]
    for name in SIMPLE_FIELDS:
        if levels.simple[name].any():
            total += _table(getattr(weights, name), OtherLevel)[levels.simple[name]]
    return total


def _table(weights: Mapping[L, float], levels: Iterable[L]) -> Floats:
    return np.array([weights[level] for level in levels], np.float64)


def others_of(columns: Columns, levels: Levels, ours: Ints | Longs, bits: OtherBits) -> Floats:
    """Return what the columns that the model does not know add, in bits.

    At one door a rare value counts no more than a common one: both people may have it from there.
    """
    total = np.zeros(len(ours), np.float64)
    door = levels.place == DOOR
    for name, codes in levels.others.items():
        values = columns.others[name]
        strangers = _table(bits[name].strangers, TextLevel)[codes]
        if not name.startswith(ADDRESS_PART):
            strangers += agreed_bits(values, value_bits(values), codes, ours)
        total += np.where(door, _table(bits[name].household, TextLevel)[codes], strangers)
    return total


def others_told(
    columns: Columns, bits: OtherBits, pair: tuple[int, int], *, door: bool
) -> list[tuple[str, float]]:
    """Return in words and bits what `others_of` adds for one pair of records, column by column."""
    ours, theirs = (np.array([row], np.int64) for row in pair)
    told: list[tuple[str, float]] = []
    for name, tables in bits.items():
        values = columns.others[name]
        codes = text_codes(values, ours, theirs)
        level = list(TextLevel)[int(codes[0])]
        added = (tables.household if door else tables.strangers)[level]
        if not door and not name.startswith(ADDRESS_PART):
            added += float(agreed_bits(values, value_bits(values), codes, ours)[0])
        told.append((level.format(field=name.removeprefix(ADDRESS_PART)), added))
    return told


def probabilities(weight: Floats, model: Model) -> Floats:
    """Return `Model.probability` of each weight."""
    bits = weight.astype(np.float64) + model.prior_bits
    if model.calibration:
        bits = _calibrated(bits, model.calibration)
    bits = np.clip(bits, -BITS_BOUND, BITS_BOUND)
    return (1 / (1 + np.exp2(-bits))).astype(np.float64)


def plain(model: Model) -> Model:
    """Return the model without its calibration: probabilities are then what weights say alone."""
    return replace(model, calibration=())


def least_weight(model: Model, probability: float) -> float:
    """Return the least weight of this probability: it never falls as weight grows."""
    low, high = -2 * BITS_BOUND, 2 * BITS_BOUND
    while high - low > SLACK:
        middle = (low + high) / 2
        reached = probabilities(np.array([middle]), model)[0] >= probability
        low, high = (low, middle) if reached else (middle, high)
    return low


def _calibrated(
    bits: NDArray[np.float64], points: tuple[tuple[float, float], ...]
) -> NDArray[np.float64]:
    table: NDArray[np.float64] = np.array(points, np.float64)
    said, proved = table[:, 0], table[:, 1]
    inside: NDArray[np.float64] = np.interp(bits, said, proved)
    low, high = bits + proved[0] - said[0], bits + proved[-1] - said[-1]
    return np.where(bits < said[0], low, np.where(bits > said[-1], high, inside))
