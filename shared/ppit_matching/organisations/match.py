"""Are two names one organisation's? Legal forms never count, generic words hardly.

Numbers decide where both are known: equal register numbers are one company whatever it is called,
different ones are two however alike the names. So do numbers in names: Unit 1 is not Unit 2.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ppit_matching.identifiers.company_numbers import company_number
from ppit_matching.names.agreement import Doubt, NameAgreement, judged, refused
from ppit_matching.names.closeness import slip_cost
from ppit_matching.names.rows import AS_ONE, INSIDE, ONE_SLIP, is_slip_of_row, is_wrapped, united
from ppit_matching.organisations.normalise import normalise_organisation
from ppit_matching.organisations.organisation import GENERIC_WORD, NAMING, Organisation, weight_of
from ppit_matching.organisations.words import COMMON, GENERIC
from ppit_matching.text.assignment import cheapest_pairs
from ppit_matching.text.romanise import one_alphabet

TWO_WORDS = 0.75
"""From this cost on two words are two words."""
PLURAL, SHORTENED, ABBREVIATED, LETTER, BEGINS_ALIKE = 0.05, 0.15, 0.25, 0.35, 0.55
OTHER_NAME, OTHER_LINE, OTHER_GENERIC, GENERIC_OR_NOT = 0.75, 0.55, 0.15, 0.52
OF_MANY, MANY = 0.75, 4
LEFT_OUT_NAME, LEFT_OUT_LINE, LEFT_OUT_GENERIC, NOISE = 0.25, 0.15, 0.03, 0.05
OTHER_NUMBER, ONE_NUMBER, LEADING_NUMBER = 0.7, 0.55, 0.1
ONE_WORD_ONLY, INITIALS_ONLY, MOVED = 0.4, 0.3, 0.03
SHORTEST_BEGINNING, SHORTEST_INITIALS = 3, 3
OTHER_POSTCODE, OTHER_ALPHABET = 0.1, 0.1
LISTED = GENERIC | COMMON


@dataclass(frozen=True, slots=True)
class OrganisationText:
    """An organisation as typed. `number` is its register number, as people write it."""

    name: str
    number: str | None = None
    postcode: str | None = None


def match_organisations(one: OrganisationText, other: OrganisationText) -> NameAgreement:
    """Judge two organisations by their names, and by numbers and postcodes where both have them."""
    numbers = company_number(one.number), company_number(other.number)
    if all(numbers):
        if numbers[0] == numbers[1]:
            return NameAgreement(1.0, agrees=True, reasons=("the company numbers are equal",))
        return refused("the company numbers differ")
    found = match_organisation_names(one.name, other.name)
    postcodes = {_tight(text) for text in (one.postcode, other.postcode) if text}
    if len(postcodes) < 2 or not found.agrees:  # noqa: PLR2004 - two that differ
        return found
    doubts = (Doubt(1 - found.score + OTHER_POSTCODE, "the postcodes differ"),)
    return judged(doubts, "the names are equal")


def match_organisation_names(one: str, other: str) -> NameAgreement:
    """Judge two names; of several that a text gives ("t/a") the best. Symmetrical."""
    ours, theirs = normalise_organisation(one), normalise_organisation(other)
    found = [
        match_normalised(mine, yours)
        for mine in (ours, *ours.trading_as)
        for yours in (theirs, *theirs.trading_as)
    ]
    return max(found, key=lambda each: (each.score, each.reasons))


@lru_cache(maxsize=16_384)
def match_normalised(one: Organisation, other: Organisation) -> NameAgreement:
    """Judge two normalised names, without their trading names; symmetrical."""
    ours, theirs = sorted((one, other), key=lambda each: (len(each.words), each.words))
    if not ours.words or not theirs.words:
        return refused("a name has no word that can be read")
    if ours.words == theirs.words:
        return judged((), "the names are equal")
    doubts = _doubts(_laid(united(ours.words, theirs.words), united(theirs.words, ours.words)))
    doubts = (*doubts, *_numbers(ours, theirs))
    for whole in _as_a_whole(ours, theirs):
        if whole.cost < sum(doubt.cost for doubt in doubts):
            doubts = (whole,)
    return judged(doubts, "every word agrees")


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


def _laid(one: Sequence[str], other: Sequence[str]) -> Laid:
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


def _doubts(laid: Laid) -> tuple[Doubt, ...]:
    return (*_differing(laid), *_left_out(laid), *_moved(laid), *_too_little(laid))


def _differing(laid: Laid) -> Iterable[Doubt]:
    agreeing = sum(cost < TWO_WORDS for cost in laid.costs)
    share = OF_MANY if agreeing >= MANY else 1.0
    for (at, beside), cost in zip(laid.pairs, laid.costs, strict=True):
        weights = sorted((laid.weight(laid.short[at]), laid.weight(laid.long[beside])))
        if 0 < cost < TWO_WORDS:
            yield Doubt(cost * max(weights[0], 0.5), "a word is written in another way")
        elif cost >= TWO_WORDS and weights[1] <= GENERIC_WORD:
            yield Doubt(OTHER_GENERIC, "a generic word differs")
        elif cost >= TWO_WORDS and weights[0] <= GENERIC_WORD:
            yield Doubt(GENERIC_OR_NOT, "one has a generic word for a word of the other's own")
        elif cost >= TWO_WORDS:
            own = weights[0] == NAMING
            yield Doubt((OTHER_NAME if own else OTHER_LINE) * share, "a word of its own differs")


def _left_out(laid: Laid) -> Iterable[Doubt]:
    for word in _extra(laid):
        weight = laid.weight(word)
        if weight <= GENERIC_WORD:
            yield Doubt(LEFT_OUT_GENERIC, "a generic word is left out")
        elif is_noise(word):
            yield Doubt(NOISE, "letters that are no word stand beside it")
        else:
            cost = LEFT_OUT_NAME if weight == NAMING else LEFT_OUT_LINE
            yield Doubt(cost, "a word of one is not in the other")


def _extra(laid: Laid) -> list[str]:
    paired = {beside for _, beside in laid.pairs}
    return [word for beside, word in enumerate(laid.long) if beside not in paired]


def is_noise(word: str) -> bool:
    """Tell whether a word has digits among its letters, is a letter or two, or has no vowel."""
    return len(word) < SHORTEST_BEGINNING or not word.isalpha() or set(word).isdisjoint("aeiouy")


def _moved(laid: Laid) -> Iterable[Doubt]:
    places = [beside for _, beside in laid.pairs]
    if places != sorted(places):
        yield Doubt(MOVED, "the words stand in another order")


def _too_little(laid: Laid) -> Iterable[Doubt]:
    """Doubt a longer name that is met by one word, or by generic words alone."""
    met = [
        laid.weight(laid.short[at])
        for (at, _), cost in zip(laid.pairs, laid.costs, strict=True)
        if cost < TWO_WORDS
    ]
    extra = [word for word in _extra(laid) if not is_noise(word)]
    if sum(met) <= NAMING and any(laid.weight(word) > GENERIC_WORD for word in extra):
        yield Doubt(ONE_WORD_ONLY, "one word alone agrees")


def _as_a_whole(ours: Organisation, theirs: Organisation) -> Iterable[Doubt]:
    if not set(ours.rows).isdisjoint(theirs.rows):
        yield Doubt(AS_ONE, "the letters agree without their spaces")
    elif len(ours.words) == 1 and _is_nearly_row(ours.rows[0], theirs.rows[0]):
        yield Doubt(ONE_SLIP, "the letters nearly agree without their spaces")
    elif is_wrapped(ours.rows[-1], theirs.rows[-1]):
        yield Doubt(INSIDE, "one name stands whole inside the other")
    short = ours.words[0]
    if len(ours.words) == 1 and len(short) >= SHORTEST_INITIALS and short in theirs.initials:
        yield Doubt(INITIALS_ONLY, "one is the initials of the other")


def _is_nearly_row(one: str, other: str) -> bool:
    """Tell whether the letters are nearly one row, and the digits among them are the same."""
    digits, others = (re.sub("[^0-9]", "", row) for row in (one, other))
    return digits == others and is_slip_of_row(one, other)


def _numbers(ours: Organisation, theirs: Organisation) -> Iterable[Doubt]:
    if ours.numbers == theirs.numbers:
        return
    if ours.numbers and theirs.numbers:
        yield Doubt(OTHER_NUMBER, "the numbers in the names differ")
    elif (ours if ours.numbers else theirs).words[0].isdigit():
        yield Doubt(LEADING_NUMBER, "a number stands before one name")
    else:
        yield Doubt(ONE_NUMBER, "one name has a number, the other none")


def _tight(text: str) -> str:
    return "".join(text.split()).upper()
