"""How two people's names stand, for whole columns: `given_match`, `family_match`.

Each distinct pair of names is compared once. A match is one number: the level first, then how
common the agreeing name is, then the names themselves; the least number is the best match.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ppit_matching.linking.arrays import Codes, Flags, Ints, Longs, any_of, cross, smallest_of_runs
from ppit_matching.linking.distinct_values import distinct_pairs
from ppit_matching.linking.name_tables import NameTables
from ppit_matching.linking.word_codes import (
    EQUAL,
    FORM,
    INITIAL,
    SOUND,
    TYPO,
    given_codes,
    spelling_codes,
)
from ppit_matching.scoring.evidence import SAME_MIDDLE
from ppit_matching.scoring.levels import NameLevel
from ppit_matching.scoring.name_levels import ORDER

MISSING, FORMER = np.int8(ORDER[NameLevel.MISSING]), np.int8(ORDER[NameLevel.FORMER])
PART, ELSEWHERE = np.int8(ORDER[NameLevel.PART]), np.int8(ORDER[NameLevel.ELSEWHERE])
NOTHING = int(np.iinfo(np.int64).max)
# A match in 63 bits: level (5), commonness (10), and two words (24 each).
RANKS, WORD_BITS = 1 << 10, 24
WORD_MASK = np.int64((1 << WORD_BITS) - 1)


@dataclass(frozen=True, slots=True)
class NameCodes:
    """For each pair the level, and the two words whose rarity it carries (0 where none)."""

    level: Codes
    one: Ints
    two: Ints


@dataclass(frozen=True, slots=True)
class NamesCompared:
    """How each distinct pair of names stands, and which of these each pair of records has."""

    distinct: NameCodes
    places: Longs

    def at(self, rows: Longs) -> NameCodes:
        """Return how the names of some pairs of records stand, in arrays of their own."""
        places, found = self.places[rows], self.distinct
        return NameCodes(found.level[places], found.one[places], found.two[places])

    def whole(self) -> NameCodes:
        return self.at(np.arange(len(self.places)))


def _matches(level: Codes, rank: Ints, ours: Ints, theirs: Ints) -> Longs:
    least, most = np.minimum(ours, theirs), np.maximum(ours, theirs)
    key = level.astype(np.int64) * RANKS + rank
    return (((key << WORD_BITS) | least.astype(np.int64)) << WORD_BITS) | most.astype(np.int64)


def _read_matches(matches: Longs) -> NameCodes:
    return NameCodes(
        (matches >> (2 * WORD_BITS + 10)).astype(np.int8),
        ((matches >> WORD_BITS) & WORD_MASK).astype(np.int32),
        (matches & WORD_MASK).astype(np.int32),
    )


def given_columns(names: NameTables, ours: Ints, theirs: Ints) -> NamesCompared:
    """Compare given names; `ours` and `theirs` number rows of `names.givens`."""
    return _compared(names, len(names.givens), (ours, theirs), _given_matches)


def _compared(
    names: NameTables,
    size: int,
    pair: tuple[Ints, Ints],
    matches: Callable[[NameTables, Ints, Ints], Longs],
) -> NamesCompared:
    """Compare each name with itself, and then each distinct pair of two names."""
    ours, theirs = pair
    unlike = np.flatnonzero(ours != theirs)
    one, two, found = distinct_pairs(ours[unlike], theirs[unlike])
    alone = np.arange(size, dtype=np.int32)
    places = ours.astype(np.int64)
    places[unlike] = found + np.int64(size)
    both = np.concatenate([alone, one]), np.concatenate([alone, two])
    return NamesCompared(_read_matches(matches(names, *both)), places)


def _given_matches(names: NameTables, ours: Ints, theirs: Ints) -> Longs:
    words = names.words
    one, two = names.called.first(ours), names.called.first(theirs)
    matches = np.zeros(len(ours), np.int64)  # all missing
    open_ = (one >= 0) & (two >= 0)
    same = open_ & (one == two)
    same[same] = words.length[one[same]] > 1
    level = np.full(int(same.sum()), EQUAL)
    matches[same] = _matches(level, level.astype(np.int32) * 0, one[same], two[same])
    rest = np.flatnonzero(open_ & ~same)
    which, ours_word, theirs_word = cross(names.called, ours[rest], names.called, theirs[rest])
    codes = given_codes(words, ours_word, theirs_word)
    ranks = np.maximum(words.given_rank[ours_word], words.given_rank[theirs_word])
    best = smallest_of_runs(which, _matches(codes, ranks, ours_word, theirs_word), len(rest), 0)
    level = _read_matches(best).level
    weak = np.flatnonzero(level > INITIAL)
    found = weak[_is_elsewhere(names, ours[rest[weak]], theirs[rest[weak]])]
    first = one[rest[found]], two[rest[found]]
    best[found] = _matches(np.full(len(found), ELSEWHERE), first[0] * 0, *first)
    matches[rest] = best
    return matches


def _is_elsewhere(names: NameTables, ours: Ints, theirs: Ints) -> Flags:
    """Tell where the name that one is called by is the other's middle name."""
    found = np.zeros(len(ours), np.bool_)
    for one, two in ((ours, theirs), (theirs, ours)):
        which, middle, called = cross(names.middle, one, names.called, two)
        same = (middle == called) & (names.words.length[middle] > 1)
        found |= any_of(which, same, len(ours))
    return found


