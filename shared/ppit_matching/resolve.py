"""Find the gazetteer's door."""

from collections.abc import Iterable

from ppit_matching.address import Address
from ppit_matching.resolution import Resolution


def resolve_address(query: Address, candidates: Iterable[tuple[str, Address]]) -> Resolution:
    raise NotImplementedError
