"""A normalised organisation: its words, each with what it proves."""

from dataclasses import dataclass
from functools import cached_property

from ppit_matching.organisations.words import COMMON, GENERIC

NAMING, LINE_OF_WORK, GENERIC_WORD = 1.0, 0.5, 0.1
"""What a word proves of 1: a word of its own, a line of work or a place, a generic word."""


@dataclass(frozen=True)
class Organisation:
    """`words` keep their order, without legal form and small words; `forms` are its legal forms.

    `numbers` are those in the name in digits. `initials` are those of its words, without and
    with the legal form; `rows` its letters without spaces, first without the legal form.
    `trading_as` holds the other names that the text gives ("X Ltd t/a Y").
    """

    words: tuple[str, ...]
    forms: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    trading_as: tuple["Organisation", ...] = ()

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Return the words that tell it from others; all of them if none does."""
        return tuple(word for word in self.words if word not in GENERIC) or self.words

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """Return what each of `words` proves. In a name of generic words alone each proves all."""
        if all(word in GENERIC for word in self.words):
            return (NAMING,) * len(self.words)
        return tuple(weight_of(word) for word in self.words)


def weight_of(word: str) -> float:
    """Return what a word proves beside others, 0 to 1."""
    if word in GENERIC:
        return GENERIC_WORD
    return LINE_OF_WORK if word in COMMON else NAMING
