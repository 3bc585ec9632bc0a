"""Names of organisations as typed, taken apart: legal form, trading name, numbers, the rest."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ppit_matching.organisations.organisation import Organisation
from ppit_matching.organisations.words import (
    LEGAL_FORMS,
    NUMBER_SIGNS,
    PHRASES,
    ROMAN,
    ROMAN_LAST,
    SHIP_PREFIXES,
    SMALL,
    SPELT_OUT,
    SPOKEN_NUMBERS,
)
from ppit_matching.text.folding import words
from ppit_matching.text.romanise import romanised

TRADING_AS = re.compile(
    r"\b(?:t\s*/\s*a|trading as|trading under the name(?: of)?|d\s*/\s*b\s*/\s*a|"
    r"doing business as|also known as|aka|formerly known as|formerly)\b"
)
DOTTED = re.compile(r"\b(?:[a-z]\.\s?){1,5}[a-z]?\b\.?")
POSSESSIVE = re.compile(r"'s\b")
BETWEEN_LETTERS = re.compile(r"(?<=[a-z0-9])'(?=[a-z])")
ORDINAL = re.compile(r"([0-9]+)(?:st|nd|rd|th)")
MOST_WORDS, SHORTEST_ROW = 24, 5
# Forms that may end a name that was written without any space.
NUMERALS = ROMAN | SPOKEN_NUMBERS
RUN_ON_FORMS = tuple(sorted(form for form in LEGAL_FORMS if len(form) > 2))  # noqa: PLR2004


@lru_cache(maxsize=65_536)
def normalise_organisation(name: str) -> Organisation:
    """Return the organisation that a name means; without words if it has none that can be read.

    Words beyond the twenty-fourth are not read.
    """
    parts = [part for part in TRADING_AS.split(romanised(name)) if words(part)]
    if not parts:
        return Organisation(())
    first, *others = (_one_name(part) for part in parts)
    return replace(first, trading_as=tuple(others))


def spelt_words(name: str) -> list[str]:
    """Return all words of a name, abbreviations spelt out and legal forms in their letters."""
    plain = DOTTED.sub(_undotted, romanised(name).replace("&", " and "))
    plain = BETWEEN_LETTERS.sub("", POSSESSIVE.sub("", plain))
    spoken = " ".join(_joined_letters(words(plain)))
    for phrase, letters in PHRASES:
        if phrase in spoken:
            spoken = f" {spoken} ".replace(f" {phrase} ", f" {letters} ").strip()
    return [SPELT_OUT.get(word, word) for word in spoken.split()[:MOST_WORDS]]


def _one_name(text: str) -> Organisation:
    spelt = spelt_words(text)
    plain = [word for word in spelt if word not in LEGAL_FORMS] or spelt
    forms = tuple(word for word in spelt if word in LEGAL_FORMS)
    if len(plain) > 1 and plain[0] in SHIP_PREFIXES:
        plain = plain[1:]
    kept = [word for word in plain if word not in SMALL] or plain
    counted = _counted(kept)
    return Organisation(
        tuple(counted),
        forms,
        tuple(sorted(word for word in counted if word.isdigit())),
        tuple("".join(word[0] for word in named) for named in (kept, [*kept, *forms])),
        (_row(plain), "".join(words(text))),
    )


def _row(plain: Sequence[str]) -> str:
    """Return the letters without spaces; "starfoodsltd" gives up its legal form too."""
    row = "".join(plain)
    ends = [form for form in RUN_ON_FORMS if row.endswith(form)] if len(plain) == 1 else []
    shorter = row.removesuffix(max(ends, key=len)) if ends else row
    return shorter if len(shorter) >= SHORTEST_ROW else row


def _counted(spoken: Sequence[str]) -> list[str]:
    """Write numbers in digits; a letter is a number only as the last of several words."""
    found: list[str] = []
    for at, word in enumerate(spoken):
        ordinal = ORDINAL.fullmatch(word)
        is_last = 0 < at == len(spoken) - 1
        number = ordinal.group(1) if ordinal else NUMERALS.get(word)
        if number is None and is_last:
            number = ROMAN_LAST.get(word)
        found.append(_without_noughts(number or word))
    numbered = any(word.isdigit() for word in found)
    return [word for word in found if not (numbered and word in NUMBER_SIGNS)]


def _without_noughts(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdigit() else word


def _undotted(found: re.Match[str]) -> str:
    letters = re.sub(r"[.\s]", "", found.group())
    return f"{letters} "


def _joined_letters(spoken: Sequence[str]) -> list[str]:
    """Join letters that stand alone beside each other: "b b c" is bbc."""
    found: list[str] = []
    open_run = False
    for word in spoken:
        alone = len(word) == 1 and word.isalpha()
        if alone and open_run:
            found[-1] += word
        else:
            found.append(word)
        open_run = alone
    return found
