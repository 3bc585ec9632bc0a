"""Further blocking keys for a list that is linked at once: never stored, so they may be many.

They find records that lack a date of birth or an address, whose names were typed badly in the
first letters' company of a date or place that agrees, or stand in the wrong order. Names here are
those of all kinds (given, family, former), because what is a family name in one record may be
another's second given name.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import numpy as np

from ppit_matching.linking.arrays import Ints, Longs, Ragged, Words, cross
from ppit_matching.linking.columns import Columns
from ppit_matching.linking.key_hashes import hashes_of, made
from ppit_matching.linking.keys import Keyed
from ppit_matching.text.phonetics import sound

SHORTEST_NAME, SHORTEST_WORD = 2, 4
WITHOUT_INITIALS = frozenset({"day", "street"})


def wide_keys_of(columns: Columns) -> Iterator[Keyed]:
    """Yield the further keys, kind by kind."""
    spoken = _Spoken(columns)
    facts = tuple(_facts(columns))
    yield _two_names(spoken)
    yield from _turned_dates(columns)
    for kind, rows, hashes in facts:
        which, names = spoken.sounds.expand(spoken.row_of[rows])
        at = which
        yield Keyed(
            f"name-{kind}", rows[at], made(f"name-{kind}", spoken.hashes[names], hashes[at])
        )
        if kind in WITHOUT_INITIALS:
            continue
        which, letters = spoken.initials.expand(spoken.row_of[rows])
        parts = spoken.pair_hashes[letters], hashes[which]
        yield Keyed(f"initials-{kind}", rows[which], made(f"initials-{kind}", *parts))
    yield from _facts_together(facts)


class _Spoken:
    """The sounds and initials of all names of each distinct pair of given and family name."""

    def __init__(self, columns: Columns) -> None:
        names = columns.names
        packed = columns.given.astype(np.int64) * len(names.families) + columns.family
        values, places = np.unique(packed, return_inverse=True)
        self.row_of: Ints = places.astype(np.int32)
        numbers: dict[str, int] = {}
        starts: dict[str, int] = {}
        sounds: list[Sequence[int]] = []
        initials: list[Sequence[int]] = []
        heard: dict[str, str] = {}
        for value in cast("list[int]", values.tolist()):
            given, family = divmod(value, len(names.families))
            first, last = names.givens[given], names.families[family]
            words = {
                word for part in (*first, *last) for word in part if len(word) >= SHORTEST_NAME
            }
            for word in words:
                heard.setdefault(word, sound(word))
            sounds.append(tuple({numbers.setdefault(heard[w], len(numbers)) for w in words}))
            letters = sorted({word[0] for part in (*first, *last) for word in part[:1]})
            initials.append(
                (starts.setdefault("".join(letters), len(starts)),) if letters[1:] else ()
            )
        self.sounds = Ragged.of(sounds)
        self.initials = Ragged.of(initials)
        self.hashes = hashes_of(list(numbers))
        self.pair_hashes = hashes_of(list(starts))


def _two_names(spoken: _Spoken) -> Keyed:
    """Return the keys of any two names of a record, in any order."""
    rows = np.arange(len(spoken.sounds.starts) - 1)
    which, one, two = cross(spoken.sounds, rows, spoken.sounds, rows)
    kept = one < two
    which, one, two = which[kept], one[kept], two[kept]
    starts = np.searchsorted(which, np.arange(len(rows) + 1)).astype(np.int64)
    pairs = Ragged(starts, np.arange(len(which), dtype=np.int32))
    records, entries = pairs.expand(spoken.row_of)
    keys = made("two-names", spoken.hashes[one], spoken.hashes[two])
    return Keyed("two-names", records, keys[entries])


def _turned_dates(columns: Columns) -> Iterator[Keyed]:
    """Yield the key of dates whose day and month may be turned round."""
    dated = [born if born.full else None for born in columns.dates]
    texts = [
        f"{born.year}-{min(born.month or 0, born.day or 0)}-{max(born.month or 0, born.day or 0)}"
        if born
        else ""
        for born in dated
    ]
    full = np.array([born is not None and not born.perhaps_year_only for born in dated], np.bool_)
    rows = np.flatnonzero(full[columns.born])
    yield Keyed("born-turned", rows, made("born-turned", hashes_of(texts)[columns.born[rows]]))


Fact = tuple[str, Longs, Words]


def _facts(columns: Columns) -> Iterable[Fact]:
    """Whatever else is known of a person: year, day, postcode, district, words of other columns."""
    years, months, days = columns.parts_of_dates()
    born, places = columns.born, columns.places
    rows = np.flatnonzero(years[born] > 0)
    yield "year", rows, hashes_of([str(year) for year in years])[born[rows]]
    told = (days > 0) & ~((days == 1) & (months == 1))
    rows = np.flatnonzero(told[born])
    day = hashes_of([f"{month}-{day}" for month, day in zip(months, days, strict=True)])
    yield "day", rows, day[born[rows]]
    rows = np.flatnonzero(places.postcode)
    yield "postcode", rows, hashes_of(places.texts)[places.postcode[rows]]
    district = hashes_of([text.split(" ")[0] for text in places.texts])
    yield "district", rows, district[places.postcode[rows]]
    rows = np.flatnonzero(places.street)
    yield "street", rows, hashes_of(places.texts)[places.street[rows]]
    for name, values in columns.others.items():
        known: dict[str, int] = {}
        words = Ragged.of(
            tuple(
                known.setdefault(word, len(known))
                for word in text.split()
                if len(word) >= SHORTEST_WORD
            )
            for text in values.texts
        )
        which, found = words.expand(values.codes)
        yield name, which, hashes_of(list(known))[found]


def _facts_together(facts: tuple[Fact, ...]) -> Iterator[Keyed]:
    """Two facts of different kinds, with nothing said of the name."""
    for place, (one, one_rows, one_hashes) in enumerate(facts):
        for other, other_rows, other_hashes in facts[place + 1 :]:
            if {one, other} <= {"postcode", "district", "street"} or {one, other} == {
                "year",
                "day",
            }:
                continue
            ours, theirs = _shared_rows(one_rows, other_rows)
            yield Keyed(
                f"{one}-{other}",
                one_rows[ours],
                made(f"{one}-{other}", one_hashes[ours], other_hashes[theirs]),
            )


def _shared_rows(one: Longs, other: Longs) -> tuple[Longs, Longs]:
    """Pair the entries of two ascending columns that are of one record."""
    begins = np.searchsorted(other, one, side="left")
    sizes = np.searchsorted(other, one, side="right") - begins
    which = np.repeat(np.arange(len(one)), sizes)
    step = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return which, begins[which] + step
