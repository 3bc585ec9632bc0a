"""Blocking keys of addresses: every door of a building shares some, so flats come with it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.postcodes import postcode_variants
from ppit_matching.text.hashing import RANGE, SIGN_BIT, mixed, part_hash, seed
from ppit_matching.text.phonetics import sound

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def address_keys(address: Address) -> frozenset[int]:
    """Return the keys under which a gazetteer address is stored."""
    return frozenset(_keys(address, _doors(address), _postcodes(address)))


def postcode_keys(address: Address) -> frozenset[int]:
    """Return those of `address_keys` that lead to the house in its own postcode and nowhere else.

    Enough where the address is in the gazetteer as it was typed; see `Gazetteer`.
    """
    doors = _doors(address)
    return frozenset(
        _key("postcode-door", postcode, door) for postcode in _postcodes(address) for door in doors
    )


def address_query_keys(address: Address) -> frozenset[int]:
    """Return the keys under which to look: also for look-alike postcodes and misplaced names."""
    doors = _doors(address)
    if address.street:  # "2 Hawthorn Court" may be a flat of that building
        doors = doors | {_name_door(address.street)}
        if not address.place:  # or "27, Deal" a house in that town
            address = replace(address, place=address.street)
    postcodes = _postcodes(address)
    near = frozenset(found for postcode in postcodes for found in postcode_variants(postcode))
    return frozenset(_keys(address, doors, postcodes | near))


def _postcodes(address: Address) -> frozenset[str]:
    return frozenset({address.postcode}) if address.postcode else frozenset()


def _doors(address: Address) -> frozenset[str]:
    """Return what tells a building from others: its numbers without letters, and its name.

    A flat's number counts as a number, because half of all typists leave the building out.
    """
    found: set[str] = set()
    for number in (address.number or "").split("-"):
        if number:
            found.add(number.rstrip(LETTERS))
    if address.flat and address.flat.rstrip(LETTERS).isdigit():
        found.add(address.flat.rstrip(LETTERS))
    if address.building:
        found.add(_name_door(address.building))
    return frozenset(found)


def _name_door(name: str) -> str:
    """Mark a name's sound, so that no number is taken for it."""
    return f"name {_name_sound(name)}"


def _name_sound(name: str) -> str:
    """Return how the first word sounds: endings are left out or changed more often."""
    return sound(name.split(maxsplit=1)[0])


def _keys(address: Address, doors: frozenset[str], postcodes: frozenset[str]) -> Iterator[int]:
    street = _name_sound(address.street) if address.street else ""
    places = {word[:4] for word in (address.place or "").split()}
    for door in doors:
        if street:
            yield _key("street-door", street, door)
        yield from (_key("postcode-door", postcode, door) for postcode in postcodes)
        # A number stands in every street; a name hardly twice in a town.
        initialled = f"{door} {street[:1]}" if door.isdigit() else door
        if address.sector:
            yield _key("sector-door", address.sector, initialled)
        yield from (_key("place-door", place, initialled) for place in places)
    if address.building and not (address.number and address.flat):
        # A house's name typed too badly to sound alike: few houses of a street have one.
        if street:
            yield _key("named", street, "in street")
        yield from (_key("named", postcode, "in postcode") for postcode in postcodes)


def _key(kind: str, where: str, door: str) -> int:
    """Return `hashed(kind, where, door)`; streets and postcodes come again and again."""
    value = mixed(_begun(kind, where), _hash_of(door))
    return value - RANGE if value >= SIGN_BIT else value


@lru_cache(maxsize=65_536)
def _begun(kind: str, where: str) -> int:
    return mixed(seed(kind), part_hash(where))


_hash_of = lru_cache(maxsize=65_536)(part_hash)
