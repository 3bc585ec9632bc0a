"""Points of P-256, the one curve that keys of this house and of its partners lie on."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ppit_platform import compact
from ppit_platform.compact import InvalidToken

_COORDINATE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class KeyUnusable(ValueError):
    """A key that may not sign or verify here."""


@dataclass(frozen=True, slots=True)
class Point:
    """A public key as a JWK writes it (RFC 7518 s.6.2.1): both coordinates in base64url."""

    x: str
    y: str

    @classmethod
    def of(cls, key: ec.EllipticCurvePublicKey) -> "Point":
        numbers = key.public_numbers()
        x, y = (compact.encode(value.to_bytes(32, "big")) for value in (numbers.x, numbers.y))
        return cls(x, y)

    def members(self) -> Mapping[str, str]:
        """Return what a JWK must say, and nothing more."""
        return {"crv": "P-256", "kty": "EC", "x": self.x, "y": self.y}

    def thumbprint(self) -> str:
        """Return the RFC 7638 thumbprint: 43 characters."""
        members = json.dumps(self.members(), separators=(",", ":"), sort_keys=True)
        return compact.encode(hashlib.sha256(members.encode()).digest())

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the key; ``KeyUnusable`` for what is no point of the curve."""
        if not (_COORDINATE.fullmatch(self.x) and _COORDINATE.fullmatch(self.y)):
            msg = "x and y must be 43 characters of base64url"
            raise KeyUnusable(msg)
        try:
            left, right = (
                int.from_bytes(compact.decode(value), "big") for value in (self.x, self.y)
            )
            return ec.EllipticCurvePublicNumbers(left, right, ec.SECP256R1()).public_key()
        except (ValueError, InvalidToken) as failure:
            msg = "not a point of P-256"
            raise KeyUnusable(msg) from failure


def read_private_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """Read an unencrypted PEM file; ``KeyUnusable`` for anything but a P-256 private key."""
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as failure:
        msg = "not an unencrypted PEM private key"
        raise KeyUnusable(msg) from failure
    if isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(private.curve, ec.SECP256R1):
        return private
    msg = "not a P-256 key"
    raise KeyUnusable(msg)


def new_private_key() -> bytes:
    """Make a P-256 key as unencrypted PKCS8 PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
