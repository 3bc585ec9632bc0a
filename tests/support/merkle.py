"""RFC 6962 section 2.1 word by word: slow, short, and the measure of what is fast."""

from collections.abc import Mapping, Sequence

from ppit_gateway.log.tiles import TILE_HEIGHT, TILE_WIDTH, Place
from ppit_gateway.log.tree import EMPTY_ROOT, leaf_hash, node_hash


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4)) for number in range(count)]


def tree_hash(hashes: Sequence[bytes]) -> bytes:
    """Return MTH of leaves that are hashed already."""
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY_ROOT
    split = _split(len(hashes))
    return node_hash(tree_hash(hashes[:split]), tree_hash(hashes[split:]))


def inclusion_path(index: int, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return PATH(m, D[n])."""
    if len(hashes) == 1:
        return ()
    split = _split(len(hashes))
    left, right = hashes[:split], hashes[split:]
    if index < split:
        return (*inclusion_path(index, left), tree_hash(right))
    return (*inclusion_path(index - split, right), tree_hash(left))


def consistency_path(
    size: int, hashes: Sequence[bytes], *, whole: bool = True
) -> tuple[bytes, ...]:
    """Return SUBPROOF(m, D[n], b)."""
    if size == len(hashes):
        return () if whole else (tree_hash(hashes),)
    split = _split(len(hashes))
    left, right = hashes[:split], hashes[split:]
    if size <= split:
        return (*consistency_path(size, left, whole=whole), tree_hash(right))
    return (*consistency_path(size - split, right, whole=False), tree_hash(left))


def tiles_over(hashes: Sequence[bytes]) -> Mapping[Place, bytes]:
    """Return every tile of the tree of these leaves, full or not (C2SP tlog-tiles)."""
    tiles: dict[Place, bytes] = {}
    level, row = 0, list(hashes)
    while row:
        for number in range(0, len(row), TILE_WIDTH):
            tiles[level, number >> TILE_HEIGHT] = b"".join(row[number : number + TILE_WIDTH])
        full = range(0, len(row) - TILE_WIDTH + 1, TILE_WIDTH)
        row = [tree_hash(row[start : start + TILE_WIDTH]) for start in full]
        level += 1
    return tiles


def _split(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1
