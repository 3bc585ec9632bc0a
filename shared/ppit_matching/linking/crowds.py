"""What a whole crowd of a list has in common says nothing of one person, and is not counted.

A million records "at" one address live at no home: the model of households, learnt where few
people share a door, would take each namesake there for one person. The same holds for a date that
a form fills in by itself, and for the telephone of an office.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ppit_matching.linking.arrays import Flags, Ints, packed
from ppit_matching.linking.columns import Columns, Values
from ppit_matching.linking.reading_places import PARTS, PlaceColumns

CROWD, SHARE = 1_000, 0.05
"""A value is a crowd's when more records than this have it, and more than this of the list."""


def without_crowds(columns: Columns) -> tuple[Columns, tuple[str, ...]]:
    """Return the list without the values that crowds share, and in words what was left out.

    Addresses, full dates of birth, telephones, e-mail and National Insurance numbers are looked at.
    """
    dates = np.array([born.full for born in columns.dates], np.bool_)
    at_door, on_day = _at_one_door(columns.places), _crowded(columns.born)
    on_day &= dates[columns.born]
    reached = {
        "telephone": columns.phone,
        "e-mail address": columns.email,
        "National Insurance number": columns.national_insurance,
    }
    crowds = {name: _crowded(values.codes) for name, values in reached.items()}
    left_out = {"address": at_door, "date of birth": on_day, **crowds}
    phone, email, insurance = (_without(values, crowds[name]) for name, values in reached.items())
    kept = replace(
        columns,
        born=np.where(on_day, np.int32(0), columns.born),
        places=_places_without(columns.places, at_door),
        phone=phone,
        email=email,
        national_insurance=insurance,
    )
    return kept, tuple(_said(left_out))


def _limit(records: int) -> float:
    return max(CROWD, SHARE * records)


def _crowded(codes: Ints) -> Flags:
    """Flag the records whose value a crowd has; 0 is no value."""
    counts = np.bincount(codes)
    counts[:1] = 0
    return np.asarray((counts > _limit(len(codes)))[codes], np.bool_)


def _at_one_door(places: PlaceColumns) -> Flags:
    """Flag the records of a crowd at one door; an address that names no door is none."""
    limit = _limit(len(places.postcode))
    parts = (places.flat, places.number, places.building, places.street, places.postcode)
    named = (places.flat > 0) | (places.number > 0) | (places.building > 0)
    # What is common is so in each part: doors are told apart among those few alone.
    alike = [(np.bincount(part) > limit)[part] for part in parts]
    rows = np.flatnonzero(np.logical_and.reduce([named, *alike]))
    doors = np.zeros(len(rows), np.int32)
    for part in parts:
        _, numbered = np.unique(packed(doors, part[rows]), return_inverse=True)
        doors = numbered.astype(np.int32)
    found = np.zeros(len(named), np.bool_)
    found[rows] = (np.bincount(doors) > limit)[doors]
    return found


def _places_without(places: PlaceColumns, left_out: Flags) -> PlaceColumns:
    kept = {part: np.where(left_out, np.int32(0), getattr(places, part)) for part in PARTS}
    return replace(places, **kept) if left_out.any() else places


def _without(values: Values, left_out: Flags) -> Values:
    return replace(values, codes=np.where(left_out, np.int32(0), values.codes))


def _said(left_out: dict[str, Flags]) -> Iterator[str]:
    for name, flags in left_out.items():
        if count := int(np.count_nonzero(flags)):
            yield f"the {name} of {count} records was not counted: a crowd has the same"
