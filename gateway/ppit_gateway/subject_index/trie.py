"""The map itself, over whatever part of its pages is at hand: grow it, find a way to a key. Pure.

Every page that is read must have the hash that its parent states, up to the root that was signed
last: a map that somebody changed behind our back is not grown, or a good signature would bury it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ppit_gateway.log.errors import LogDamaged
from ppit_gateway.subject_index.pages import (
    EMPTY,
    Node,
    PageBroken,
    Slots,
    hash_of,
    nibble_at,
    pack,
    top_of,
    unpack,
    way_down,
)
from ppit_gateway.subject_index.proofs import MapProof
from ppit_gateway.subject_index.subjects import NOTHING, Leaf

TOP = b""
"""The path of the page at the root. A path has one byte for each four bits of the key."""

Named = tuple[bytes, Sequence[int]]
"""A subject's key, and the entries that have named it since, in their order."""


class IndexDamaged(LogDamaged):
    """What is stored of the index is not what was signed: it must be rebuilt from the log."""


def paths_of(keys: Iterable[bytes], deepest: int) -> set[bytes]:
    """Return the paths of all pages that may stand between the root and these keys."""
    return {path for key in keys for path in _paths(key, deepest)}


def _paths(key: bytes, deepest: int) -> Iterator[bytes]:
    nibbles = bytes(nibble_at(key, depth) for depth in range(deepest))
    return (nibbles[:depth] for depth in range(deepest + 1))


class Trie:
    """``pages`` are packed, by path; at least all that stand on the way to the keys asked about."""

    def __init__(self, pages: Mapping[bytes, bytes], root: bytes) -> None:
        self._pages = pages
        self._changed: dict[bytes, Slots] = {}
        self.root = root

    def grow(self, named: Iterable[Named]) -> dict[bytes, bytes]:
        """Add the entries; return the pages that changed. Raises ``IndexDamaged``."""
        ordered = sorted(named)
        self._changed = {}
        if ordered:
            slots = self._slots(TOP, self.root)
            self.root = hash_of(self._grown(TOP, slots, ordered))
        return {path: pack(slots) for path, slots in self._changed.items()}

    def prove(self, key: bytes) -> MapProof:
        """Return the way from the root to where the key stands, or would. Raises as ``grow``."""
        path, stated, siblings = TOP, self.root, list[bytes]()
        while True:
            steps = way_down(self._slots(path, stated), nibble_at(key, len(path)))
            siblings += steps.siblings
            if not isinstance(steps.end, bytes):
                return MapProof(tuple(siblings), steps.end)
            path, stated = path + bytes((nibble_at(key, len(path)),)), steps.end

    def _grown(self, path: bytes, slots: Sequence[Node], named: Sequence[Named]) -> Node:
        grown = list(slots)
        for nibble, group in groupby(named, lambda one: nibble_at(one[0], len(path))):
            grown[nibble] = self._below(path + bytes((nibble,)), grown[nibble], list(group))
        self._changed[path] = tuple(grown)
        return top_of(grown)

    def _below(self, path: bytes, standing: Node, named: Sequence[Named]) -> Node:
        if isinstance(standing, bytes):
            return self._grown(path, self._slots(path, standing), named)
        first, entries = named[0]
        if len(named) == 1 and (standing is None or standing.key == first):
            return (standing or Leaf(first)).named_by(entries)
        # Two subjects share the path down to here: from here on they have a page between them.
        slots = list(EMPTY)
        if standing is not None:
            slots[nibble_at(standing.key, len(path))] = standing
        return self._grown(path, slots, named)

    def _slots(self, path: bytes, stated: bytes) -> Slots:
        packed = self._pages.get(path)
        try:
            slots = EMPTY if packed is None else unpack(packed)
        except PageBroken as failure:
            raise _damaged(path) from failure
        if hash_of(top_of(slots)) != stated:
            raise _damaged(path)
        return slots


def root_of(named: Iterable[Named]) -> bytes:
    """Return the root of a map that is built at once."""
    trie = Trie({}, NOTHING)
    trie.grow(named)
    return trie.root


def _damaged(path: bytes) -> IndexDamaged:
    where = "".join(f"{nibble:x}" for nibble in path) or "the root"
    return IndexDamaged(f"the page at {where} is not the one that was signed")
