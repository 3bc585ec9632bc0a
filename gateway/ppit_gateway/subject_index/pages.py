"""A page of the map: four levels of the trie below one path, kept as the sixteen subtrees there.

A subtree without a subject is nothing, one with a single subject is that subject's leaf whatever
its depth, any other is a node. So the depth follows the number of subjects, and a map has one form.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ppit_gateway.subject_index.subjects import HASH_BYTES, NOTHING, Leaf, node_hash

SLOTS = 16
_MASKS = struct.Struct(">HH")
_LEAF = struct.Struct(f">{HASH_BYTES}sQ{HASH_BYTES}s")

Node: TypeAlias = Leaf | bytes | None
"""A subtree: of one subject, the hash of a larger one, or empty."""
Slots: TypeAlias = tuple[Node, ...]
EMPTY: Slots = (None,) * SLOTS


class PageBroken(ValueError):
    """Not the bytes of a page."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A way down within one page: the subtrees passed by, from above, and what stands at its end.

    ``slot`` says that the end is one of the sixteen, so that a larger subtree goes on in the page
    below.
    """

    siblings: tuple[bytes, ...]
    end: Node
    slot: bool


def hash_of(node: Node) -> bytes:
    if node is None:
        return NOTHING
    return node.hash if isinstance(node, Leaf) else node


def nibble_at(key: bytes, depth: int) -> int:
    """Return the four bits of a key that choose among the slots of a page ``depth`` pages down."""
    pair = key[depth >> 1]
    return pair & 15 if depth & 1 else pair >> 4


def top_of(slots: Sequence[Node]) -> Node:
    """Return the subtree that the sixteen make."""
    row = list(slots)
    while len(row) > 1:
        row = [_above(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def way_down(slots: Sequence[Node], nibble: int) -> Steps:
    """Descend towards one slot until a subtree has at most one subject."""
    rows = [list(slots)]
    while len(rows[-1]) > 1:
        below = rows[-1]
        rows.append([_above(below[at], below[at + 1]) for at in range(0, len(below), 2)])
    siblings: list[bytes] = []
    for height in range(len(rows) - 1, 0, -1):
        node = rows[height][nibble >> height]
        if not isinstance(node, bytes):
            return Steps(tuple(siblings), node, slot=False)
        siblings.append(hash_of(rows[height - 1][(nibble >> (height - 1)) ^ 1]))
    return Steps(tuple(siblings), slots[nibble], slot=True)


def pack(slots: Sequence[Node]) -> bytes:
    """Return the page's bytes: which slots are leaves, which are nodes, and these in order."""
    leaves = sum(1 << at for at, one in enumerate(slots) if isinstance(one, Leaf))
    nodes = sum(1 << at for at, one in enumerate(slots) if isinstance(one, bytes))
    packed = [
        _LEAF.pack(one.key, one.count, one.head) if isinstance(one, Leaf) else one
        for one in slots
        if one is not None
    ]
    return b"".join((_MASKS.pack(leaves, nodes), *packed))


def unpack(packed: bytes) -> Slots:
    """Read a page back; ``PageBroken`` for what ``pack`` did not write."""
    try:
        leaves, nodes = _MASKS.unpack_from(packed)
        at, slots = _MASKS.size, list[Node]()
        for number in range(SLOTS):
            if leaves >> number & 1:
                slots.append(Leaf(*_LEAF.unpack_from(packed, at)))
                at += _LEAF.size
            elif nodes >> number & 1:
                slots.append(packed[at : at + HASH_BYTES])
                at += HASH_BYTES
            else:
                slots.append(None)
    except struct.error as failure:
        msg = "cut short"
        raise PageBroken(msg) from failure
    if at != len(packed) or leaves & nodes:
        msg = "too long, or one slot twice"
        raise PageBroken(msg)
    return tuple(slots)


def _above(left: Node, right: Node) -> Node:
    if right is None and not isinstance(left, bytes):
        return left
    if left is None and isinstance(right, Leaf):
        return right
    return node_hash(hash_of(left), hash_of(right))
