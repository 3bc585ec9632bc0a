"""Names of organisations: what of them tells one from another, and when two are the same.

Legal forms and generic words never carry a match, word order is free, and a one-word name never
matches a longer one fully.
"""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from ppit_matching.text.folding import words
from ppit_matching.text.word_lists import listed

_LEGAL_FORMS = listed(
    "ltd limited plc llp lp llc inc incorporated corp corporation co company cic cio cyf "
    "cyfyngedig ccc pac cbc gmbh ag sa sarl srl bv nv oy ab as spa ooo oao zao pao jsc pjsc ojsc "
    "fze fzco unlimited"
)
_GENERIC = listed(
    "the and of a an for in group grp holding holdings trading trade trust international intl "
    "global services service svcs solutions enterprise enterprises ents management mgmt uk gb "
    "england kent business businesses house firm partners partnership associates assoc general "
    "commercial comm development developments"
)
_SPELT_OUT = {
    "bros": "brothers", "brthrs": "brothers", "intl": "international", "grp": "group",
    "comm": "commercial", "mfg": "manufacturing", "engr": "engineering", "eng": "engineering",
    "constr": "construction", "const": "construction", "transp": "transport",
    "dist": "distribution",
    "props": "properties", "prop": "property", "bldrs": "builders", "bldg": "building",
    "svcs": "services", "ents": "enterprises", "mgmt": "management", "tech": "technology",
    "natl": "national", "ind": "industries", "inds": "industries", "dev": "development",
}  # fmt: skip
_LONG_ENOUGH_FOR_A_SLIP = 5
_ENOUGH_WORDS = 2


@lru_cache(maxsize=65_536)
def telling_words(name: str) -> tuple[str, ...]:
    """Return the words that tell the name from others; all but the legal form if none does."""
    spelt = [_SPELT_OUT.get(word, word) for word in words(name.replace("&", " and "))]
    plain = [word for word in spelt if word not in _LEGAL_FORMS]
    telling = [word for word in plain if word not in _GENERIC]
    return tuple(dict.fromkeys(telling or plain))


def register_key(name: str) -> str:
    """Return what a name is looked up by: its words without legal form, in alphabetical order."""
    spelt = [_SPELT_OUT.get(word, word) for word in words(name.replace("&", " and "))]
    plain = sorted(word for word in spelt if word not in _LEGAL_FORMS and word != "and")
    return " ".join(plain or sorted(spelt))


def same_name(one: str, other: str) -> bool:
    """Tell whether both are one name, typed a little differently at most."""
    return _agree(telling_words(one), telling_words(other))


def akin(one: str, other: str) -> bool:
    """Tell whether one name holds the other's first word of its own: "Ash Roofing Kent"."""
    ours, theirs = telling_words(one), telling_words(other)
    return bool(ours and theirs) and _alike(ours[0], theirs[0])


def listed_name_agrees(asked: str, listed: str) -> bool:
    """Tell whether a screening list's name is the one asked for.

    One word in common is enough only where neither name has another.
    """
    ours, theirs = telling_words(asked), telling_words(listed)
    if min(len(ours), len(theirs)) < _ENOUGH_WORDS and len(ours) != len(theirs):
        return False
    return _agree(ours, theirs)


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
    if min(len(one), len(other)) < _LONG_ENOUGH_FOR_A_SLIP or one[0] != other[0]:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1
