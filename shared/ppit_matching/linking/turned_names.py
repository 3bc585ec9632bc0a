"""Where each one's first name is the other's family name, for whole columns of pairs."""

import numpy as np

from ppit_matching.linking.arrays import Flags, Ints, any_of
from ppit_matching.linking.name_tables import NameTables
from ppit_matching.linking.word_codes import TYPO, are_forms, spelling_codes


def swapped(names: NameTables, given: tuple[Ints, Ints], family: tuple[Ints, Ints]) -> Flags:
    """Tell where each one's first name is the other's family name: `name_levels.is_swapped`."""
    found = np.zeros(len(given[0]), np.bool_)
    rows = np.flatnonzero(may_be_swapped(names, given, family))
    found[rows] = _swapped(
        names, (given[0][rows], given[1][rows]), (family[0][rows], family[1][rows])
    )
    return found


def may_be_swapped(names: NameTables, given: tuple[Ints, Ints], family: tuple[Ints, Ints]) -> Flags:
    """Tell where somebody's first name may sound like, or be a form of, the other's family name."""
    words = names.words
    # Where there is no name (-1) the last entry is read: a sound that is like no other, no marks.
    first = np.append(words.sound, -1)[names.first]
    last = np.append(words.sound, -2)[names.last]
    # Any two names marked alike are near: one of several family names (1), forms shared (2).
    forms = 2 * np.append(words.forms.shares_any(), np.False_).astype(np.int8)
    given_marks = forms[names.first] | (names.first >= 0)
    family_marks = forms[names.last] | (names.family.many() & (names.last >= 0))
    found = np.zeros(len(given[0]), np.bool_)
    for one, two in ((given[0], family[1]), (given[1], family[0])):
        found |= first[one] == last[two]
        found |= (given_marks[one] & family_marks[two]) > 0
    return found


def _swapped(names: NameTables, given: tuple[Ints, Ints], family: tuple[Ints, Ints]) -> Flags:
    first = names.first[given[0]], names.first[given[1]]
    found = (first[0] >= 0) & (first[1] >= 0)
    surely_ours = _crosswise_surely(names, first[0], family[1])
    surely_theirs = _crosswise_surely(names, first[1], family[0])
    found &= surely_ours | surely_theirs
    for sure, one, held in (
        (surely_ours, first[0], family[1]),
        (surely_theirs, first[1], family[0]),
    ):
        unsure = np.flatnonzero(found & ~sure)
        found[unsure] = _crosswise_nearly(names, one[unsure], held[unsure])
    return found


def _crosswise_surely(names: NameTables, first: Ints, family: Ints) -> Flags:
    rows = np.flatnonzero(first >= 0)
    words = names.words
    rows = rows[words.length[first[rows]] > 1]
    which, part = names.family.expand(family[rows])
    one = first[rows][which]
    alike = words.sound[one] == words.sound[part]
    unlike = np.flatnonzero(~alike)
    alike[unlike] = are_forms(words, one[unlike], part[unlike])
    found = np.zeros(len(first), np.bool_)
    found[rows] = any_of(which, alike, len(rows))
    return found


def _crosswise_nearly(names: NameTables, first: Ints, family: Ints) -> Flags:
    which, part = names.family.expand(family)
    one = first[which]
    near = spelling_codes(names.words, one, part) == TYPO
    near &= (names.words.length[one] > 1) & (one != part)
    return any_of(which, near, len(first))
