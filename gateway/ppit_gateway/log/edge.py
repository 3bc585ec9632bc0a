"""The right edge of the tree, which the log keeps in memory: it grows there, and proves from there.

Of each level the nodes of the tile that is not full yet. To append costs one hash for each entry;
the proof of an entry just committed is looked up, not computed.
"""

from collections.abc import Iterable, Sequence

from ppit_gateway.log.tiles import TILE_HEIGHT, TILE_WIDTH, Tile, above, width_of
from ppit_gateway.log.tree import EMPTY_ROOT, node_hash


class RightEdge:
    """Grows in place. After a growth that was not committed it must be restored anew."""

    def __init__(self) -> None:
        self.size = 0
        self._nodes: list[list[bytes]] = []
        self._first: list[int] = []

    @classmethod
    def restore(cls, size: int, tiles: Sequence[Sequence[bytes]]) -> "RightEdge":
        """Take up a tree of ``size`` leaves from the hashes of the tiles of ``edge_of(size)``.

        Raises ``ValueError`` when they are not as many as such a tree has.
        """
        edge = cls()
        edge.size = size
        for level, hashes in enumerate(tiles):
            number = size >> TILE_HEIGHT * (level + 1)
            if len(hashes) != width_of((level, number), size):
                msg = f"not the right edge of a tree of {size} leaves"
                raise ValueError(msg)
            nodes = list(hashes)
            for height in range(TILE_HEIGHT):
                edge._nodes.append(nodes)
                edge._first.append(number << TILE_HEIGHT - height)
                nodes = above(nodes)
        return edge

    def grow(self, leaf_hashes: Iterable[bytes]) -> tuple[Tile, ...]:
        """Append leaves and return the tiles that became full. Drops nodes left of the old edge."""
        self._drop_full_tiles()
        full: list[Tile] = []
        for leaf in leaf_hashes:
            self._add(leaf)
            if not self.size % TILE_WIDTH:
                full += self._just_full()
        return tuple(full)

    @property
    def root(self) -> bytes:
        """The tree head; of an empty tree the hash of nothing (RFC 6962 section 2.1)."""
        return self._tails()[-1] or EMPTY_ROOT

    def proofs(self, indices: Iterable[int]) -> tuple[tuple[bytes, ...] | None, ...]:
        """Return the inclusion proof of each leaf, lowest hash first; None where the edge has
        moved on from it since before the last growth.
        """
        tails = self._tails()
        return tuple(self._proof(index, tails) for index in indices)

    def _proof(self, index: int, tails: Sequence[bytes | None]) -> tuple[bytes, ...] | None:
        path: list[bytes] = []
        for height in range((self.size - 1).bit_length()):
            sibling = index >> height ^ 1
            at = sibling - self._first[height]
            if at < 0:
                return None
            if at < len(self._nodes[height]):
                path.append(self._nodes[height][at])
            elif sibling == self.size >> height and (tail := tails[height]) is not None:
                path.append(tail)
        return tuple(path)

    def _tails(self) -> list[bytes | None]:
        """Return by height what stands right of the last perfect node there; last the root."""
        node: bytes | None = None
        tails: list[bytes | None] = [None]
        for height in range(self.size.bit_length()):
            if self.size >> height & 1:
                peak = self._nodes[height][-1]
                node = peak if node is None else node_hash(peak, node)
            tails.append(node)
        return tails

    def _add(self, leaf: bytes) -> None:
        node, place, height = leaf, self.size, 0
        self._put(height, place, node)
        while place & 1:  # each trailing one bit is a subtree that this leaf completes
            node = node_hash(self._nodes[height][-2], node)
            place >>= 1
            height += 1
            self._put(height, place, node)
        self.size += 1

    def _put(self, height: int, place: int, node: bytes) -> None:
        if height == len(self._nodes):
            self._nodes.append([])
            self._first.append(place)
        self._nodes[height].append(node)

    def _just_full(self) -> Iterable[Tile]:
        height = 0
        while self.size and not self.size % (1 << height + TILE_HEIGHT):
            hashes = b"".join(self._nodes[height][-TILE_WIDTH:])
            root = self._nodes[height + TILE_HEIGHT][-1]
            number = (self.size >> height + TILE_HEIGHT) - 1
            yield Tile(height // TILE_HEIGHT, number, hashes, root)
            height += TILE_HEIGHT

    def _drop_full_tiles(self) -> None:
        for height, nodes in enumerate(self._nodes):
            below = height % TILE_HEIGHT
            first = self.size >> height - below + TILE_HEIGHT << TILE_HEIGHT - below
            del nodes[: first - self._first[height]]
            self._first[height] = first
