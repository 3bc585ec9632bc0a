"""Joint rows: "Mr & Mrs J Smith" names two people."""

import re

from ppit_matching.folding import fold, words
from ppit_matching.name_words import MALE_TITLES, TITLES

JOINER = re.compile(r"\s*(?:&|\+|\band\b)\s*")


def split_couple(text: str) -> tuple[str, ...]:
    """Return the names of each person in "Mr & Mrs J Smith" or "John and Mary Smith".

    An initial beside "Mr & Mrs" is the husband's; the wife keeps the family name alone.
    """
    sides = [side for side in JOINER.split(fold(text).strip()) if words(side)]
    if len(sides) != 2:  # noqa: PLR2004 - a couple is two
        return (text,)
    first, second = words(sides[0]), words(sides[1])
    family = second[-1]
    if all(word in TITLES for word in first):
        return _titled_couple(first, second)
    if len([word for word in first if word not in TITLES]) == 1:
        return (f"{sides[0]} {family}", sides[1])
    return (sides[0], sides[1])


def _titled_couple(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    title, names = second[0], " ".join(second[1:])
    if title not in TITLES or not names:
        return (" ".join((*first, *second)),)
    if first[-1] in MALE_TITLES:
        return (f"{first[-1]} {names}", f"{title} {second[-1]}")
    return (f"{first[-1]} {second[-1]}", f"{title} {names}")
