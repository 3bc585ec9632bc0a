"""How two addresses stand, for whole columns: the ladder of `place_levels`.

Most pairs are two plain addresses, a number in a street: these are settled by their parts, each
distinct pair of streets, of postcodes and of towns weighed once by `addresses.fit`. The rest
(flats, houses with names) are asked of `place_level` itself, each distinct pair once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from ppit_matching.linking.arrays import Codes, Flags, Ints, Longs, Words
from ppit_matching.linking.distinct_values import distinct_pairs, distinct_with_places, once_each
from ppit_matching.linking.name_tables import Texts
from ppit_matching.linking.numbering import renumbered
from ppit_matching.linking.place_points import (
    Streets,
    postcode_points,
    street_points,
    streets_of,
    town_points,
)
from ppit_matching.linking.reading_places import PlaceColumns
from ppit_matching.scoring.levels import PlaceLevel
from ppit_matching.scoring.place_levels import NEARLY, PLACED, SAME_WORDS, place_level

CODE = {level: np.int8(place) for place, level in enumerate(PlaceLevel)}


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of a list, with what many pairs ask.

    `district`, `sector` and `ours` are of each text; `known`, `simple` (a number in a street and
    nothing else) and `house` (its number where that is a plain one, else -1) of each record.
    """

    columns: PlaceColumns
    identity: Words
    district: Ints
    sector: Ints
    ours: Flags
    texts: Texts
    streets: Streets
    known: Flags
    simple: Flags
    house: Ints


def places_of(columns: PlaceColumns, identity: Words) -> Places:
    """Find districts and sectors; `identity` is the same for equal addresses."""
    texts = columns.texts
    district, _ = renumbered([text.split(" ")[0] for text in texts])
    sector, _ = renumbered([text[:-2] for text in texts])
    plain = np.array([text.isdigit() for text in texts], np.bool_)
    ours = np.array([" " in text for text in texts], np.bool_)
    bare = (columns.flat == 0) & (columns.building == 0)
    simple = bare & (columns.street > 0) & (columns.number > 0)
    house = np.where(simple & plain[columns.number], columns.number, np.int32(-1))
    held = np.array([*texts, ""], object)[:-1]
    streets = streets_of(held, np.unique(columns.street))
    return Places(
        columns, identity, district, sector, ours, held, streets, columns.known, simple, house
    )


def place_codes(places: Places, ours: Longs, theirs: Longs, near: Flags) -> Codes:
    """Return the level of each pair of addresses; `near` marks those that may be one door."""
    codes = _by_street_and_postcode(places, ours, theirs)
    columns = places.columns
    may = np.flatnonzero(near)
    one, two = ours[may], theirs[may]
    simple = places.simple[one] & places.simple[two]
    same_number = columns.number[one] == columns.number[two]
    settled = may[simple & same_number]
    same = _is_same_street(places, ours[settled], theirs[settled])
    codes[settled[same]] = CODE[PlaceLevel.DOOR]
    rest = may[~(simple & same_number)]
    codes[rest] = _asked(places, ours[rest], theirs[rest])
    return codes


def _by_street_and_postcode(places: Places, ours: Longs, theirs: Longs) -> Codes:
    codes = _by_postcode(places, ours, theirs)
    columns, texts = places.columns, places.texts
    known = places.known[ours] & places.known[theirs]
    rest = np.flatnonzero(known & (codes != CODE[PlaceLevel.POSTCODE]))
    one, two = ours[rest], theirs[rest]
    town = _alike(texts, columns.place[one], columns.place[two], fuzz.token_set_ratio, SAME_WORDS)
    near = codes[rest] == CODE[PlaceLevel.SECTOR]
    codes[rest[town & ~near]] = CODE[PlaceLevel.TOWN]
    maybe = np.flatnonzero(near | town)
    street = _alike(
        texts,
        columns.street[one[maybe]],
        columns.street[two[maybe]],
        JaroWinkler.similarity,
        NEARLY,
    )
    codes[rest[maybe[street]]] = CODE[PlaceLevel.STREET]
    return codes


