"""Are two names one person's? Words are laid side by side, each difference costs what it proves.

A middle name left out is cheap; another first name or another last name is dear, however much of
the rest agrees: brothers share the rest.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from ppit_matching.bare.doubts import Laid, doubts_of
from ppit_matching.bare.person_words import (
    PersonWords,
    person_words,
    skeletons,
    without_particles,
)
from ppit_matching.names.agreement import Doubt, NameAgreement, judged, refused
from ppit_matching.names.closeness import (
    SHORTENED,
    are_brother_and_sister,
    is_known,
    is_short_for,
    slip_cost,
    word_cost,
)
from ppit_matching.names.rows import INSIDE, is_wrapped, row_cost, united
from ppit_matching.text.assignment import cheapest_pairs
from ppit_matching.text.romanise import one_alphabet

OTHER_GENERATION, ONE_GENERATION = 0.7, 0.15
OTHER_BONES, NO_VOWELS, OTHER_ALPHABET = 0.35, 0.15, 0.1
SHORTEST_BONES = 4


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
    doubts = doubts_of(_side_by_side(short, long, cost_of))
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
    return (Doubt(NO_VOWELS, "one script writes no vowels"), *doubts_of(laid))


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
    if cost > SHORTENED and 0 < at < len(short) - 1 and 0 < beside < len(long) - 1:
        # Between a first and a last name that agree, Christina is a slip for Christine.
        cost = min(cost, slip_cost(short[at], long[beside]))
    inside = at < len(short) - 1 and beside < len(long) - 1
    if inside and are_brother_and_sister(short[at], long[beside]):
        return 1.0
    cut = inside and cost > SHORTENED and is_short_for(short[at], long[beside])
    return SHORTENED if cut else cost
