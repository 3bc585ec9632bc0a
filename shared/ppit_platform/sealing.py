"""Seals stored answers, so that a copy of the database does not hold what people were told."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_KEY_SIZES = {16, 24, 32}


class SealBroken(ValueError):
    """Sealed with another key, for another place, or changed since."""


class Seal:
    """AES-GCM with one key; each text is bound to the place where it is kept."""

    def __init__(self, key: bytes) -> None:
        if len(key) not in _KEY_SIZES:
            msg = "an AES key has 16, 24 or 32 bytes"
            raise ValueError(msg)
        self._cipher = AESGCM(key)

    @classmethod
    def from_hex(cls, text: str) -> "Seal":
        return cls(bytes.fromhex(text.strip()))

    def close(self, plain: bytes, *, place: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, place)

    def open(self, sealed: bytes, *, place: bytes) -> bytes:
        """Return what was sealed for ``place``, else raise ``SealBroken``."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
        except (InvalidTag, ValueError) as failure:
            msg = "the seal does not open"
            raise SealBroken(msg) from failure
