"""Other scripts in Latin letters, by the tables of `anyascii`, so that bare names can be compared.

Used where two names are laid side by side. Searching stays with `folding`, which refuses what it
cannot read, because a wrong romanisation must not rule anyone out.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from ppit_matching.text.folding import fold, is_legible

# Scripts that leave vowels out or imply them, so that only consonants can be compared.
CONSONANT_SCRIPTS = (
    *("ARABIC", "HEBREW", "SYRIAC", "THAANA", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI"),
    *("TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
)
# "WangXiaoMing": each syllable of Han and Hangul comes out with a capital and without a space.
SYLLABLE = re.compile(r"(?<=[a-z])(?=[A-Z])")
ARABIC_ARTICLE, LONGEST_WITHOUT_ARTICLE = "\u0627\u0644", 4
VOWELS = re.compile(r"[aeiouyw'`]")
# Spellings that other alphabets make one letter of.
ONE_CONSONANT = (
    ("ngh", "n"), ("mgh", "n"), ("ng", "n"), ("mg", "n"), ("sch", "s"), ("sh", "s"), ("ch", "s"),
    ("tz", "s"), ("ts", "s"), ("kh", "h"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("zh", "z"), ("ck", "k"), ("q", "k"), ("c", "k"),
    ("x", "ks"), ("j", "g"), ("v", "b"), ("p", "f"),
)  # fmt: skip

# How one alphabet's letters come out in another's, the longest first.
HEARD_ABROAD = (
    ("dzh", "j"), ("tsch", "h"), ("tch", "h"), ("tz", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("ts", "c"), ("ch", "h"), ("cz", "h"), ("sh", "s"), ("sz", "s"),
    ("ck", "k"), ("mp", "b"), ("mb", "b"), ("nt", "d"), ("nd", "d"), ("gk", "g"), ("ks", "x"),
    ("gou", "v"), ("ou", "u"), ("oo", "u"), ("w", "v"), ("q", "k"), ("y", "i"), ("ee", "i"),
    ("c", "k"), ("x", "ks"),
)  # fmt: skip


@lru_cache(maxsize=65_536)
def romanised(text: str) -> str:
    """Return the text folded to lower-case ASCII, letters of other scripts written as they sound.

    Text that `fold` can read comes back as `fold` writes it.
    """
    if is_legible(text):
        return fold(text)
    composed = unicodedata.normalize("NFKC", text)
    return fold(" ".join(_in_latin(word) for word in composed.split()))


def _in_latin(word: str) -> str:
    """Romanise one word; Cyrillic "DmitriY" keeps no capital inside, syllables are parted."""
    if word.startswith(ARABIC_ARTICLE) and len(word) > LONGEST_WITHOUT_ARTICLE:
        return f"al {anyascii(word.removeprefix(ARABIC_ARTICLE))}"
    latin = anyascii(word)
    return SYLLABLE.sub(" ", latin) if not word.islower() and _is_syllabic(word) else latin


def _is_syllabic(word: str) -> bool:
    return any(unicodedata.category(letter) == "Lo" for letter in word)


@lru_cache(maxsize=65_536)
def one_alphabet(word: str) -> str:
    """Return a folded word as Cyrillic and Greek would have it: "joan" and "dzhoan" are one."""
    for spelling, letters in HEARD_ABROAD:
        word = word.replace(spelling, letters)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=65_536)
def lacks_vowels(text: str) -> bool:
    """Tell whether the text holds a script that writes consonants only."""
    return not text.isascii() and any(
        unicodedata.name(letter, "").startswith(CONSONANT_SCRIPTS) for letter in text
    )


@lru_cache(maxsize=65_536)
def consonants(word: str) -> str:
    """Return what is left of a folded word without vowels, doubled letters written once."""
    for spelling, letter in ONE_CONSONANT:
        word = word.replace(spelling, letter)
    return re.sub(r"(.)\1+", r"\1", VOWELS.sub("", word))
