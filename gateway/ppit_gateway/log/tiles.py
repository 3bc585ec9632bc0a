"""The tree in tiles of 256 hashes (C2SP tlog-tiles), and every proof that can be made from them.

A proof is a list of subtrees, lowest first. A subtree is a row of perfect ones, and a perfect one
stands in one tile: so a proof of any entry of any tree needs some four tiles, whatever its size.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from ppit_gateway.log.tree import HASH_BYTES, node_hash

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT

Place: TypeAlias = tuple[int, int]
"""Level and number of a tile."""
Tiles: TypeAlias = Mapping[Place, bytes]
"""The hashes of tiles, one after the other; of one at the right edge those that there are."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A full tile, and the root over it: one hash of the level above."""

    level: int
    number: int
    hashes: bytes
    root: bytes


@dataclass(frozen=True, slots=True)
class Subtree:
    """The entries from ``start`` up to ``end``, which stand below one node of a tree."""

    start: int
    end: int

    def perfect(self) -> Iterator[tuple[int, int]]:
        """Yield height and start of the perfect subtrees of which it is made, largest first."""
        start, left = self.start, self.end - self.start
        while left:
            height = left.bit_length() - 1
            yield height, start
            start, left = start + (1 << height), left - (1 << height)


def width_of(place: Place, size: int) -> int:
    """Return how many hashes a tile has in the tree of ``size`` entries: 0 to 256."""
    level, number = place
    there = (size >> TILE_HEIGHT * level) - (number << TILE_HEIGHT)
    return min(max(there, 0), TILE_WIDTH)


def edge_of(size: int) -> tuple[Place, ...]:
    """Return the tiles at the right edge of a tree, from level 0 up; the last may be empty."""
    levels = (size.bit_length() + TILE_HEIGHT - 1) // TILE_HEIGHT
    return tuple((level, size >> TILE_HEIGHT * (level + 1)) for level in range(levels))


def inclusion(index: int, size: int) -> tuple[Subtree, ...]:
    """Return the subtrees that prove entry ``index`` in a tree of ``size`` (RFC 9162 2.1.3.1)."""
    if not 0 <= index < size:
        msg = "no such leaf"
        raise ValueError(msg)
    path: list[Subtree] = []
    for height in range((size - 1).bit_length()):
        start = (index >> height ^ 1) << height
        if start < size:
            path.append(Subtree(start, min(start + (1 << height), size)))
    return tuple(path)


def consistency(old: int, size: int) -> tuple[Subtree, ...]:
    """Return the subtrees that prove one tree a prefix of another (RFC 9162 2.1.4.1)."""
    if not 0 < old <= size:
        msg = "no such smaller tree"
        raise ValueError(msg)
    path: list[Subtree] = []
    start, end, whole = 0, size, True
    while old < end:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if old <= middle:
            path.append(Subtree(middle, end))
            end = middle
        else:
            path.append(Subtree(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(Subtree(start, end))
    return tuple(reversed(path))


def tiles_of(subtrees: Iterable[Subtree]) -> frozenset[Place]:
    """Return the tiles from which these subtrees can be hashed."""
    return frozenset(
        (level, start >> TILE_HEIGHT * (level + 1))
        for subtree in subtrees
        for height, start in subtree.perfect()
        for level in (height // TILE_HEIGHT,)
    )


def hashed(subtrees: Iterable[Subtree], tiles: Tiles) -> tuple[bytes, ...]:
    """Hash subtrees from the tiles of ``tiles_of``; ``LookupError`` where one lacks a hash."""
    return tuple(_hash(subtree, tiles) for subtree in subtrees)


def _hash(subtree: Subtree, tiles: Tiles) -> bytes:
    *left, node = (_perfect(height, start, tiles) for height, start in subtree.perfect())
    for one in reversed(left):
        node = node_hash(one, node)
    return node


def _perfect(height: int, start: int, tiles: Tiles) -> bytes:
    level = height // TILE_HEIGHT
    first = start >> TILE_HEIGHT * level
    hashes = tiles[level, first >> TILE_HEIGHT]
    begin = first % TILE_WIDTH * HASH_BYTES
    end = begin + (HASH_BYTES << height % TILE_HEIGHT)
    if len(hashes) < end:
        msg = f"tile {level}/{first >> TILE_HEIGHT} lacks hashes"
        raise LookupError(msg)
    return root_of(split(hashes[begin:end]))


def split(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


def above(nodes: list[bytes]) -> list[bytes]:
    """Return the nodes over each pair; one that is left over has none yet."""
    return [node_hash(left, right) for left, right in list(pairwise(nodes))[::2]]


def root_of(nodes: list[bytes]) -> bytes:
    """Return the root over a power of two of nodes."""
    while len(nodes) > 1:
        nodes = above(nodes)
    return nodes[0]
