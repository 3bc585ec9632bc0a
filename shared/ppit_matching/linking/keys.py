"""The blocking keys of a whole list: the same 64-bit numbers as `people.keys`, by columns.

Each distinct part (a sound, a date, a postcode) is hashed once; a key is then arithmetic on
arrays. `BULK_ONLY` kinds are never stored: a list that is linked at once can afford more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from ppit_matching.linking.arrays import (
    Flags,
    Ints,
    Longs,
    Ragged,
    Words,
    cross,
    distinct,
    packed,
    unpacked,
)
from ppit_matching.linking.columns import Columns
from ppit_matching.linking.key_hashes import hashes_of, made
from ppit_matching.linking.name_tables import NameTables
from ppit_matching.people.keys import MOST_PARTS, UNNAMED
from ppit_matching.text.phonetics import sound

LETTERS = 128
NO_LETTER = 0


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keys of one kind and the records that have them, side by side."""

    kind: str
    records: Longs
    keys: Words


@dataclass(frozen=True, slots=True)
class _Heard:
    """How each distinct name sounds: rows of numbers of sounds, and of letters."""

    first: Ragged
    first_letter: Ragged
    family: Ragged
    family_letter: Ragged
    hashes: Words
    letters: Words


def _heard(names: NameTables) -> _Heard:
    """Work out how all distinct names sound, once."""
    sounds: dict[str, int] = {}

    def numbers(texts: frozenset[str]) -> tuple[int, ...]:
        return tuple(sounds.setdefault(text, len(sounds)) for text in texts)

    first: list[tuple[int, ...]] = []
    initials: list[tuple[int, ...]] = []
    words = names.words
    forms = [
        frozenset(
            words.form_texts[form]
            for form in cast("list[int]", words.forms.values[start:end].tolist())
        )
        for start, end in zip(words.forms.starts[:-1], words.forms.starts[1:], strict=True)
    ]
    for start, end in zip(names.called.starts[:-1], names.called.starts[1:], strict=True):
        called = cast("list[int]", names.called.values[start:end].tolist())
        spoken = {form for word in called for form in forms[word]}
        first.append(numbers(frozenset(sound(form) for form in spoken if len(form) > 1)))
        initials.append(tuple({ord(form[0].upper()) for form in spoken}))
    family = [numbers(_family_sounds(*names_of)) for names_of in names.families]
    texts = list(sounds)
    letter_of = [ord(text[0].upper()) for text in texts]
    return _Heard(
        Ragged.of(first),
        Ragged.of(initials),
        Ragged.of(family),
        Ragged.of(tuple({letter_of[code] for code in codes}) for codes in family),
        hashes_of(texts),
        hashes_of([UNNAMED, *map(chr, range(1, LETTERS))]),
    )


def _family_sounds(family: tuple[str, ...], former: tuple[str, ...]) -> frozenset[str]:
    parts = (*family, *former)[:MOST_PARTS]
    whole = ("".join(family),) if len(family) > 1 else ()
    return frozenset(sound(name) for name in (*parts, *whole) if len(name) > 1)


def keys_of(columns: Columns) -> Iterator[Keyed]:
    """Yield the keys of `person_keys`, kind by kind."""
    heard = _heard(columns.names)
    yield from _pairing(columns, heard)
    yield _initial_born(columns, heard)


def pairing_keys_of(columns: Columns) -> Iterator[Keyed]:
    """Yield those that pair the records of a list: what narrows a broad key is for an index alone.

    A list looks at as many records of one birthday as its budget of pairs allows.
    """
    return _pairing(columns, _heard(columns.names))


def _pairing(columns: Columns, heard: _Heard) -> Iterator[Keyed]:
    every = np.arange(columns.records, dtype=np.int64)
    pairs = cross(heard.first, columns.given, heard.family, columns.family)
    paired = every[pairs[0]], heard.hashes[pairs[1]], heard.hashes[pairs[2]]
    yield Keyed("first-family", paired[0], made("first-family", paired[1], paired[2]))
    yield from _dated(columns, heard, paired)
    for kind, values in (
        ("phone", columns.phone),
        ("email", columns.email),
        ("national-insurance", columns.national_insurance),
    ):
        rows = np.flatnonzero(values.codes)
        yield Keyed(kind, rows, made(kind, hashes_of(values.texts)[values.codes[rows]]))
    yield from _placed(columns, heard, paired)


Paired = tuple[Longs, Words, Words]


def _kept(paired: Paired, kept: Flags) -> Paired:
    flags = kept[paired[0]]
    return paired[0][flags], paired[1][flags], paired[2][flags]


