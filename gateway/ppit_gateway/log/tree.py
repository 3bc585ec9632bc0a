"""The Merkle tree of RFC 6962 section 2.1, grown one leaf at a time.

A tree of n leaves is kept as its compact range: the roots of the perfect subtrees that make it up,
largest first, one for each set bit of n.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    """A tree of ``size`` leaves; ``peaks`` are its perfect subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

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
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node
