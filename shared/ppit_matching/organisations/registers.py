"""Names of organisations as registers and screening lists hold them: keys, and strict sameness.

Stricter than `match`: a register's name is the same only if every word of its own agrees.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from ppit_matching.organisations.match import match_organisation_names
from ppit_matching.organisations.normalise import normalise_organisation, spelt_words
from ppit_matching.organisations.words import LEGAL_FORMS
from ppit_matching.text.hashing import hashed
from ppit_matching.text.phonetics import sound

LONG_ENOUGH_FOR_A_SLIP = 5


@lru_cache(maxsize=65_536)
def telling_words(name: str) -> tuple[str, ...]:
    """Return the words that tell the name from others; all but the legal form if none does."""
    return tuple(dict.fromkeys(normalise_organisation(name).telling))


def register_key(name: str) -> str:
    """Return what a name is looked up by: its words without legal form, in alphabetical order."""
    spelt = spelt_words(name)
    plain = sorted(word for word in spelt if word not in LEGAL_FORMS and word != "and")
    return " ".join(plain or sorted(spelt))


def organisation_keys(name: str) -> frozenset[int]:
    """Return the blocking keys under which an organisation is stored and looked for.

    One for all its words in any order, one for each two neighbours, one for the sound of its first
    word; a name of one word has the first and the last kind. Generic words make no key.
    """
    telling = telling_words(name)
    if not telling:
        return frozenset()
    return frozenset(
        {
            hashed("organisation", *sorted(telling)),
            hashed("organisation first", sound(telling[0])),
            *(hashed("organisation words", *sorted(pair)) for pair in pairwise(telling)),
        }
    )


def same_name(one: str, other: str) -> bool:
    """Tell whether both are one name, typed a little differently at most."""
    return _agree(telling_words(one), telling_words(other))


def akin(one: str, other: str) -> bool:
    """Tell whether one name holds the other's first word of its own: "Ash Roofing Kent"."""
    ours, theirs = telling_words(one), telling_words(other)
    return bool(ours and theirs) and _alike(ours[0], theirs[0])


def listed_name_agrees(asked: str, listed: str) -> bool:
    """Tell whether a screening list's name is the one asked for, or its transliteration.

    One word in common is enough only where neither name has another.
    """
    return match_organisation_names(asked, listed).agrees


def _agree(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    if not ours or len(ours) != len(theirs):
        return bool(ours) and "".join(sorted(ours)) == "".join(sorted(theirs))
    left = list(theirs)
    for word in ours:
        found = next((each for each in left if _alike(word, each)), None)
        if found is None:
            return "".join(ours) == "".join(theirs)
        left.remove(found)
    return True


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < LONG_ENOUGH_FOR_A_SLIP or one[0] != other[0]:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1
