"""What it costs to take two words of names for one: nothing if equal, 1 if they are two names.

One edit in a long word is a slip of the pen; between two names that both exist (Daniel and
Danielle) it is not. Costs are fixed on the tuning seeds of `ppit_synthetic.name_pairs`.
"""

from functools import lru_cache

from nicknames import NickNamer
from rapidfuzz.distance import OSA

from ppit_matching.names.given_names import GIVEN_NAMES
from ppit_matching.names.pet_names import FULL_FORMS, is_same_name
from ppit_matching.names.rarity import FAMILY_SHARES, GIVEN_SHARES
from ppit_matching.names.spellings import SPELLINGS, one_spelling
from ppit_matching.text.phonetics import sound
from ppit_matching.text.romanise import consonants

DIFFERENT = 1.0
FORM, INITIAL, SOUNDS_ALIKE, SAME_CONSONANTS = 0.1, 0.12, 0.3, 0.45
SHORTENED, WRAPPED, DOUBLED, OTHER_START = 0.3, 0.3, 0.1, 0.05
# By the longer word's length: what so many edits cost. Shorter words are other words.
EDIT_COSTS = (
    {12: 0.15, 8: 0.18, 6: 0.2, 5: 0.25, 4: 0.34, 3: 0.52},
    {12: 0.3, 9: 0.35, 7: 0.5},
    {13: 0.45, 11: 0.5},
)
TWO_KNOWN_FAMILIES, SAME_BUT_DOUBLED = 0.4, 0.2
SHORTEST_SHORT_FORM, LONGEST_WRAPPING, SHORTEST_WRAPPED = 3, 4, 4
_PACKAGE = NickNamer()


@lru_cache(maxsize=131_072)
def word_cost(one: str, other: str) -> float:
    """Return the cost of taking one word for the other, 0 to 1; symmetrical."""
    if one == other:
        return 0.0
    if len(one) == 1 or len(other) == 1:
        return INITIAL if one[0] == other[0] else DIFFERENT
    if one_spelling(one) == one_spelling(other) or is_same_name(one, other):
        return FORM
    if is_known(one) and is_known(other):
        return _two_known(one, other)
    return slip_cost(one, other)


def slip_cost(one: str, other: str) -> float:
    """Return the cost of explaining one spelling by a slip from the other, 0 to 1."""
    start = 0.0 if one[0] == other[0] else OTHER_START
    costs = [_edit_cost(one, other) + start, _heard_cost(one, other) + start]
    if undoubled(one) == undoubled(other):
        costs.append(DOUBLED)
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    extra = len(long) - len(short)
    if len(short) >= SHORTEST_WRAPPED and extra <= LONGEST_WRAPPING and short in long[1:]:
        costs.append(WRAPPED)
    return min(DIFFERENT, *costs)


def are_brother_and_sister(one: str, other: str) -> bool:
    """Tell whether one given name is the other's in the feminine: Luis and Luisa."""
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    feminine = long in {f"{short}a", f"{short}e", f"{short}ina", f"{short}ette", f"{short}ah"}
    return feminine and (is_given(short) or is_given(long)) and not is_same_name(one, other)


def is_short_for(one: str, other: str) -> bool:
    """Tell whether one is how the other begins: "Abdul" and "Abdulrahman", "Alex", "Alexios"."""
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    return (
        len(short) >= SHORTEST_SHORT_FORM
        and long.startswith(short)
        and not (is_known(short) and is_known(long))
    )


@lru_cache(maxsize=65_536)
def is_known(name: str) -> bool:
    """Tell whether this spelling is known as somebody's given or family name."""
    return is_given(name) or name in FAMILY_SHARES


@lru_cache(maxsize=65_536)
def is_given(name: str) -> bool:
    """Tell whether this spelling is known as a given name."""
    return (
        name in GIVEN_SHARES
        or name in FULL_FORMS
        or name in SPELLINGS
        or name in GIVEN_NAMES
        or bool(_PACKAGE.canonicals_of(name) or _PACKAGE.nicknames_of(name))
    )


@lru_cache(maxsize=65_536)
def undoubled(word: str) -> str:
    """Return the word with each run of one letter written once."""
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def _two_known(one: str, other: str) -> float:
    """Two family names that sound alike are often one (Clark, Clarke); two first names are not."""
    if undoubled(one) == undoubled(other):
        return SAME_BUT_DOUBLED
    both_families = one in FAMILY_SHARES and other in FAMILY_SHARES
    alike = both_families and sound(one) == sound(other) and OSA.distance(one, other) <= 1
    return TWO_KNOWN_FAMILIES if alike else DIFFERENT


def _edit_cost(one: str, other: str) -> float:
    edits = OSA.distance(one, other, score_cutoff=len(EDIT_COSTS))
    if edits > len(EDIT_COSTS):
        return DIFFERENT
    longest = max(len(one), len(other))
    by_length = EDIT_COSTS[edits - 1]
    return next((cost for length, cost in by_length.items() if longest >= length), DIFFERENT)


def _heard_cost(one: str, other: str) -> float:
    if min(len(one), len(other)) < SHORTEST_WRAPPED:
        return DIFFERENT
    if sound(one) == sound(other):
        return SOUNDS_ALIKE
    bones = consonants(one)
    same = len(bones) > 2 and bones == consonants(other)  # noqa: PLR2004 - three tell a name
    return SAME_CONSONANTS if same else DIFFERENT
