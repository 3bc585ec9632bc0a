"""A whole gazetteer in memory: any number of addresses resolved without a database."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.keys import address_keys, address_query_keys, postcode_keys
from ppit_matching.addresses.parsing import normalise_address
from ppit_matching.addresses.resolution import Resolution, ResolutionStatus
from ppit_matching.addresses.resolve import resolve_address, resolved_exactly
from ppit_matching.addresses.typed import AddressText

HOT_KEY = 300
"""A key that more doors share says nothing: it is not followed."""
MOST_CANDIDATES = 200
"""The most doors that are looked at for one address: those with the most keys in common."""


_Known: TypeAlias = tuple[str | None, str | None, str | None, str | None, str | None]


class _Plain:
    """Doors by what they are called, for addresses that need no thought."""

    def __init__(self, doors: Mapping[str, Address]) -> None:
        self._by_name: dict[_Known, str | None] = {}
        self._places: dict[str, str | None] = {}
        self._divided: set[tuple[str | None, str | None]] = set()
        for uprn, door in doors.items():
            known = _known(door)
            self._by_name[known] = None if known in self._by_name else uprn
            self._places[uprn] = door.place
            if door.flat:
                self._divided.add((door.number, door.postcode))

    def find(self, query: Address) -> Resolution | None:
        """Return what `resolve_address` would, where that is certain beforehand; else None.

        Certain: a flat, or a number of a postcode without flats behind that number, called so in
        every part, in the town that was typed.
        """
        house = query.number and not query.building and query.street
        undivided = house and (query.number, query.postcode) not in self._divided
        if not (query.street and query.has_door and (query.flat or undivided)):
            return None
        uprn = self._by_name.get(_known(query))
        if uprn is None or (query.place and query.place != self._places[uprn]):
            return None
        return resolved_exactly(uprn)


def _known(address: Address) -> _Known:
    return address.flat, address.number, address.building, address.street, address.postcode


class Gazetteer:
    """Doors, and their blocking keys in one sorted array with the doors that have each.

    About 150 bytes a door besides the addresses themselves.
    """

    def __init__(self, doors: Iterable[tuple[str, Address]]) -> None:
        """Take every door by its UPRN; one that stands in it twice is kept once, the last."""
        held = dict(doors)
        self._plain = _Plain(held)
        self._uprns = list(held)
        self._addresses = list(held.values())
        keys: list[int] = []
        counts: list[int] = []
        for address in self._addresses:
            found = address_keys(address)
            keys.extend(found)
            counts.append(len(found))
        of_door = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        unsorted = np.array(keys, dtype=np.int64)
        order = np.argsort(unsorted, kind="stable")
        self._doors: NDArray[np.int32] = of_door[order]
        self._keys, starts = np.unique(unsorted[order], return_index=True)
        self._starts: NDArray[np.int64] = np.append(starts, len(keys)).astype(np.int64)

    def __len__(self) -> int:
        """Return the number of doors."""
        return len(self._uprns)

    def resolve(self, typed: AddressText) -> Resolution:
        """Return the one door that is meant, or every door that may be, or why none is.

        An address that the gazetteer has as it was typed is found by itself or its own postcode:
        no door of another postcode fits as well. All keys are followed only for the others.
        """
        query = normalise_address(typed)
        if query.postcode:
            found = self._plain.find(query)
            if found is not None:
                return found
            near, _ = self._candidates(postcode_keys(query))
            plain = resolve_address(query, self._named(near))
            if plain.exact:
                return plain
        candidates, crowded = self._candidates(address_query_keys(query))
        answer = resolve_address(query, self._named(candidates))
        return _in_a_crowd(query, answer) if crowded else answer

    def resolve_all(self, typed: Sequence[AddressText]) -> list[Resolution]:
        """Return what `resolve` answers for each, in order."""
        return [self.resolve(each) for each in typed]

    def _named(self, doors: Sequence[int]) -> list[tuple[str, Address]]:
        return [(self._uprns[door], self._addresses[door]) for door in doors]

    def _candidates(self, keys: frozenset[int]) -> tuple[Sequence[int], bool]:
        """Return the doors that share a key, and whether there were more than are looked at."""
        if not keys or not len(self._keys):
            return (), False
        asked = np.fromiter(keys, dtype=np.int64, count=len(keys))
        at = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        at = at[self._keys[at] == asked]
        spans = [(int(self._starts[each]), int(self._starts[each + 1])) for each in at.tolist()]
        followed = [self._doors[begin:end] for begin, end in spans if end - begin <= HOT_KEY]
        if not followed:
            return (), bool(spans)
        doors, shared = np.unique(np.concatenate(followed), return_counts=True)
        if len(doors) <= MOST_CANDIDATES:
            return cast("list[int]", doors.tolist()), False
        most = np.argsort(-shared, kind="stable")[:MOST_CANDIDATES]
        return cast("list[int]", doors[most].tolist()), True


def _in_a_crowd(query: Address, answer: Resolution) -> Resolution:
    """Say that too little was given where more doors fit than were looked at."""
    doubled = not (query.postcode or query.place)
    if answer.status is ResolutionStatus.RESOLVED and not doubled:
        return answer
    reason = "more doors are like this than can be looked at"
    return Resolution(
        ResolutionStatus.INSUFFICIENT,
        None,
        exact=False,
        candidates=answer.candidates,
        reasons=(reason,),
    )
