"""Checks a receipt with the log's public key alone, without asking anybody.

C2SP tlog-proof (an inclusion proof under a signed checkpoint), signed-note and tlog-checkpoint;
the way from the leaf to the root is RFC 9162 section 2.1.3.2.
"""

import binascii
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_PROOF = "c2sp.org/tlog-proof@v1"
_ED25519 = b"\x01"
_ID_BYTES = 4


class LogKey:
    """The verifier key of the log (``name+hash+key``, as `/log/keys` shows it), Ed25519.

    Have it given to you once, and keep it: a key that comes with what it verifies proves nothing.
    Raises ``ValueError`` for what is none.
    """

    def __init__(self, text: str) -> None:
        self.name, stated, packed = text.strip().split("+", 2)
        material = b64decode(packed, validate=True)
        self._id = sha256(self.name.encode() + b"\n" + material).digest()[:_ID_BYTES]
        if material[:1] != _ED25519 or stated != self._id.hex():
            msg = "not the Ed25519 verifier key of a log"
            raise ValueError(msg)
        self._key = Ed25519PublicKey.from_public_bytes(material[1:])

    def root_of(self, note: str) -> tuple[int, bytes]:
        """Return the size and the root that a checkpoint states; ``ValueError`` unless this key
        signed it.
        """
        text, _, signatures = note.rpartition("\n\n")
        text += "\n"
        if not any(self._signed(text, line) for line in signatures.splitlines()):
            msg = "not signed by this key"
            raise ValueError(msg)
        origin, size, root = text.splitlines()[:3]
        if origin != self.name:
            msg = "a checkpoint of another log"
            raise ValueError(msg)
        return int(size), b64decode(root, validate=True)

    def _signed(self, text: str, line: str) -> bool:
        prefix = f"\u2014 {self.name} "
        if not line.startswith(prefix):
            return False
        try:
            raw = b64decode(line.removeprefix(prefix), validate=True)
            self._key.verify(raw[_ID_BYTES:], text.encode())
        except (binascii.Error, InvalidSignature):
            return False
        return raw[:_ID_BYTES] == self._id


def proves(index: int, leaf: str, proof: str, key: LogKey) -> bool:
    """Say whether ``proof`` (base64url) shows the leaf hash (hex) at ``index`` of a signed tree."""
    try:
        packed = urlsafe_b64decode(proof + "=" * (-len(proof) % 4)).decode()
        head, _, note = packed.partition("\n\n")
        version, place, *path = head.split("\n")
        steps = [b64decode(step, validate=True) for step in path]
        size, root = key.root_of(note)
        reached = _reached(index, size, bytes.fromhex(leaf), steps)
    except ValueError:
        return False
    return (version, place, reached) == (_PROOF, f"index {index}", root)


def _reached(index: int, size: int, node: bytes, steps: Sequence[bytes]) -> bytes:
    """Return the root to which the steps lead; no bytes if they lead nowhere."""
    place, last = index, size - 1
    if not 0 <= index < size:
        return b""
    for step in steps:
        if last == 0:
            return b""
        if place & 1 or place == last:
            node = sha256(b"\x01" + step + node).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = sha256(b"\x01" + node + step).digest()
        place, last = place >> 1, last >> 1
    return node if last == 0 else b""
