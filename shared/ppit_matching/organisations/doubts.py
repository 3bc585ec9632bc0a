"""What speaks against two names being one organisation's."""

import re
from collections.abc import Iterable

from ppit_matching.names.agreement import Doubt
from ppit_matching.names.rows import AS_ONE, INSIDE, ONE_SLIP, is_slip_of_row, is_wrapped
from ppit_matching.organisations.organisation import GENERIC_WORD, NAMING, Organisation
from ppit_matching.organisations.pairing import SHORTEST_BEGINNING, Laid

TWO_WORDS = 0.75
"""From this cost on two words are two words."""
OTHER_NAME, OTHER_LINE, OTHER_GENERIC, GENERIC_OR_NOT = 0.75, 0.55, 0.15, 0.52
OF_MANY, MANY = 0.75, 4
LEFT_OUT_NAME, LEFT_OUT_LINE, LEFT_OUT_GENERIC, NOISE = 0.25, 0.15, 0.03, 0.05
OTHER_NUMBER, ONE_NUMBER, LEADING_NUMBER = 0.7, 0.55, 0.1
ONE_WORD_ONLY, INITIALS_ONLY, MOVED = 0.4, 0.3, 0.03
SHORTEST_INITIALS = 3


def doubts_of(laid: Laid) -> tuple[Doubt, ...]:
    """Return what differs between the words."""
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


def as_a_whole(ours: Organisation, theirs: Organisation) -> Iterable[Doubt]:
    """Return what two names cost that agree as rows of letters, or as initials."""
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


def differing_numbers(ours: Organisation, theirs: Organisation) -> Iterable[Doubt]:
    """Return what the numbers in two names say against them."""
    if ours.numbers == theirs.numbers:
        return
    if ours.numbers and theirs.numbers:
        yield Doubt(OTHER_NUMBER, "the numbers in the names differ")
    elif (ours if ours.numbers else theirs).words[0].isdigit():
        yield Doubt(LEADING_NUMBER, "a number stands before one name")
    else:
        yield Doubt(ONE_NUMBER, "one name has a number, the other none")
