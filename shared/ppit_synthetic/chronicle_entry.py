"""One line of a chronicle: what a scribe wrote of one person, each field as text or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ppit_synthetic.chance import happens
from ppit_synthetic.chronicle_lives import Figure, Land

_TITLES = frozenset(("sir", "lord", "lady", "rev", "dr", "the", "hon"))
_LOST_COLUMN_SHARE = 0.02
_BY_EAR = (
    ("y", "i"),
    ("ie", "y"),
    ("ph", "f"),
    ("ck", "k"),
    ("ough", "uff"),
    ("ea", "ee"),
    ("a", "e"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """``given`` and ``family`` are cut from ``full`` as a machine would: first and last word."""

    full: str | None
    given: str | None
    family: str | None
    born: str | None
    birth_place: str | None
    postcode: str | None
    sex: str | None
    occupation: str | None


Scribe = Callable[[Random, Figure, Land], Entry]


def cut_names(rng: Random, full: str) -> tuple[str | None, str | None]:
    """Return the first and the last word of ``full`` after its title: the last may be a place."""
    spoken = [word for word in full.replace(",", " ").split() if word not in _TITLES]
    given = spoken[0] if spoken and not happens(rng, _LOST_COLUMN_SHARE) else None
    family = spoken[-1] if len(spoken) > 1 and not happens(rng, _LOST_COLUMN_SHARE) else None
    return given, family


def seen(rng: Random, text: str, missing: float) -> str | None:
    return None if happens(rng, missing) else text


def by_ear(word: str) -> str:
    """Spell a word as it was heard, its first letter apart."""
    for written, heard in _BY_EAR:
        if written in word[1:]:
            return word[0] + word[1:].replace(written, heard, 1)
    return word
