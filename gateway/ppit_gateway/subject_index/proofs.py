"""Proofs of the map that a stranger can check: these entries name this subject and no other does.

A root binds one answer for each key: on the way down each hash has one preimage, which is a node
(0x03), a leaf (0x02) or nothing, so that a key that is there cannot be shown to be absent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ppit_gateway.subject_index.subjects import NOTHING, Leaf, key_of, node_hash

DEEPEST = 256


@dataclass(frozen=True, slots=True)
class MapProof:
    """``siblings`` from the root down; ``end`` is the one leaf that stands there, or nothing."""

    siblings: tuple[bytes, ...]
    end: Leaf | None


@dataclass(frozen=True, slots=True)
class SubjectProof:
    """Which ``entries`` of the log name a pseudonym, all of them, and the proof in the map."""

    pseudonym: str
    entries: tuple[int, ...]
    proof: MapProof


def proof_holds(key: bytes, proof: MapProof, root: bytes) -> bool:
    """Say whether the map with this root has ``proof.end`` where ``key`` stands or would."""
    depth = len(proof.siblings)
    if depth > DEEPEST or (depth and proof.siblings[-1] == NOTHING):
        return False  # a subtree with one subject is its leaf, never a node
    if proof.end is not None and _bits(proof.end.key, depth) != _bits(key, depth):
        return False
    node = NOTHING if proof.end is None else proof.end.hash
    for level in range(depth - 1, -1, -1):
        sibling = proof.siblings[level]
        right = key[level >> 3] >> (7 - (level & 7)) & 1
        node = node_hash(sibling, node) if right else node_hash(node, sibling)
    return node == root


def complete(proof: SubjectProof, root: bytes) -> bool:
    """Say whether ``entries`` are all that name the pseudonym; none, if it is absent."""
    key = key_of(proof.pseudonym)
    if not proof_holds(key, proof.proof, root) or not _ascending(proof.entries):
        return False
    end = proof.proof.end
    standing = end if end is not None and end.key == key else Leaf(key)
    return Leaf(key).named_by(proof.entries) == standing


def _bits(key: bytes, depth: int) -> int:
    return int.from_bytes(key) >> (DEEPEST - depth)


def _ascending(entries: Sequence[int]) -> bool:
    """Say that each entry is named once and after those before it: a map has no other."""
    return all(0 <= one < 2**64 for one in entries) and all(
        earlier < later for earlier, later in pairwise(entries)
    )
