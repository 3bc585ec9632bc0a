"""Proofs as a stranger takes them: this leaf is in that tree; that tree grew into this one.

RFC 9162 sections 2.1.3.2 and 2.1.4.2 (the proofs of RFC 6962, with their verification written out).
"""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Sequence

from ppit_gateway.log.entries import Receipt
from ppit_gateway.log.tree import node_hash


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


def proof_text(index: int, path: Iterable[bytes], note: str) -> str:
    """Write an inclusion proof under a signed checkpoint for keeping (C2SP tlog-proof)."""
    lines = "".join(f"{b64encode(step).decode()}\n" for step in path)
    return f"c2sp.org/tlog-proof@v1\nindex {index}\n{lines}\n{note}"


def receipt_header(receipt: Receipt, proof: str) -> str:
    """Return the value of ``Audit-Receipt`` (I6); the proof in base64url without padding."""
    packed = urlsafe_b64encode(proof.encode()).rstrip(b"=").decode()
    return f'index={receipt.index}, leaf="{receipt.leaf_hash}", proof="{packed}"'
