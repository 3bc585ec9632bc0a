"""The points of streets, postcodes and towns, for whole columns: as `addresses.fit` gives them."""

from collections.abc import Callable

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
from ppit_matching.linking.arrays import Floats, Ints, once_each
from ppit_matching.linking.name_tables import Texts

Points = NDArray[np.float32]
# What a street is worth whose type only one of the two names (`fit.street_similarity`).
TYPE_UNSAID = 0.95


def street_points(texts: Texts, ours: Ints, theirs: Ints) -> Points:
    """Return the points of two streets of one number; all take numbers of texts, 0 is missing."""
    return _points(ours, theirs, STREET_POINTS[0][1], lambda one, two: _streets(texts, one, two))


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


def _streets(texts: Texts, ours: Ints, theirs: Ints) -> Points:
    """Return `fit.street_similarity` of each pair, in points."""
    one, two = texts[ours], texts[theirs]
    parted = _without_types(one), _without_types(two)
    whole, bare = _similarity(one, two), _similarity(parted[0][0], parted[1][0])
    types = parted[0][1], parted[1][1]
    unsaid = (types[0] == "") | (types[1] == "")
    alike = np.where(unsaid, np.maximum(whole, bare * TYPE_UNSAID), bare * OTHER_STREET_TYPE)
    alike = np.where(types[0] == types[1], np.minimum(whole, bare), alike)
    points = np.full(len(one), OTHER_STREET, np.float32)
    for bound, worth in reversed(STREET_POINTS):
        points[alike >= bound] = worth
    return points


def _without_types(streets: Texts) -> tuple[Texts, Texts]:
    """Part "mill lane" into its name and its type, "" for none."""
    parted = np.empty((len(streets), 2), object)
    for row, street in enumerate(streets):
        name, space, last = str(street).rpartition(" ")
        parted[row] = (name, last) if space and last in STREET_TYPES else (street, "")
    return parted[:, 0], parted[:, 1]


def _similarity(one: Texts, two: Texts) -> Floats:
    """Return `premises.name_similarity` of each pair."""
    whole = _scores(fuzz.ratio, _run_together(one), _run_together(two))
    return np.maximum(whole, _scores(fuzz.token_sort_ratio, one, two)) / 100


def _run_together(texts: Texts) -> Texts:
    return np.array([*(str(text).replace(" ", "") for text in texts), ""], object)[:-1]


def _scores(scorer: Callable[..., float], one: Texts, two: Texts) -> Floats:
    found: Floats = cpdist(one, two, scorer=scorer, dtype=np.float64, workers=-1)
    return found
