"""Blocking keys."""

from ppit_matching.address import Address
from ppit_matching.person import Person

KEY_VERSION = "keys-1"


def person_keys(person: Person) -> frozenset[int]:
    raise NotImplementedError


def query_keys(person: Person) -> frozenset[int]:
    raise NotImplementedError


def address_keys(address: Address) -> frozenset[int]:
    raise NotImplementedError


def address_query_keys(address: Address) -> frozenset[int]:
    raise NotImplementedError
