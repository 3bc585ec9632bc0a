"""Proofs that a stranger can check: this leaf is in that tree; that tree grew into this one.

RFC 9162 sections 2.1.3 and 2.1.4 (the proofs of RFC 6962, with their verification written out).
"""

from collections.abc import Sequence

from ppit_gateway.log.tree import CompactRange, node_hash


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the audit path of leaf ``index`` in the tree of these leaf hashes, lowest first."""
    if not 0 <= index < len(leaves):
        msg = "no such leaf"
        raise ValueError(msg)
    if len(leaves) == 1:
        return ()
    split = _largest_power_below(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return (*inclusion_proof(index, left), _root(right))
    return (*inclusion_proof(index - split, right), _root(left))


def consistency_proof(size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the proof that the tree of the first ``size`` leaves is a prefix of all of them."""
    if not 0 < size <= len(leaves):
        msg = "no such smaller tree"
        raise ValueError(msg)
    return _subproof(size, leaves, whole=True)


def inclusion_holds(  # what RFC 9162 2.1.3.2 takes; all by name
    *, index: int, size: int, leaf: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether ``proof`` shows that the leaf hash stands at ``index`` of the tree."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(step, node)
            place, last = _above(place, last)
        else:
            node = node_hash(node, step)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_holds(  # what RFC 9162 2.1.4.2 takes; all by name
    *, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether ``proof`` shows that the older tree is a prefix of the newer."""
    if old_size == size:
        return not proof and old_root == root
    if not 0 < old_size < size:
        return False
    # An older tree that is one perfect subtree needs not be told its own root.
    steps = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(steps) and _replay(old_size - 1, size - 1, steps) == (old_root, root)


def _replay(place: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            place, last = _above(place, last)
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _above(place: int, last: int) -> tuple[int, int]:
    """Climb while the node is a lone left child: such levels add no step to a proof."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _subproof(size: int, leaves: Sequence[bytes], *, whole: bool) -> tuple[bytes, ...]:
    if size == len(leaves):
        return () if whole else (_root(leaves),)
    split = _largest_power_below(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if size <= split:
        return (*_subproof(size, left, whole=whole), _root(right))
    return (*_subproof(size - split, right, whole=False), _root(left))


def _root(leaves: Sequence[bytes]) -> bytes:
    return CompactRange().extend(leaves).root


def _largest_power_below(number: int) -> int:
    return 1 << (number - 1).bit_length() - 1