def _dated(columns: Columns, heard: _Heard, paired: Paired) -> Iterator[Keyed]:
    years, months, days = columns.parts_of_dates()
    year, month, day = (part[columns.born] for part in (years, months, days))
    born = columns.born
    rows, first, family = _kept(paired, year > 0)
    year_hash = hashes_of([str(value) for value in years])
    yield _keyed("first-family-year", rows, first, family, year_hash[born[rows]])
    dated = np.flatnonzero(month > 0)
    which, letters, sounds = cross(
        heard.first_letter, columns.given[dated], heard.family, columns.family[dated]
    )
    rows = dated[which]
    month_hash = hashes_of([f"{y}-{m}" for y, m in zip(years, months, strict=True)])
    parts = heard.letters[letters], heard.hashes[sounds], month_hash[born[rows]]
    yield _keyed("initial-family-month", rows, *parts)
    yield from _fully_dated(columns, heard, _kept(paired, day > 0))


def _keyed(kind: str, rows: Longs, *parts: Words) -> Keyed:
    return Keyed(kind, rows, made(kind, *parts))


def _fully_dated(columns: Columns, heard: _Heard, paired: Paired) -> Iterator[Keyed]:
    _, months, days = columns.parts_of_dates()
    born = columns.born
    full = np.flatnonzero(days[born] > 0)
    iso = hashes_of([date.iso for date in columns.dates])
    yield _keyed("born", full, iso[born[full]])
    which, sounds = heard.family.expand(columns.family[full])
    rows = full[which]
    yield _keyed("family-born", rows, heard.hashes[sounds], iso[born[rows]])
    which, sounds = heard.first.expand(columns.given[full])
    rows = full[which]
    yield _keyed("first-born", rows, heard.hashes[sounds], iso[born[rows]])
    rows, first, family = paired
    day_hash = hashes_of([f"{m}-{d}" for m, d in zip(months, days, strict=True)])
    yield _keyed("first-family-day", rows, first, family, day_hash[born[rows]])
    yield _initials_born(columns, heard, full, iso)


def _initial_born(columns: Columns, heard: _Heard) -> Keyed:
    rows = np.flatnonzero(columns.parts_of_dates()[2][columns.born] > 0)
    iso = hashes_of([date.iso for date in columns.dates])
    first, letters = heard.first_letter.expand(columns.given[rows])
    family, others = heard.family_letter.expand(columns.family[rows])
    unnamed = np.ones(len(rows), np.bool_)
    unnamed[first] = unnamed[family] = False
    nobody = np.flatnonzero(unnamed)
    which = np.concatenate([first, family, nobody])
    letter = np.concatenate([letters, others, np.full(len(nobody), NO_LETTER, np.int32)])
    which, letter = unpacked(distinct(packed(which, letter)))
    rows = rows[which]
    return _keyed("initial-born", rows, heard.letters[letter], iso[columns.born[rows]])


def _initials_born(columns: Columns, heard: _Heard, full: Longs, iso: Words) -> Keyed:
    which, ours, theirs = cross(
        heard.first_letter, columns.given[full], heard.family_letter, columns.family[full]
    )
    rows = full[which]
    least, most = np.minimum(ours, theirs), np.maximum(ours, theirs)
    parts = heard.letters[least], heard.letters[most], iso[columns.born[rows]]
    return _keyed("initials-born", rows, *parts)


def _placed(columns: Columns, heard: _Heard, paired: Paired) -> Iterator[Keyed]:
    places = columns.places
    postcode = hashes_of(places.texts)
    district = hashes_of([text.split(" ")[0] for text in places.texts])
    placed = places.postcode > 0
    rows = np.flatnonzero(placed)
    which, sounds = heard.family.expand(columns.family[rows])
    at = rows[which]
    yield _keyed("family-postcode", at, heard.hashes[sounds], postcode[places.postcode[at]])
    which, sounds = heard.first.expand(columns.given[rows])
    at = rows[which]
    yield _keyed("first-postcode", at, heard.hashes[sounds], postcode[places.postcode[at]])
    at, first, family = _kept(paired, placed)
    yield _keyed("first-family-district", at, first, family, district[places.postcode[at]])
    door = _door(columns)
    at = rows[door[rows] > 0]
    yield _keyed("postcode-door", at, postcode[places.postcode[at]], postcode[door[at]])
    days = columns.parts_of_dates()[2]
    at = rows[days[columns.born[rows]] > 0]
    iso = hashes_of([date.iso for date in columns.dates])
    yield _keyed("born-district", at, iso[columns.born[at]], district[places.postcode[at]])


def _door(columns: Columns) -> Ints:
    places = columns.places
    named = np.where(places.number > 0, places.number, places.building)
    return np.where(named > 0, named, places.flat)
