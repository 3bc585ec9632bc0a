"""Are two names one person's? Words are laid side by side, each difference costs what it proves.

A middle name left out is cheap; another first name or another last name is dear, however much of
the rest agrees: brothers share the rest.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from ppit_matching.bare.person_words import (
    PersonWords,
    person_words,
    skeletons,
    without_particles,
)
from ppit_matching.names.agreement import Doubt, NameAgreement, judged, refused
from ppit_matching.names.closeness import (
    INITIAL,
    SHORTENED,
    are_brother_and_sister,
    is_given,
    is_known,
    is_short_for,
    slip_cost,
    word_cost,
)
from ppit_matching.names.rarity import FAMILY_SHARES
from ppit_matching.names.rows import INSIDE, is_wrapped, row_cost, united
from ppit_matching.text.assignment import cheapest_pairs
from ppit_matching.text.romanise import one_alphabet

TWO_NAMES = 0.75
"""From this cost on two words are two names."""
OTHER_END, OTHER_MIDDLE, OTHER_MIDDLE_OF_MANY, MANY = 0.7, 0.55, 0.45, 4
LEFT_OUT_FIRST, LEFT_OUT_MIDDLE, LEFT_OUT_LAST, NOISE = 0.2, 0.08, 0.28, 0.05
NO_FAMILY_LEFT, ONE_WORD_ONLY = 0.25, 0.6
TURNED, SHUFFLED = 0.1, 0.2
OTHER_GENERATION, ONE_GENERATION = 0.7, 0.15
OTHER_BONES, NO_VOWELS, OTHER_ALPHABET = 0.35, 0.15, 0.1
LONGEST_NOISE, SHORTEST_BONES = 3, 4
VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Laid:
    """Words of two names side by side: the shorter name's first; `pairs` are places in both."""

    short: tuple[str, ...]
    long: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    costs: tuple[float, ...]

    @property
    def agreeing(self) -> list[tuple[int, int]]:
        """Return the pairs of words that are one name."""
        return [pair for pair, cost in zip(self.pairs, self.costs, strict=True) if cost < TWO_NAMES]


def match_people(one: str, other: str) -> NameAgreement:
    """Judge two people's names; symmetrical."""
    ours, theirs = sorted(
        (person_words(one), person_words(other)), key=lambda each: (len(each.words), each.words)
    )
    if not ours.words or not theirs.words:
        return refused("a name has no letters that can be read")
    generations = _generations(ours, theirs)
    if ours.words == theirs.words:
        return judged(generations, "the names are equal")
    if ours.bones or theirs.bones:
        return judged((*generations, *_bare_bones(ours, theirs)), "the consonants are equal")
    short, long = united(ours.words, theirs.words), united(theirs.words, ours.words)
    short, long = without_particles(short), without_particles(long)
    as_rows = _as_rows(ours.words, theirs.words)
    cost_of = romanised_cost if ours.romanised or theirs.romanised else word_cost
    doubts = _doubts(_side_by_side(short, long, cost_of))
    if as_rows is not None and as_rows.cost < sum(doubt.cost for doubt in doubts):
        doubts = (as_rows,)
    return judged((*generations, *doubts), "every word agrees")


@lru_cache(maxsize=65_536)
def romanised_cost(one: str, other: str) -> float:
    """Return what two words cost of which one came from another alphabet."""
    plain, beside = one_alphabet(one), one_alphabet(other)
    if plain == beside:
        return min(word_cost(one, other), OTHER_ALPHABET)
    spelt = slip_cost(plain, beside) if not (is_known(one) and is_known(other)) else 1.0
    return min(word_cost(one, other), spelt)


def _as_rows(short: Sequence[str], long: Sequence[str]) -> Doubt | None:
    cost = row_cost(short, long)
    if cost is not None:
        return Doubt(cost, "the letters agree without their spaces")
    if is_wrapped("".join(short), "".join(long)):
        return Doubt(INSIDE, "one name stands whole inside the other")
    return None


def _generations(ours: PersonWords, theirs: PersonWords) -> tuple[Doubt, ...]:
    if ours.generation == theirs.generation:
        return ()
    if ours.generation and theirs.generation:
        return (Doubt(OTHER_GENERATION, "one is of another generation"),)
    return (Doubt(ONE_GENERATION, "a generation is said of one only"),)


def _bare_bones(ours: PersonWords, theirs: PersonWords) -> tuple[Doubt, ...]:
    """Compare consonants alone, because one side's script writes no vowels."""
    short, long = (skeletons(without_particles(side.words)) for side in (ours, theirs))
    laid = _side_by_side(united(short, long), united(long, short), _bones_cost)
    return (Doubt(NO_VOWELS, "one script writes no vowels"), *_doubts(laid))


