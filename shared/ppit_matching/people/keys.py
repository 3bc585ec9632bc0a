"""Blocking keys: hashes that a record and its badly typed double still share.

A stored record has about a dozen, each of two or three parts that survive another kind of
error; the query asks for more (swapped names, swapped day and month, every given name), because
look-ups cost little and stored keys cost space. A key is a signed 64-bit integer (bigint).
Whoever keeps the index counts the records of a key and leaves out keys that too many share.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from string import ascii_uppercase

from ppit_matching.dates.birth import BirthDate
from ppit_matching.names.name_words import LEADING_HONOURS
from ppit_matching.names.pet_names import full_forms
from ppit_matching.people.person import Person
from ppit_matching.text.hashing import hashed
from ppit_matching.text.phonetics import sound

MOST_PARTS = 4
UNNAMED = ""
_ALPHABET = frozenset((UNNAMED, *ascii_uppercase))


@dataclass(frozen=True, slots=True)
class _Names:
    """Sounds of first and family names, their initials, and the pairs in which they may stand.

    `letters` are the first ones of all names, of the family's as they sound.
    """

    first: frozenset[str]
    family: frozenset[str]
    initials: frozenset[str]
    letters: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    initialled: frozenset[tuple[str, str]]


def person_keys(person: Person) -> frozenset[int]:
    """Return the keys under which a record is stored."""
    names = _names(_stored_first(person), _family(person))
    stored = replace(names, letters=names.letters or {UNNAMED})
    return frozenset(_keys(person, stored, (person.born,)))


def query_keys(person: Person) -> frozenset[int]:
    """Return the keys under which to look: all of `person_keys`, and what errors would make."""
    first = (*_stored_first(person), *person.given, *person.known_as)
    straight = _names(first, _family(person))
    swapped = _names(_family(person), (*person.given, *person.known_as))
    letters = straight.letters | swapped.letters
    names = _Names(
        straight.first | swapped.first,
        straight.family | swapped.family,
        straight.initials | swapped.initials,
        # Whoever stands there without a name may be meant by any, and anybody where none is asked.
        letters | {UNNAMED} if letters else _ALPHABET,
        straight.pairs | swapped.pairs,
        straight.initialled | swapped.initialled,
    )
    return frozenset(_keys(person, names, (person.born, *_turned(person.born))))


def _stored_first(person: Person) -> tuple[str, ...]:
    """Return the first given name and the names used daily: "Mohammed Imran" is also Imran."""
    daily = 2 if person.given[:1] and person.given[0] in LEADING_HONOURS else 1
    return (*person.given[:daily], *person.known_as)


def _family(person: Person) -> tuple[str, ...]:
    parts = (*person.family, *person.former)[:MOST_PARTS]
    return (*parts, "".join(person.family)) if len(person.family) > 1 else parts


def _names(first: Iterable[str], family: Iterable[str]) -> _Names:
    forms = {form for name in first for form in full_forms(name) if len(form) > 1}
    initials = {name[0].upper() for name in (*first, *forms) if name}
    families = {name for name in family if len(name) > 1}
    first_sounds = frozenset(map(sound, forms))
    family_sounds = frozenset(map(sound, families))
    return _Names(
        first_sounds,
        family_sounds,
        frozenset(initials),
        frozenset(initials | {_letter(heard) for heard in family_sounds}),
        frozenset((one, other) for one in first_sounds for other in family_sounds),
        frozenset((one, other) for one in initials for other in family_sounds),
    )


def _letter(heard: str) -> str:
    return heard[0].upper()


def _turned(born: BirthDate) -> tuple[BirthDate, ...]:
    """Return the date with day and month swapped, if that is another date."""
    if not born.full or born.day == born.month or (born.day or 0) > 12:  # noqa: PLR2004 - months
        return ()
    return (BirthDate(born.year, born.day, born.month),)


def _keys(person: Person, names: _Names, dates: tuple[BirthDate, ...]) -> Iterator[int]:
    yield from (hashed("first-family", *pair) for pair in names.pairs)
    for born in dates:
        yield from _dated_keys(names, born)
    if person.phone:
        yield hashed("phone", person.phone)
    if person.email:
        yield hashed("email", person.email)
    if person.national_insurance:
        yield hashed("national-insurance", person.national_insurance)
    yield from _placed_keys(person, names, dates)


def _dated_keys(names: _Names, born: BirthDate) -> Iterator[int]:
    if not born.known:
        return
    year = str(born.year)
    yield from (hashed("first-family-year", *pair, year) for pair in names.pairs)
    if born.month:
        month = f"{year}-{born.month}"
        yield from (hashed("initial-family-month", *pair, month) for pair in names.initialled)
    if not born.full:
        return
    whole = born.iso
    # Survives anything done to the names: a broad key, left to the next ones where many share it.
    yield hashed("born", whole)
    # Survives anything done to one of the names, and much that is done to both.
    yield from (hashed("initial-born", letter, whole) for letter in names.letters)
    yield from (hashed("family-born", family, whole) for family in names.family)
    yield from (hashed("first-born", first, whole) for first in names.first)
    # Survives a year typed badly, which no other dated key does.
    day = f"{born.month}-{born.day}"
    yield from (hashed("first-family-day", *pair, day) for pair in names.pairs)
    # Survives both names typed badly, or swapped; sorted so that order does not count.
    yield from (
        hashed("initials-born", *sorted((first, family)), whole)
        for first in names.initials
        for family in {_letter(heard) for heard in names.family}
    )


def _placed_keys(person: Person, names: _Names, dates: tuple[BirthDate, ...]) -> Iterator[int]:
    address = person.address
    if address is None or address.postcode is None or address.district is None:
        return
    postcode, district = address.postcode, address.district
    yield from (hashed("family-postcode", family, postcode) for family in names.family)
    yield from (hashed("first-postcode", first, postcode) for first in names.first)
    yield from (hashed("first-family-district", *pair, district) for pair in names.pairs)
    door = address.number or address.building or address.flat
    if door:
        yield hashed("postcode-door", postcode, door)
    yield from (hashed("born-district", born.iso, district) for born in dates if born.full)
