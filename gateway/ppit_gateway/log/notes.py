"""Signed checkpoints: the log's own statement of its size and root, which others may hold it to.

C2SP tlog-checkpoint inside C2SP signed-note, signed with Ed25519, so that any witness or tool that
reads those formats reads ours.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\u2014 "
_HASH_BYTES = 4


class NoteInvalid(ValueError):
    """Not a checkpoint of this log signed by its key."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_hash(name: str, public_key: Ed25519PublicKey) -> bytes:
    """Return the four bytes by which a note names a key (signed-note, "Signatures")."""
    material = name.encode() + b"\n" + _ED25519 + public_key.public_bytes_raw()
    return hashlib.sha256(material).digest()[:_HASH_BYTES]


def check_name(name: str) -> str:
    """Return a key name or origin that a note can carry: no spaces, no plus (signed-note)."""
    if not name or "+" in name or any(letter.isspace() for letter in name):
        msg = "an origin has neither spaces nor plus signs"
        raise ValueError(msg)
    return name


class NoteSigner:
    """Signs checkpoints under the log's origin, which is also its key's name."""

    def __init__(self, origin: str, key: Ed25519PrivateKey) -> None:
        self.origin = check_name(origin)
        self._key = key
        self._hash = key_hash(origin, key.public_key())

    @property
    def reader(self) -> "NoteReader":
        return NoteReader(self.origin, self._key.public_key())

    def sign(self, size: int, root: bytes) -> str:
        text = Checkpoint(self.origin, size, root).text
        signature = base64.b64encode(self._hash + self._key.sign(text.encode())).decode()
        return f"{text}\n{_DASH}{self.origin} {signature}\n"


class NoteReader:
    """Opens the notes of one log."""

    def __init__(self, origin: str, key: Ed25519PublicKey) -> None:
        self._origin = check_name(origin)
        self._key = key
        self._hash = key_hash(origin, key)

    @property
    def verifier_key(self) -> str:
        """The key as C2SP tools take it: name, hash and material."""
        material = base64.b64encode(_ED25519 + self._key.public_bytes_raw()).decode()
        return f"{self._origin}+{self._hash.hex()}+{material}"

    def open(self, note: str) -> Checkpoint:
        """Return what the note states; ``NoteInvalid`` unless this log's key signed it."""
        text, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            msg = "no signature"
            raise NoteInvalid(msg)
        text += "\n"
        if not any(self._signed(text, line) for line in signatures.splitlines()):
            msg = "not signed by this log's key"
            raise NoteInvalid(msg)
        return self._stated(text)

    def _signed(self, text: str, line: str) -> bool:
        prefix = f"{_DASH}{self._origin} "
        if not line.startswith(prefix):
            return False
        try:
            raw = base64.b64decode(line.removeprefix(prefix), validate=True)
            if raw[:_HASH_BYTES] != self._hash:
                return False
            self._key.verify(raw[_HASH_BYTES:], text.encode())
        except (binascii.Error, ValueError, InvalidSignature):
            return False
        return True

    def _stated(self, text: str) -> Checkpoint:
        origin, _, rest = text.partition("\n")
        size, _, rest = rest.partition("\n")
        root, _, _ = rest.partition("\n")
        try:
            stated = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
        except ValueError as failure:
            msg = "signed, but not a checkpoint"
            raise NoteInvalid(msg) from failure
        # Only the one spelling that this log writes, so that equal statements are equal texts.
        if stated.text != text or origin != self._origin:
            msg = "signed, but not a checkpoint of this log"
            raise NoteInvalid(msg)
        return stated
