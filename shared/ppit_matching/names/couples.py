"""Joint rows: "Mr & Mrs J Smith" names two people, and some rows name more."""

import re

from ppit_matching.names.name_words import MALE_TITLES, TITLES
from ppit_matching.names.rarity import is_known_given
from ppit_matching.names.said_beside import turned_couple, without_relations
from ppit_matching.text.folding import fold, words

# A comma alone does not part people: "Garcia Lopez, Maria Jose" is one.
JOINER = re.compile(r"\s*(?:&|\+|;|\band\b|\bor\b|\bc/o\b|\bcare of\b|\bt/a\b)\s*")
WHOLE_NAME = 2


def split_couple(text: str) -> tuple[str, ...]:
    """Return the names of each person in "Mr & Mrs J Smith" or "John and Mary Smith".

    An initial beside "Mr & Mrs" is the husband's; the wife keeps the family name alone. A first
    name alone takes the last one's family name.
    """
    joined = JOINER.split(without_relations(fold(text)).strip())
    sides = [side for part in joined for side in _by_slash(part) if words(side)]
    if len(sides) < 2:  # noqa: PLR2004 - two are a couple
        return (text, *_by_comma(text))
    turned = turned_couple(tuple(sides))
    if turned is not None:
        return turned
    first, last = words(sides[0]), words(sides[-1])
    if len(sides) == 2 and all(word in TITLES for word in first):  # noqa: PLR2004
        return _titled_couple(first, last)
    return (*(_with_family(side, last[-1]) for side in sides[:-1]), sides[-1])


def _by_comma(text: str) -> tuple[str, ...]:
    """Return the two people that "John Smith, Mary Jones" may name beside one Mary of that family.

    Nobody can tell which was meant, so every reading is searched.
    """
    sides = tuple(side for side in fold(text).split(",") if words(side))
    whole = all(len(words(side)) >= WHOLE_NAME and is_known_given(words(side)[0]) for side in sides)
    return sides if len(sides) == 2 and whole else ()  # noqa: PLR2004 - two are a couple


def _by_slash(text: str) -> list[str]:
    """Part "John Smith / Mary Jones"; "Jack/John Smith" is one person's two names."""
    sides = text.split("/")
    return sides if all(len(words(side)) >= WHOLE_NAME for side in sides) else [text]


def _with_family(side: str, family: str) -> str:
    """Give a first name that stands alone the family name; "Mr Brown" has one already."""
    spoken = words(side)
    names = [word for word in spoken if word not in TITLES]
    if len(names) != 1:
        return side
    is_first = len(spoken) == 1 or len(names[0]) == 1 or is_known_given(names[0])
    return f"{side} {family}" if is_first else side


def _titled_couple(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    title, names = second[0], " ".join(second[1:])
    if title not in TITLES or not names:
        return (" ".join((*first, *second)),)
    if first[-1] in MALE_TITLES:
        return (f"{first[-1]} {names}", f"{title} {second[-1]}")
    return (f"{first[-1]} {second[-1]}", f"{title} {names}")
