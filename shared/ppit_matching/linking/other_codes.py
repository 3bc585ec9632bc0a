"""Columns that this package does not know (a place of birth, an occupation), compared as texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from ppit_matching.linking.arrays import Codes, Flags, Ints, Longs, Ragged, any_of, cross
from ppit_matching.linking.columns import Values
from ppit_matching.linking.distinct_values import once_each

NEARLY = 0.92
SHORTEST_WORD = 3


class TextLevel(StrEnum):
    """How two texts stand; the value is the reason in words."""

    MISSING = ""
    EQUAL = "same {field}"
    NEARLY = "{field} nearly the same"
    PART = "{field} the same in part"
    DIFFERENT = "{field} different"


@dataclass(frozen=True, slots=True)
class OtherTables:
    """Bits by level of one such column, for two strangers and for two people at one door."""

    strangers: Mapping[TextLevel, float]
    household: Mapping[TextLevel, float]

    def values(self) -> tuple[float, ...]:
        """Return the bits of all levels of both."""
        return (*self.strangers.values(), *self.household.values())


OtherBits = Mapping[str, OtherTables]
EQUAL, NEAR, PART, DIFFERENT = (np.int8(place) for place in range(1, 5))


def text_codes(values: Values, ours: Ints | Longs, theirs: Ints | Longs) -> Codes:
    """Return the level of each pair of records; each distinct pair of texts is compared once."""
    one, two = values.codes[ours], values.codes[theirs]
    codes = np.zeros(len(ours), np.int8)
    both = (one > 0) & (two > 0)
    codes[both & (one == two)] = EQUAL
    unlike = np.flatnonzero(both & (one != two))
    words = _words(values)
    found = once_each(one[unlike], two[unlike], lambda a, b: _unlike(values, words, a, b))
    codes[unlike] = found.astype(np.int8)
    return codes


def _words(values: Values) -> Ragged:
    """Return the words of each distinct text as numbers; short ones (of, the, st) say nothing."""
    known: dict[str, int] = {}
    return Ragged.of(
        tuple(
            known.setdefault(word, len(known))
            for word in text.split()
            if len(word) > SHORTEST_WORD or word.isdigit()
        )
        for text in values.texts
    )


def _unlike(values: Values, words: Ragged, ours: Ints, theirs: Ints) -> Codes:
    texts = np.array(values.texts, object)
    alike = cpdist(
        texts[ours], texts[theirs], scorer=JaroWinkler.similarity, dtype=np.float32, workers=-1
    )
    codes = np.full(len(ours), DIFFERENT, np.int8)
    codes[_shares_word(words, ours, theirs)] = PART
    codes[alike >= NEARLY] = NEAR
    return codes


def _shares_word(words: Ragged, ours: Ints, theirs: Ints) -> Flags:
    which, one, two = cross(words, ours, words, theirs)
    return any_of(which, one == two, len(ours))
