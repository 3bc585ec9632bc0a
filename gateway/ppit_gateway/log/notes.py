"""Signed checkpoints: the log's own statement of its size and root, which others may hold it to.

C2SP tlog-checkpoint inside C2SP signed-note, so that any witness or tool that reads those formats
reads ours. Each commit is signed with Ed25519; what is published to the world, with ML-DSA-44
(FIPS 204) beside it, and it states the root of the subject index in an extension line.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

INDEX_LINE = "ppit-subject-index "
_ED25519 = b"\x01"
# C2SP has an ML-DSA-44 type, 0x06 of tlog-cosignature, but what that signs leaves the extension
# lines out: the index's root would stand on Ed25519 alone. So a type of our own, as signed-note
# lets anybody name one: 0xff and a longer name. It signs the whole text, as type 0x01 does.
_ML_DSA_44 = b"\xffppit/ml-dsa-44/v1"
_DASH = "\u2014 "
_HASH_BYTES = 4


class NoteInvalid(ValueError):
    """Not a checkpoint of this log signed by its keys."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``index_root`` is the root of the subject index over the same entries, if stated."""

    origin: str
    size: int
    root: bytes
    index_root: bytes | None = None

    @property
    def text(self) -> str:
        index = "" if self.index_root is None else f"{INDEX_LINE}{_base64(self.index_root)}\n"
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n{index}"


def check_name(name: str) -> str:
    """Return a key name or origin that a note can carry: no spaces, no plus (signed-note)."""
    if not name or "+" in name or any(letter.isspace() for letter in name):
        msg = "an origin has neither spaces nor plus signs"
        raise ValueError(msg)
    return name


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key as notes know it. ``material`` is the type of its signatures and the key;
    ``verify`` takes a signature and what it signs, and raises ``InvalidSignature``.
    """

    name: str
    material: bytes
    verify: Callable[[bytes, bytes], None]

    @property
    def hash(self) -> bytes:
        """Four bytes by which a note names the key (signed-note, "Signatures")."""
        named = self.name.encode() + b"\n" + self.material
        return hashlib.sha256(named).digest()[:_HASH_BYTES]

    @property
    def verifier_key(self) -> str:
        """The key as C2SP tools take it: name, hash and material."""
        return f"{self.name}+{self.hash.hex()}+{_base64(self.material)}"

    def line(self, signature: bytes) -> str:
        return f"{_DASH}{self.name} {_base64(self.hash + signature)}\n"

    def signed(self, text: str, line: str) -> bool:
        """Say whether a signature line, without its newline, is this key's over ``text``."""
        prefix = f"{_DASH}{self.name} "
        if not line.startswith(prefix):
            return False
        try:
            raw = base64.b64decode(line.removeprefix(prefix), validate=True)
            if raw[:_HASH_BYTES] != self.hash:
                return False
            self.verify(raw[_HASH_BYTES:], text.encode())
        except (binascii.Error, ValueError, InvalidSignature):
            return False
        return True


def ed25519_note_key(name: str, key: Ed25519PublicKey) -> NoteKey:
    return NoteKey(check_name(name), _ED25519 + key.public_bytes_raw(), key.verify)


def ml_dsa_note_key(name: str, key: MLDSA44PublicKey) -> NoteKey:
    return NoteKey(check_name(name), _ML_DSA_44 + key.public_bytes_raw(), key.verify)


class NoteSigner:
    """Signs checkpoints under the log's origin, which is also the name of its keys."""

    def __init__(
        self, origin: str, key: Ed25519PrivateKey, ml_dsa: MLDSA44PrivateKey | None = None
    ) -> None:
        self.origin = check_name(origin)
        self._signers: list[tuple[NoteKey, Callable[[bytes], bytes]]] = [
            (ed25519_note_key(origin, key.public_key()), key.sign)
        ]
        if ml_dsa is not None:
            self._signers.append((ml_dsa_note_key(origin, ml_dsa.public_key()), ml_dsa.sign))

    @property
    def reader(self) -> "NoteReader":
        return NoteReader(self.origin, *(key for key, _ in self._signers))

    def sign(self, size: int, root: bytes, index_root: bytes | None = None) -> str:
        text = Checkpoint(self.origin, size, root, index_root).text
        lines = (key.line(sign(text.encode())) for key, sign in self._signers)
        return f"{text}\n{''.join(lines)}"


class NoteReader:
    """Opens the notes of one log: those that all of ``keys`` signed."""

    def __init__(self, origin: str, *keys: NoteKey) -> None:
        self._origin = check_name(origin)
        self.keys = keys

    def open(self, note: str) -> Checkpoint:
        """Return what the note states; ``NoteInvalid`` unless this log's keys signed it."""
        text, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            msg = "no signature"
            raise NoteInvalid(msg)
        text += "\n"
        lines = signatures.splitlines()
        if not self.keys or not all(
            any(key.signed(text, line) for line in lines) for key in self.keys
        ):
            msg = "not signed by this log's keys"
            raise NoteInvalid(msg)
        return self._stated(text)

    def _stated(self, text: str) -> Checkpoint:
        origin, size, root, index, *_ = *text.split("\n"), "", "", "", ""
        try:
            stated = Checkpoint(
                origin,
                int(size),
                base64.b64decode(root, validate=True),
                base64.b64decode(index.removeprefix(INDEX_LINE), validate=True) if index else None,
            )
        except ValueError as failure:
            msg = "signed, but not a checkpoint"
            raise NoteInvalid(msg) from failure
        # Only the one spelling that this log writes, so that equal statements are equal texts.
        if stated.text != text or origin != self._origin:
            msg = "signed, but not a checkpoint of this log"
            raise NoteInvalid(msg)
        return stated


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
