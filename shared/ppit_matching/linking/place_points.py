"""The points of streets, postcodes and towns, for whole columns: as `addresses.fit` gives them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from ppit_matching.addresses.fit import (
    DISTRICT_SAME,
    OTHER_STREET,
    OTHER_STREET_TYPE,
    PLACE_OTHER,
    PLACE_SAME,
    POSTCODE_NEAR,
    POSTCODE_OTHER,
    POSTCODE_SAME,
    SECTOR_SAME,
    STREET_POINTS,
)
from ppit_matching.addresses.premises import NAME_ALIKE
from ppit_matching.addresses.words import STREET_TYPES
from ppit_matching.linking.arrays import Floats, Ints
from ppit_matching.linking.distinct_values import once_each
from ppit_matching.linking.name_tables import Texts

Points = NDArray[np.float32]
# What a street is worth whose type only one of the two names (`fit.street_similarity`).
TYPE_UNSAID = 0.95


@dataclass(frozen=True, slots=True)
class Streets:
    """Each text that is a street, its name without its type, and both run together.

    `kind` numbers the types, 0 for none. Other texts have no entry.
    """

    whole: Texts
    bare: Texts
    whole_together: Texts
    bare_together: Texts
    kind: Ints


def streets_of(texts: Texts, streets: Ints) -> Streets:
    """Part the texts numbered `streets`: "mill lane" into its name and its type."""
    kinds = {"": 0}
    blank: Texts = np.full(len(texts), "", object)
    kind = np.zeros(len(texts), np.int32)
    found = Streets(texts, blank, blank.copy(), blank.copy(), kind)
    for place in cast("list[int]", streets.tolist()):
        street = str(texts[place])
        name, space, last = street.rpartition(" ")
        bare, kind = (name, last) if space and last in STREET_TYPES else (street, "")
        found.bare[place], found.kind[place] = bare, kinds.setdefault(kind, len(kinds))
        found.whole_together[place] = street.replace(" ", "")
        found.bare_together[place] = bare.replace(" ", "")
    return found


def street_points(streets: Streets, ours: Ints, theirs: Ints) -> Points:
    """Return the points of two streets of one number; all take numbers of texts, 0 is missing."""
    return _points(ours, theirs, STREET_POINTS[0][1], lambda one, two: _streets(streets, one, two))


def town_points(texts: Texts, ours: Ints, theirs: Ints) -> Points:
    """Return the points of two towns."""

    def unlike(one: Ints, two: Ints) -> Points:
        alike = _scores(fuzz.token_set_ratio, texts[one], texts[two]) / 100 >= NAME_ALIKE
        return np.where(alike, np.float32(PLACE_SAME), np.float32(PLACE_OTHER))

    return _points(ours, theirs, PLACE_SAME, unlike)


def postcode_points(texts: Texts, sector: Ints, district: Ints, pair: tuple[Ints, Ints]) -> Points:
    """Return the points of two postcodes; `sector` and `district` are those of each text."""

    def unlike(one: Ints, two: Ints) -> Points:
        edits: NDArray[np.int32] = cpdist(
            texts[one], texts[two], scorer=OSA.distance, score_cutoff=1, dtype=np.int32
        )
        points = np.full(len(one), POSTCODE_OTHER, np.float32)
        points[district[one] == district[two]] = DISTRICT_SAME
        points[sector[one] == sector[two]] = SECTOR_SAME
        points[edits <= 1] = POSTCODE_NEAR
        return points

    return _points(*pair, POSTCODE_SAME, unlike)


def _points(
    ours: Ints, theirs: Ints, same: float, unlike: Callable[[Ints, Ints], Points]
) -> Points:
    """Ask of each distinct pair of unlike texts once; a missing one gives no points."""
    points = np.zeros(len(ours), np.float32)
    both = (ours > 0) & (theirs > 0)
    points[both & (ours == theirs)] = same
    rows = np.flatnonzero(both & (ours != theirs))
    points[rows] = once_each(ours[rows], theirs[rows], unlike)
    return points


def _streets(streets: Streets, one: Ints, two: Ints) -> Points:
    """Return `fit.street_similarity` of each pair, in points."""
    whole = _similarity(streets.whole_together, streets.whole, one, two)
    bare = _similarity(streets.bare_together, streets.bare, one, two)
    kinds = streets.kind[one], streets.kind[two]
    unsaid = (kinds[0] == 0) | (kinds[1] == 0)
    alike = np.where(unsaid, np.maximum(whole, bare * TYPE_UNSAID), bare * OTHER_STREET_TYPE)
    alike = np.where(kinds[0] == kinds[1], np.minimum(whole, bare), alike)
    points = np.full(len(one), OTHER_STREET, np.float32)
    for bound, worth in reversed(STREET_POINTS):
        points[alike >= bound] = worth
    return points


def _similarity(together: Texts, apart: Texts, one: Ints, two: Ints) -> Floats:
    """Return `premises.name_similarity` of each pair."""
    whole = _scores(fuzz.ratio, together[one], together[two])
    return np.maximum(whole, _scores(fuzz.token_sort_ratio, apart[one], apart[two])) / 100


def _scores(scorer: Callable[..., float], one: Texts, two: Texts) -> Floats:
    found: Floats = cpdist(one, two, scorer=scorer, dtype=np.float64, workers=-1)
    return found