def family_columns(names: NameTables, ours: Ints, theirs: Ints) -> NamesCompared:
    """Compare family names; `ours` and `theirs` number rows of `names.families`."""
    return _compared(names, len(names.families), (ours, theirs), _family_matches)


def _family_matches(names: NameTables, ours: Ints, theirs: Ints) -> Longs:
    one, two = names.whole[ours], names.whole[theirs]
    both = (one >= 0) & (two >= 0)
    last = names.last[ours], names.last[theirs]
    level = np.zeros(len(ours), np.int8)
    level[both] = EQUAL
    unlike = np.flatnonzero(both & (one != two))
    level[unlike] = spelling_codes(names.words, one[unlike], two[unlike])
    matches = np.zeros(len(ours), np.int64)
    matches[both] = _matches(level[both], last[0][both] * 0, last[0][both], last[1][both])
    settled = (level == EQUAL) | (level == TYPO) | (level == SOUND)
    rest = np.flatnonzero(~settled)
    better = np.minimum(
        _former(names, ours[rest], theirs[rest]), _parts(names, ours[rest], theirs[rest])
    )
    found = better != NOTHING
    matches[rest[found]] = better[found]
    return matches


def _former(names: NameTables, ours: Ints, theirs: Ints) -> Longs:
    """Find a former name of one among the other's names."""
    best = np.full(len(ours), NOTHING, np.int64)
    for one, two in ((ours, theirs), (theirs, ours)):
        for held in (names.family, names.former):
            which, former, name = cross(names.former, one, held, two)
            same = former == name
            shared = former[same]
            rank = names.words.family_rank[shared]
            level = np.full(len(shared), FORMER)
            found = _matches(level, rank, shared, shared)
            best = np.minimum(best, smallest_of_runs(which[same], found, len(ours), NOTHING))
    return best


def _parts(names: NameTables, ours: Ints, theirs: Ints) -> Longs:
    """Find a part that is the same or sounds alike, where one of the names has several."""
    many = (names.family.sizes(ours) > 1) | (names.family.sizes(theirs) > 1)
    rows = np.flatnonzero(many)
    which, one, two = cross(names.family, ours[rows], names.family, theirs[rows])
    words = names.words
    same = words.sound[one] == words.sound[two]
    which, one, two = which[same], one[same], two[same]
    rank = np.maximum(words.family_rank[one], words.family_rank[two])
    rank = rank + np.where(one == two, 0, RANKS // 2)
    found = _matches(np.full(len(one), PART), rank.astype(np.int32), one, two)
    best = np.full(len(ours), NOTHING, np.int64)
    best[rows] = smallest_of_runs(which, found, len(rows), NOTHING)
    return best


def middle_codes(names: NameTables, ours: Ints, theirs: Ints) -> Codes:
    """Compare middle names: 0 where either has none, 1 where some agree, 2 where none does."""
    has = np.diff(names.middle.starts) > 0
    codes = np.zeros(len(ours), np.int8)
    both = np.flatnonzero(has[ours] & has[theirs])
    one, two, places = distinct_pairs(ours[both], theirs[both])
    which, ours_word, theirs_word = cross(names.middle, one, names.middle, two)
    same = np.isin(
        given_codes(names.words, ours_word, theirs_word), [ORDER[level] for level in SAME_MIDDLE]
    )
    codes[both] = np.where(any_of(which, same, len(one)), 1, 2)[places]
    return codes


IS_STRONG = np.isin(np.arange(len(ORDER)), [EQUAL, FORM, FORMER, TYPO])
