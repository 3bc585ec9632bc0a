"""What the map holds of one subject: how many entries name it, and a hash chain over which (I8).

A key is the hash of a pseudonym, so that the map is even whatever pseudonyms look like. Count and
head bind the whole list of entries: one left out, added or out of order gives another head.
"""

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass

HASH_BYTES = 32
NOTHING = bytes(HASH_BYTES)
"""The hash of an empty subtree, the root of an empty map, and the head before the first entry."""
_KEY = b"ppit subject v1\n"
_LEAF, _NODE, _LINK = b"\x02", b"\x03", b"\x04"
_NUMBER = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One subject in the map."""

    key: bytes
    count: int = 0
    head: bytes = NOTHING

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(_LEAF + self.key + _NUMBER.pack(self.count) + self.head).digest()

    def named_by(self, entries: Iterable[int]) -> "Leaf":
        """Return the leaf when these entries, in this order, have named the subject too."""
        count, head = self.count, self.head
        for index in entries:
            head = hashlib.sha256(_LINK + head + _NUMBER.pack(index)).digest()
            count += 1
        return Leaf(self.key, count, head)


def key_of(pseudonym: str) -> bytes:
    return hashlib.sha256(_KEY + pseudonym.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash above two subtrees. 0x00 and 0x01 stay those of the log (RFC 6962 2.1)."""
    return hashlib.sha256(_NODE + left + right).digest()
