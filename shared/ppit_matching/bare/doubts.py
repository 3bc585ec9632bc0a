"""What speaks against two people's names being one, once their words lie side by side."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ppit_matching.names.agreement import Doubt
from ppit_matching.names.closeness import INITIAL, is_given, is_known
from ppit_matching.names.rarity import FAMILY_SHARES

TWO_NAMES = 0.75
"""From this cost on two words are two names."""
OTHER_END, OTHER_MIDDLE, OTHER_MIDDLE_OF_MANY, MANY = 0.7, 0.55, 0.45, 4
LEFT_OUT_FIRST, LEFT_OUT_MIDDLE, LEFT_OUT_LAST, NOISE = 0.2, 0.08, 0.28, 0.05
NO_FAMILY_LEFT, ONE_WORD_ONLY = 0.25, 0.6
TURNED, SHUFFLED = 0.1, 0.2
LONGEST_NOISE = 3
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


def doubts_of(laid: Laid) -> tuple[Doubt, ...]:
    """Return everything that differs, with what it costs and why."""
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