def _alike(
    texts: Texts, ours: Ints, theirs: Ints, scorer: Callable[..., float], least: float
) -> Flags:
    """Tell which texts are the same or score `least`; each distinct pair is scored once."""
    both = (ours > 0) & (theirs > 0)
    found = both & (ours == theirs)
    unlike = np.flatnonzero(both & ~found)
    scores = once_each(
        ours[unlike],
        theirs[unlike],
        lambda one, two: cpdist(
            texts[one], texts[two], scorer=scorer, score_cutoff=least, dtype=np.float64, workers=-1
        ),
    )
    found[unlike] = scores.astype(np.float64) >= least
    return found


def _by_postcode(places: Places, ours: Longs, theirs: Longs) -> Codes:
    one, two = places.columns.postcode[ours], places.columns.postcode[theirs]
    near = places.sector[one] == places.sector[two]
    foreign = np.flatnonzero(
        (one > 0) & (two > 0) & (one != two) & ~(places.ours[one] & places.ours[two])
    )
    edits = once_each(
        one[foreign],
        two[foreign],
        lambda a, b: cpdist(
            places.texts[a], places.texts[b], scorer=OSA.distance, score_cutoff=1, dtype=np.int32
        ),
    )
    near[foreign] = edits.astype(np.int32) <= 1
    return np.select(
        [
            (one == 0) | (two == 0),
            one == two,
            near,
            places.district[one] == places.district[two],
        ],
        [
            CODE[level]
            for level in (
                PlaceLevel.MISSING,
                PlaceLevel.POSTCODE,
                PlaceLevel.SECTOR,
                PlaceLevel.DISTRICT,
            )
        ],
        CODE[PlaceLevel.APART],
    )


def may_be_one_door(places: Places, ours: Longs, theirs: Longs) -> Flags:
    """Tell which pairs may be of one door or building: two plain houses of one number, say.

    It spares the comparison of streets for most strangers: `place_levels` does the same.
    """
    one, two = places.house[ours], places.house[theirs]
    rows = np.flatnonzero((one == two) | (one < 0) | (two < 0))
    may = np.zeros(len(ours), np.bool_)
    may[rows] = _may_be_near(places, ours[rows], theirs[rows])
    return may


def _may_be_near(places: Places, ours: Longs, theirs: Longs) -> Flags:
    columns = places.columns
    one, two = columns.postcode[ours], columns.postcode[theirs]
    elsewhere = (one > 0) & (two > 0) & (places.district[one] != places.district[two])
    numbers = columns.number[ours], columns.number[theirs]
    same_number = (columns.street[ours] > 0) & (numbers[0] == numbers[1])
    door = (columns.number > 0) | (columns.building > 0) | (columns.flat > 0)
    found = np.where(elsewhere, same_number, door[ours] & door[theirs])
    return found & places.known[ours] & places.known[theirs]


def _is_same_street(places: Places, ours: Longs, theirs: Longs) -> Flags:
    """Add the points of street, postcode and town for two houses of one number."""
    columns, texts = places.columns, places.texts
    points = street_points(places.streets, columns.street[ours], columns.street[theirs])
    points += town_points(texts, columns.place[ours], columns.place[theirs])
    points += postcode_points(
        texts,
        places.sector,
        places.district,
        (columns.postcode[ours], columns.postcode[theirs]),
    )
    return points >= PLACED


def _asked(places: Places, ours: Longs, theirs: Longs) -> Codes:
    """Ask `place_level` of each distinct pair of addresses."""
    ids, rows = _address_numbers(places, np.concatenate([ours, theirs]))
    one, two = ids[: len(ours)], ids[len(ours) :]
    left, right, back = distinct_pairs(one, two)
    held = [places.columns.address(row) for row in cast("list[int]", rows.tolist())]
    asked = zip(cast("list[int]", left.tolist()), cast("list[int]", right.tolist()), strict=True)
    codes = [CODE[place_level(held[i], held[j])] for i, j in asked]
    return np.array(codes, np.int8)[back] if codes else np.zeros(0, np.int8)


def _address_numbers(places: Places, records: Longs) -> tuple[Ints, Longs]:
    """Give equal addresses one number; also a record that has each."""
    values, numbers = distinct_with_places(places.identity[records].view(np.int64))
    rows = np.zeros(len(values), np.int64)
    rows[numbers] = records
    return numbers, rows
