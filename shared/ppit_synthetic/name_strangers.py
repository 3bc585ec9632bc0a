"""Names of others that are nearly alike: brothers, namesakes in part, firms of one trade."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from ppit_synthetic.listed_names import (
    BROAD,
    FORMS,
    LINES,
    company_name,
    own_word,
    person_name,
    ship_name,
)

Change = Callable[[Random, Sequence[str]], str | None]
NUMBERS = ("II", "III", "IV", "2", "3", "4", "7")
NEAR_NAMES = (
    "Daniel Danielle|Maria Marie|John Joan|Paul Paula|Eric Erica|Christian Christina|Jan Jane|"
    "Hassan Hussein|Martin Martina|Stephen Stephanie|Alan Alana|Carol Carl|"
    "Ahmed Hamed|Igor Ivan|Andrew Andrea|Karim Karima|Jose Josefa|Luis Luisa|"
    "Emma Emily|Terence Teresa|Ronald Donald|Gerald Harold|Ryan Bryan"
)
NEAR = {
    name: other
    for pair in NEAR_NAMES.split("|")
    for name, other in (pair.split(), reversed(pair.split()))
}


def _replaced(words: Sequence[str], at: int, word: str) -> str | None:
    if word.casefold() == words[at].casefold():
        return None
    changed = list(words)
    changed[at] = word
    return " ".join(changed)


def _another_first(rng: Random, words: Sequence[str]) -> str | None:
    other = person_name(rng)[0]
    return _replaced(words, 0, other) if other[0] != words[0][0] else None


def _brother_of_one_letter(rng: Random, words: Sequence[str]) -> str | None:
    other = next((name for _ in range(40) if (name := person_name(rng)[0])[0] == words[0][0]), "")
    # A form of the same name is no brother.
    return _replaced(words, 0, other) if other and other[:3] != words[0][:3] else None


def _another_last(rng: Random, words: Sequence[str]) -> str | None:
    other = person_name(rng)[-1]
    return _replaced(words, -1, other) if other[:2] != words[-1][:2] else None


def _another_middle(rng: Random, words: Sequence[str]) -> str | None:
    if len(words) < 3:  # noqa: PLR2004 - no middle
        return None
    other = person_name(rng)[0]
    return _replaced(words, 1, other) if other[0] != words[1][0] else None


def _near_first(_rng: Random, words: Sequence[str]) -> str | None:
    other = NEAR.get(words[0])
    return None if other is None else _replaced(words, 0, other)


def _turned_stranger(rng: Random, words: Sequence[str]) -> str | None:
    """First name of ours as their last, beside another first name."""
    return f"{person_name(rng)[0]} {words[0]}" if len(words) > 1 else None


def _without_form(words: Sequence[str]) -> tuple[list[str], list[str]]:
    cut = len(words) - 1 if words[-1] in FORMS else len(words)
    return list(words[:cut]), list(words[cut:])


def _another_own_word(rng: Random, words: Sequence[str]) -> str | None:
    places = [at for at, word in enumerate(words) if is_own(word)]
    return _replaced(words, rng.choice(places), own_word(rng)) if places else None


def is_own(word: str) -> bool:
    """Tell whether a word is neither generic, nor a line of work, a form or a number."""
    return word not in {*BROAD, *LINES, *FORMS, *NUMBERS, "of", "for"} and word.isalpha()


def _another_line(rng: Random, words: Sequence[str]) -> str | None:
    places = [at for at, word in enumerate(words) if word in LINES]
    return _replaced(words, places[0], rng.choice(LINES)) if places else None


def _another_number(rng: Random, words: Sequence[str]) -> str | None:
    name, form = _without_form(words)
    if name[-1] in NUMBERS or name[-1].isdigit():
        spelt = {"II": "2", "III": "3", "IV": "4"}
        other = rng.choice(NUMBERS)
        same = spelt.get(other, other) == spelt.get(name[-1], name[-1])
        return None if same else " ".join((*name[:-1], other, *form))
    return None


def _one_number_more(rng: Random, words: Sequence[str]) -> str | None:
    name, form = _without_form(words)
    numbered = name[-1] in NUMBERS or name[-1].isdigit()
    return None if numbered else " ".join((*name, rng.choice(NUMBERS), *form))


def _generic_only(rng: Random, words: Sequence[str]) -> str | None:
    """Another firm with the same trade, generic words and legal form."""
    other = [own_word(rng) if is_own(word) else word for word in words]
    return " ".join(other) if other != list(words) else None


PERSON_STRANGERS: Mapping[str, Change] = {
    "another first name": _another_first,
    "another first name of one letter": _brother_of_one_letter,
    "another first name nearly alike": _near_first,
    "another last name": _another_last,
    "another middle name": _another_middle,
    "first name alone is one": lambda rng, words: f"{words[0]} {person_name(rng)[-1]}",
    "last name alone": lambda _rng, words: words[-1],
    "first name alone": lambda _rng, words: words[0],
    "first name as last": _turned_stranger,
    "anybody": lambda rng, _words: " ".join(person_name(rng)),
}
COMPANY_STRANGERS: Mapping[str, Change] = {
    "another word of its own": _another_own_word,
    "another line of work": _another_line,
    "another number": _another_number,
    "one number more": _one_number_more,
    "generic words alone": _generic_only,
    "any company": lambda rng, _words: " ".join(company_name(rng)),
}
SHIP_STRANGERS: Mapping[str, Change] = {
    "another word": _another_own_word,
    "another number": _another_number,
    "one word of two": lambda _rng, words: words[0] if len(words) == 2 else None,  # noqa: PLR2004
    "any ship": lambda rng, _words: " ".join(ship_name(rng)),
}