def _bones_cost(one: str, other: str) -> float:
    if one == other:
        return 0.0
    near = min(len(one), len(other)) >= SHORTEST_BONES and OSA.distance(one, other) <= 1
    return OTHER_BONES if near else 1.0


def _side_by_side(
    one: tuple[str, ...], other: tuple[str, ...], cost_of: Callable[[str, str], float]
) -> Laid:
    short, long = sorted((one, other), key=lambda spoken: (len(spoken), spoken))
    costs = [
        [_in_place(cost_of, (short, at), (long, beside)) for beside in range(len(long))]
        for at in range(len(short))
    ]
    # Of equal costs the words that stand in the same order are taken.
    nudged = [
        [cost + abs(at - beside) / 1e4 for beside, cost in enumerate(row)]
        for at, row in enumerate(costs)
    ]
    pairs = cheapest_pairs(nudged)
    return Laid(short, long, pairs, tuple(costs[at][beside] for at, beside in pairs))


def _in_place(
    cost_of: Callable[[str, str], float],
    ours: tuple[tuple[str, ...], int],
    theirs: tuple[tuple[str, ...], int],
) -> float:
    """Return what two words cost where they stand: only first names are cut short."""
    (short, at), (long, beside) = ours, theirs
    cost = cost_of(short[at], long[beside])
    inside = at < len(short) - 1 and beside < len(long) - 1
    if inside and are_brother_and_sister(short[at], long[beside]):
        return 1.0
    cut = inside and cost > SHORTENED and is_short_for(short[at], long[beside])
    return SHORTENED if cut else cost


def _doubts(laid: Laid) -> tuple[Doubt, ...]:
    agreeing = laid.agreeing
    return (
        *_spelt_otherwise(laid),
        *_other_names(laid),
        *_left_out(laid),
        *_other_order(agreeing),
        *_too_little(laid, agreeing),
    )


def _spelt_otherwise(laid: Laid) -> Iterable[Doubt]:
    for cost in laid.costs:
        if cost == INITIAL:
            yield Doubt(cost, "an initial stands for a name")
        elif 0 < cost < TWO_NAMES:
            yield Doubt(cost, "a name is written in another way")


def _other_names(laid: Laid) -> Iterable[Doubt]:
    last, beside_last = len(laid.short) - 1, len(laid.long) - 1
    for (at, beside), cost in zip(laid.pairs, laid.costs, strict=True):
        if cost < TWO_NAMES:
            continue
        if at in {0, last} or beside in {0, beside_last}:
            yield Doubt(OTHER_END, "a first or last name differs")
        elif len(laid.agreeing) >= MANY:
            yield Doubt(OTHER_MIDDLE_OF_MANY, "a middle name differs")
        else:
            yield Doubt(OTHER_MIDDLE, "a middle name differs")


def _left_out(laid: Laid) -> Iterable[Doubt]:
    paired = {beside for _, beside in laid.pairs}
    last = len(laid.long) - 1
    for beside, word in enumerate(laid.long):
        if beside in paired:
            continue
        if is_noise(word):
            yield Doubt(NOISE, "letters that are no name stand beside one")
        elif beside == last:
            yield Doubt(LEFT_OUT_LAST, "the last name of one is not in the other")
        elif beside == 0:
            yield Doubt(LEFT_OUT_FIRST, "the first name of one is not in the other")
        else:
            yield Doubt(LEFT_OUT_MIDDLE, "a middle name is left out")


def is_noise(word: str) -> bool:
    """Tell whether a word is an initial, has digits, or is a few letters that are no name."""
    return (
        len(word) == 1
        or not word.isalpha()
        or (len(word) <= LONGEST_NOISE and not is_known(word))
        or not VOWEL.search(word)
    )


def _other_order(agreeing: Sequence[tuple[int, int]]) -> Iterable[Doubt]:
    places = [beside for _, beside in agreeing]
    if places == sorted(places):
        return
    turn = places.index(min(places))
    turned = places[turn:] + places[:turn]
    if turned == sorted(places):
        yield Doubt(TURNED, "first and last name are turned")
    else:
        yield Doubt(SHUFFLED, "the names stand in another order")


def _too_little(laid: Laid, agreeing: Sequence[tuple[int, int]]) -> Iterable[Doubt]:
    """Doubt a longer name that is met by one word, or by first names without the last."""
    if len(laid.long) == len(laid.short):
        return
    met = [laid.short[at] for at, _ in agreeing if len(laid.short[at]) > 1]
    extra = [
        word
        for at, word in enumerate(laid.long)
        if at not in {beside for _, beside in laid.pairs} and not is_noise(word)
    ]
    if extra and (len(agreeing) < 2 or not met):  # noqa: PLR2004 - a first and a last name
        yield Doubt(ONE_WORD_ONLY, "one word alone agrees")
    elif extra and all(is_given(word) and word not in FAMILY_SHARES for word in met):
        yield Doubt(NO_FAMILY_LEFT, "no family name agrees")
