"""Blocking keys of addresses: every door of a building shares some, so flats come with it."""

from collections.abc import Iterator

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.postcodes import postcode_variants
from ppit_matching.addresses.words import STREET_TYPES
from ppit_matching.text.hashing import hashed
from ppit_matching.text.phonetics import sound


def address_keys(address: Address) -> frozenset[int]:
    """Return the keys under which a gazetteer address is stored."""
    return frozenset(_keys(address, _doors(address), _postcodes(address)))


def address_query_keys(address: Address) -> frozenset[int]:
    """Return the keys under which to look: also for look-alike postcodes and a flat as number."""
    doors = _doors(address)
    if address.flat and not address.number:
        doors = doors | {("number", address.flat)}
    if address.number and address.street:  # "2 Hawthorn Court" may be a flat of that building
        doors = doors | {("name", _name_sound(address.street))}
    postcodes = _postcodes(address)
    near = frozenset(found for postcode in postcodes for found in postcode_variants(postcode))
    return frozenset(_keys(address, doors, postcodes | near))


def _postcodes(address: Address) -> frozenset[str]:
    return frozenset({address.postcode}) if address.postcode else frozenset()


def _doors(address: Address) -> frozenset[tuple[str, str]]:
    """Return what tells a building from others: its numbers without letters, and its name."""
    found: set[tuple[str, str]] = set()
    for number in (address.number or "").split("-"):
        if number:
            found.add(("number", number.rstrip("abcdefghijklmnopqrstuvwxyz")))
    if address.building:
        found.add(("name", _name_sound(address.building)))
    return frozenset(found)


def _name_sound(name: str) -> str:
    """Return how the first word and the next one sound, without a street's ending."""
    spoken = [word for word in name.split() if word not in STREET_TYPES] or name.split()
    return " ".join(sound(word) for word in spoken[:2])


def _keys(
    address: Address, doors: frozenset[tuple[str, str]], postcodes: frozenset[str]
) -> Iterator[int]:
    street = _name_sound(address.street) if address.street else ""
    for door in doors:
        if street:
            yield hashed("street-door", street, *door)
        for postcode in postcodes:
            yield hashed("postcode-door", postcode, *door)
            yield hashed("sector-door", postcode[:-2], *door)
        for word in (address.place or "").split():
            # A number stands in every street; a name hardly twice in a town.
            initial = street[:1] if door[0] == "number" else ""
            yield hashed("place-door", word[:4], initial, *door)
    if address.number is None and address.building:
        # A house's name typed too badly to sound alike: few houses of a street have only a name.
        if street:
            yield hashed("named-in-street", street)
        yield from (hashed("named-in-postcode", postcode) for postcode in postcodes)
