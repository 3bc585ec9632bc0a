"""How two words of a name stand, for whole columns of words: the ladder of `name_levels`."""

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from ppit_matching.linking.arrays import Codes, Flags, Ints, any_of, cross
from ppit_matching.linking.distinct_values import once_each
from ppit_matching.linking.name_tables import WordTable
from ppit_matching.scoring.levels import NameLevel
from ppit_matching.scoring.name_levels import LITTLE, NEARLY, ORDER, SHORTEST_TYPO

EQUAL, FORM, TYPO, SOUND = (
    np.int8(ORDER[level])
    for level in (NameLevel.EQUAL, NameLevel.FORM, NameLevel.TYPO, NameLevel.SOUND)
)
INITIAL, CLOSE, DIFFERENT = (
    np.int8(ORDER[level]) for level in (NameLevel.INITIAL, NameLevel.CLOSE, NameLevel.DIFFERENT)
)


def spelling_codes(words: WordTable, ours: Ints, theirs: Ints) -> Codes:
    """Return how differing words stand by spelling and sound alone."""
    codes = once_each(ours, theirs, lambda one, two: _spelling(words, one, two))
    return codes.astype(np.int8)


def _spelling(words: WordTable, ours: Ints, theirs: Ints) -> Codes:
    one, two = words.texts[ours], words.texts[theirs]
    alike: NDArray[np.float64] = cpdist(
        one, two, scorer=JaroWinkler.similarity, score_cutoff=LITTLE, dtype=np.float64, workers=-1
    )
    codes = np.where(alike >= LITTLE, CLOSE, DIFFERENT)
    codes[words.sound[ours] == words.sound[theirs]] = SOUND
    codes[alike >= NEARLY] = TYPO
    longest = np.maximum(words.length[ours], words.length[theirs])
    gap = np.abs(words.length[ours] - words.length[theirs])
    rest = np.flatnonzero((alike < NEARLY) & (longest >= SHORTEST_TYPO) & (gap <= 1))
    edits: NDArray[np.int32] = cpdist(
        one[rest], two[rest], scorer=OSA.distance, score_cutoff=1, dtype=np.int32, workers=-1
    )
    codes[rest[edits <= 1]] = TYPO
    return codes.astype(np.int8)


def given_codes(words: WordTable, ours: Ints, theirs: Ints) -> Codes:
    """Return how two given names stand: `name_levels.given_level`."""
    return once_each(ours, theirs, lambda one, two: _given(words, one, two)).astype(np.int8)


def _given(words: WordTable, ours: Ints, theirs: Ints) -> Codes:
    codes = np.full(len(ours), EQUAL, np.int8)
    initial = (words.length[ours] == 1) | (words.length[theirs] == 1)
    begins = words.first[ours] == words.first[theirs]
    codes[initial] = np.where(begins, INITIAL, DIFFERENT)[initial]
    open_ = np.flatnonzero(~initial & (ours != theirs))
    same = are_forms(words, ours[open_], theirs[open_])
    codes[open_[same]] = FORM
    rest = open_[~same]
    spelt = _spelling(words, ours[rest], theirs[rest])
    both = words.known[ours[rest]] & words.known[theirs[rest]]
    codes[rest] = np.where(both & (spelt == TYPO), CLOSE, spelt)
    return codes


def are_forms(words: WordTable, ours: Ints, theirs: Ints) -> Flags:
    """Tell which pairs are forms of one given name."""
    related = words.forms.shares_any()
    found = ours == theirs
    rows = np.flatnonzero(related[ours] & related[theirs] & ~found)
    which, one, two = cross(words.forms, ours[rows], words.forms, theirs[rows])
    found[rows] = any_of(which, one == two, len(rows))
    return found
