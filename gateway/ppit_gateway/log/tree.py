"""The Merkle tree of RFC 6962 section 2.1, grown one leaf at a time.

A tree of n leaves is kept as its compact range: the roots of the perfect subtrees that make it up,
largest first, one for each set bit of n. To append touches log2(n) hashes; to start again after a
crash needs those few hashes and none of the leaves.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

HASH_BYTES = 32


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    """A tree of ``size`` leaves; ``peaks`` are its perfect subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count():
            msg = f"a tree of {self.size} leaves has {self.size.bit_count()} peaks"
            raise ValueError(msg)

    def extend(self, leaf_hashes: Iterable[bytes]) -> "CompactRange":
        """Return the tree with these leaves added, in their order."""
        size, peaks = self.size, list(self.peaks)
        for one in leaf_hashes:
            node, height = one, size
            while height & 1:  # each trailing one bit is a subtree that this leaf completes
                node = node_hash(peaks.pop(), node)
                height >>= 1
            peaks.append(node)
            size += 1
        return CompactRange(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The tree head; of an empty tree the hash of nothing (RFC 6962 section 2.1)."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def pack(self) -> bytes:
        return b"".join(self.peaks)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> "CompactRange":
        """Refuse with ``ValueError`` what no tree of that size packs to."""
        if len(packed) != HASH_BYTES * size.bit_count():
            msg = f"not the peaks of a tree of {size} leaves"
            raise ValueError(msg)
        starts = range(0, len(packed), HASH_BYTES)
        return cls(size, tuple(packed[at : at + HASH_BYTES] for at in starts))
