"""What a scan or an export does to one word. For the held-out error model alone."""

import unicodedata
from random import Random

from ppit_synthetic.chance import happens

_SHAPES = (
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("ll", "11"),
    ("w", "vv"),
    ("l", "1"),
    ("o", "0"),
    ("g", "q"),
    ("h", "b"),
    ("e", "c"),
)
DIGIT_SHAPES = str.maketrans({"1": "l", "0": "O", "5": "S"})
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o"})


def without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def misread(rng: Random, word: str) -> str:
    fits = [(seen, read) for seen, read in _SHAPES if seen in word[1:]]
    if not fits:
        return double_or_drop(rng, word)
    seen, read = rng.choice(fits)
    at = word.index(seen, 1)
    return word[:at] + read + word[at + len(seen) :]


def double_or_drop(rng: Random, word: str) -> str:
    at = rng.randrange(1, max(2, len(word) - 1))
    return word[:at] + (word[at] * 2 if happens(rng, 0.5) else "") + word[at + 1 :]


def fall_apart(word: str) -> str:
    half = (len(word) + 1) // 2
    return f"{word[:half]} {word[half:]}"
