"""The distinct names of a list as numbers of words, with what comparing a word needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Flags, Ints, Ragged
from ppit_matching.linking.reading_names import Family, Given
from ppit_matching.names.name_words import LEADING_HONOURS
from ppit_matching.names.pet_names import full_forms
from ppit_matching.names.rarity import WRITTEN_SHARES, is_known_given
from ppit_matching.text.phonetics import sound

Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class WordTable:
    """Every word of a name in the list, in alphabetical order, and what is known of each.

    `forms`: numbers, of their own, of the full names it may stand for; `given_rank`,
    `family_rank`: how common it is by the written shares, the rarest 0.
    """

    texts: Texts
    sound: Ints
    sounds: list[str]
    first: NDArray[np.int32]
    length: Ints
    known: Flags
    forms: Ragged
    form_texts: list[str]
    given_rank: Ints
    family_rank: Ints


@dataclass(frozen=True, slots=True)
class NameTables:
    """The distinct given and family names; each Ragged has one row a name, of numbers of words.

    `called` are the names used daily, `first` the first given one (-1 for none), `last` the last
    family name and `whole` all of them run together.
    """

    words: WordTable
    givens: list[Given]
    families: list[Family]
    called: Ragged
    middle: Ragged
    first: Ints
    family: Ragged
    former: Ragged
    whole: Ints
    last: Ints


def called(names: Given) -> tuple[str, ...]:
    """Return the names that somebody is called by, as `name_levels` has them."""
    given, known_as = names
    daily = 2 if given[:1] and given[0] in LEADING_HONOURS else 1
    return (*given[:daily], *known_as)


def tables_of(givens: Sequence[Given], families: Sequence[Family]) -> NameTables:
    """Return all distinct names as numbers of words."""
    spoken = chain.from_iterable(
        (
            *(name for names in givens for name in names),
            *(name for names in families for name in names),
            ("".join(family) for family, _ in families),
        )
    )
    words = word_table(set(spoken) - {""})
    place = {str(text): number for number, text in enumerate(words.texts)}

    def numbers(names: Sequence[str]) -> tuple[int, ...]:
        return tuple(place[name] for name in names)

    return NameTables(
        words,
        list(givens),
        list(families),
        Ragged.of(numbers(called(names)) for names in givens),
        Ragged.of(numbers(given[1:]) for given, _ in givens),
        np.array([place[given[0]] if given else -1 for given, _ in givens], np.int32),
        Ragged.of(numbers(family) for family, _ in families),
        Ragged.of(numbers(former) for _, former in families),
        np.array([place.get("".join(family), -1) for family, _ in families], np.int32),
        np.array([place[family[-1]] if family else -1 for family, _ in families], np.int32),
    )


def word_table(words: set[str]) -> WordTable:
    """Look every distinct word up once."""
    texts = sorted(words)
    sounds: dict[str, int] = {}
    forms: dict[str, int] = {}
    heard = [sounds.setdefault(sound(text), len(sounds)) for text in texts]
    stands_for = [
        tuple(forms.setdefault(form, len(forms)) for form in sorted(full_forms(text)))
        for text in texts
    ]
    return WordTable(
        np.array([*texts, ""], object)[:-1],
        np.array(heard, np.int32),
        list(sounds),
        np.array([ord(text[0]) for text in texts], np.int32),
        np.array([len(text) for text in texts], np.int32),
        np.array([is_known_given(text) for text in texts], np.bool_),
        Ragged.of(stands_for),
        list(forms),
        _ranks([WRITTEN_SHARES.given_bits(text) for text in texts]),
        _ranks([WRITTEN_SHARES.family_bits(text) for text in texts]),
    )


def _ranks(bits: list[float]) -> Ints:
    """Rank words by their rarity: the rarest is 0, equally rare ones are alike."""
    rarities = sorted(set(bits), reverse=True)
    place = {rarity: number for number, rarity in enumerate(rarities)}
    return np.array([place[rarity] for rarity in bits], np.int32)
