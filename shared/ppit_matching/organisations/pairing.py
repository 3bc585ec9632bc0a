"""Words of two organisations' names laid side by side, each pair with what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ppit_matching.names.closeness import slip_cost
from ppit_matching.organisations.organisation import NAMING, weight_of
from ppit_matching.organisations.words import COMMON, GENERIC
from ppit_matching.text.assignment import cheapest_pairs
from ppit_matching.text.romanise import one_alphabet

PLURAL, SHORTENED, ABBREVIATED, LETTER, BEGINS_ALIKE = 0.05, 0.15, 0.25, 0.35, 0.55
SHORTEST_BEGINNING = 3
OTHER_ALPHABET = 0.1
LISTED = GENERIC | COMMON


@dataclass(frozen=True, slots=True)
class Laid:
    """Words of two names side by side, without numbers: the shorter name's first."""

    short: tuple[str, ...]
    long: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    costs: tuple[float, ...]

    def weight(self, word: str) -> float:
        """Return what a word proves: in names of generic words alone each proves all."""
        telling = any(each not in GENERIC for each in (*self.short, *self.long))
        return weight_of(word) if telling else NAMING


def side_by_side(one: Sequence[str], other: Sequence[str]) -> Laid:
    """Pair the words of two names at the least cost, numbers left out."""
    sides = (tuple(word for word in side if not word.isdigit()) for side in (one, other))
    short, long = sorted(sides, key=lambda spoken: (len(spoken), spoken))
    # Of equal costs the words that stand in the same order are taken.
    costs = [
        [word_cost(word, each) + abs(at - beside) / 1e4 for beside, each in enumerate(long)]
        for at, word in enumerate(short)
    ]
    pairs = cheapest_pairs(costs)
    return Laid(short, long, pairs, tuple(word_cost(short[at], long[to]) for at, to in pairs))


@lru_cache(maxsize=131_072)
def word_cost(one: str, other: str) -> float:
    """Return the cost of taking one word of an organisation's name for the other, 0 to 1."""
    if one == other:
        return 0.0
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if len(short) == 1:
        return LETTER if long[0] == short else 1.0
    if long in {f"{short}s", f"{short}es"} or f"{short[:-1]}ies" == long:
        return PLURAL
    return min(_abbreviation_cost(short, long), _spelling_cost(short, long))


def _abbreviation_cost(short: str, long: str) -> float:
    if len(short) >= SHORTEST_BEGINNING and long.startswith(short):
        return SHORTENED if long in LISTED else BEGINS_ALIKE
    return ABBREVIATED if is_abbreviation(short, long) else 1.0


def _spelling_cost(short: str, long: str) -> float:
    if short in LISTED and long in LISTED:
        return 1.0
    plain, beside = one_alphabet(short), one_alphabet(long)
    return min(slip_cost(short, long), OTHER_ALPHABET if plain == beside else 1.0)


def is_abbreviation(short: str, long: str) -> bool:
    """Tell whether letters without a vowel ("mfg", "shpg") stand in this order in the word."""
    if len(short) < SHORTEST_BEGINNING or short[0] != long[0] or not set(short).isdisjoint("aeiou"):
        return False
    left = iter(long)
    return all(letter in left for letter in short)
