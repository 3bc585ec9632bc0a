"""A person's name as it was typed anywhere, as the words that can be laid beside another's."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ppit_matching.names.closeness import is_given
from ppit_matching.names.name_words import GENERATIONS, HONOURS, PARTICLES, TITLES
from ppit_matching.text.folding import is_legible, words
from ppit_matching.text.romanise import consonants, lacks_vowels, romanised
from ppit_matching.text.word_lists import listed

# Titles of lists from abroad, beside those that our own forms carry.
MORE_TITLES = listed(
    "mme mlle monsieur madame herr frau senor senora sig signor president minister "
    "ambassador governor senator general gen brigadier brig lieutenant lt admiral adm commander "
    "cdr corporal cpl judge justice professor eng engineer ing mullah mulla maulana mawlana "
    "mawlawi maulavi ayatollah hojjatoleslam excellency bishop pastor sheik shaikh shaykh hajj "
    "alhaji hadji ustad qari qazi prince princess his her rt honourable"
)
ALL_TITLES = TITLES | MORE_TITLES
ALL_HONOURS = HONOURS | listed("md qc kc mp msc mba llb frcs cpa dds dphil kbe dbe cb cmg")
SAID_LAST = {**GENERATIONS, "sr": "sr", "iv": "iv", "younger": "jr", "elder": "sr"}
POSSESSIVE = re.compile(r"'s\b")
BETWEEN_LETTERS = re.compile(r"(?<=[a-z])'(?=[a-z])")
RUN_TOGETHER = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
# "a1bJohn": letters and digits that were put before a name without a space.
GLUED_NUMBER = re.compile(r"\b(?=[A-Za-z]{0,3}[0-9])[A-Za-z0-9]{1,4}(?=[A-Z][a-z])")
MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class PersonWords:
    """`words` in their order, given names first where that is known.

    `generation` says which of two namesakes is meant; `bones`: only consonants can be
    compared; `romanised`: the words came from another alphabet.
    """

    words: tuple[str, ...]
    generation: str | None = None
    bones: bool = False
    romanised: bool = False


@lru_cache(maxsize=16_384)
def person_words(text: str) -> PersonWords:
    """Take a whole name apart, without titles, honours, possessives and particles.

    Words beyond the twenty-fourth are not read.
    """
    stripped = GLUED_NUMBER.sub("", text.strip())
    spaced = stripped if " " in stripped else RUN_TOGETHER.sub(" ", stripped)
    plain = BETWEEN_LETTERS.sub("", POSSESSIVE.sub("", romanised(spaced)))
    spoken = without_rank(_in_order(plain))[:MOST_WORDS]
    generation = next((SAID_LAST[word] for word in spoken[1:] if word in SAID_LAST), None)
    kept = [word for at, word in enumerate(spoken) if at == 0 or word not in SAID_LAST]
    return PersonWords(tuple(kept), generation, lacks_vowels(text), not is_legible(text))


def without_particles(spoken: tuple[str, ...]) -> tuple[str, ...]:
    """Drop de, van, al and their like, unless nothing else is there."""
    kept = [
        word
        for at, word in enumerate(spoken)
        if word not in PARTICLES or len(word) == 1 or (at == 0 and is_given(word))
    ]
    return tuple(kept) or spoken


def skeletons(spoken: tuple[str, ...]) -> tuple[str, ...]:
    """Return the consonants of each word; a word of vowels alone is left as it is."""
    return tuple(consonants(word) or word for word in spoken)


def without_rank(spoken: list[str]) -> list[str]:
    """Drop titles from the front and honours from the end while two words are left."""
    while len(spoken) > 1 and spoken[0] in ALL_TITLES:
        spoken = spoken[1:]
    while len(spoken) > 1 and spoken[-1] in ALL_HONOURS:
        spoken = spoken[:-1]
    return spoken


def _in_order(plain: str) -> list[str]:
    """Turn "smith, john" into john smith; "john smith, mbe" has nothing to turn."""
    before, _, after = plain.partition(",")
    first, last = list(words(after)), list(words(before))
    if first and not all(word in ALL_HONOURS or word in SAID_LAST for word in first):
        return [*without_rank(first), *last]
    return [*last, *first]
