"""The fields of a pair as numbered levels, and how often two records taken at random stand so."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Codes, Ints, Longs
from ppit_matching.linking.levels import Levels, Prepared
from ppit_matching.linking.other_codes import TextLevel
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel

Shares = NDArray[np.float64]
SIMPLE_FIELDS = ("phone", "email", "national_insurance", "sex", "middle", "generation")
NAMES: Mapping[str, int] = {"given": len(NameLevel), "family": len(NameLevel)}
DOOR = list(PlaceLevel).index(PlaceLevel.DOOR)
POSTCODE = list(PlaceLevel).index(PlaceLevel.POSTCODE)
BORN_EQUAL = list(DateLevel).index(DateLevel.EQUAL)
AGREES = list(OtherLevel).index(OtherLevel.AGREES)
NAME_EQUAL = list(NameLevel).index(NameLevel.EQUAL)
# Half a pair: what was never seen among the pairs at random is rarer than once.
UNSEEN = 0.5


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its levels in each pair, and the share of each level among random pairs."""

    name: str
    codes: Codes
    random: Shares


def fields_of(levels: Levels) -> dict[str, Codes]:
    """Name the columns of levels; others are told from ours by a colon."""
    return {
        "given": levels.given.level,
        "family": levels.family.level,
        "born": levels.born,
        "place": levels.place,
        **levels.simple,
        **{f"other:{name}": codes for name, codes in levels.others.items()},
    }


def size_of(field: str) -> int:
    if field in NAMES:
        return NAMES[field]
    if field == "born":
        return len(DateLevel)
    if field == "place":
        return len(PlaceLevel)
    return len(TextLevel) if field.startswith("other:") else len(OtherLevel)


def random_shares(prepared: Prepared, random: Levels, source: Ints | None) -> dict[str, Shares]:
    """Return each level's share among pairs at random in which neither value is missing.

    Agreement is too rare to be met in a sample, so it is counted from the values themselves.
    """
    counted = {name: _counted(codes, size_of(name)) for name, codes in fields_of(random).items()}
    for name, (level, share) in _agreement(prepared, source).items():
        counted[name] = _with(counted[name], level, share)
    return counted


def _counted(codes: Codes, size: int) -> Shares:
    counts = np.bincount(codes, minlength=size).astype(np.float64) + UNSEEN
    counts[0] = 0
    return counts / counts.sum()


def _with(shares: Shares, level: int, share: float) -> Shares:
    """Put a counted share in and let the other levels have what is left."""
    kept = shares.copy()
    kept[level] = 0
    kept *= (1 - share) / max(kept.sum(), 1e-12)
    kept[level] = max(share, 1e-12)
    return kept


def _agreement(prepared: Prepared, source: Ints | None) -> dict[str, tuple[int, float]]:
    columns = prepared.columns
    names, places = columns.names, columns.places
    day = prepared.dates[2][columns.born] > 0
    first_of_january = (prepared.dates[1] == 1) & (prepared.dates[2] == 1)
    dated = np.where(day, columns.born, 0)
    share_of_dates = _same(np.where(first_of_january[dated], 0, dated), source)
    known = dated[dated > 0]
    not_january = 1 - float(first_of_january[known].sum()) / max(len(known), 1)
    found = {
        "given": (NAME_EQUAL, _same(names.first[columns.given] + 1, source)),
        "family": (NAME_EQUAL, _same(names.whole[columns.family] + 1, source)),
        "born": (BORN_EQUAL, share_of_dates * not_january**2),
        "place": (POSTCODE, _same(places.postcode, source)),
        "phone": (1, _same(columns.phone.codes, source)),
        "email": (1, _same(columns.email.codes, source)),
        "national_insurance": (1, _same(columns.national_insurance.codes, source)),
    }
    for name, values in columns.others.items():
        found[f"other:{name}"] = (1, _same(values.codes, source))
    return found


def _same(codes: Ints, source: Ints | None) -> float:
    """Return the chance that two records of the list (or of two sources) have the same value."""
    if source is None:
        counts = np.bincount(codes).astype(np.float64)[1:]
        pairs = counts.sum() * (counts.sum() - 1)
        return float((counts * (counts - 1)).sum() / pairs) if pairs > 0 else 0.0
    size = int(codes.max(initial=0)) + 1
    both = [
        np.bincount(codes[source == place], minlength=size).astype(np.float64)[1:]
        for place in np.unique(source)
    ]
    total = np.sum(both, axis=0)
    same = float((total**2).sum() - sum(float((side**2).sum()) for side in both))
    pairs = float(total.sum() ** 2 - sum(float(side.sum()) ** 2 for side in both))
    return same / pairs if pairs > 0 else 0.0


def pair_universe(records: int, source: Ints | None) -> float:
    """Return how many pairs there are to be one person or not."""
    if source is None:
        return records * (records - 1) / 2
    counts = np.unique(source, return_counts=True)[1].astype(np.float64)
    return float(counts.sum() ** 2 - (counts**2).sum()) / 2


def random_pairs(records: int, wanted: int, source: Ints | None) -> tuple[Longs, Longs]:
    """Draw pairs of two different records, the same ones every time."""
    chance = np.random.default_rng(20_260_101)
    left = chance.integers(0, records, wanted)
    right = (left + chance.integers(1, max(records, 2), wanted)) % records
    kept = left != right
    if source is not None:
        kept &= source[left] != source[right]
    return left[kept], right[kept]
