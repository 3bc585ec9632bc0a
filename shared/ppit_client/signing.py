"""ES256 by itself (RFC 7515, RFC 7518 s.3.4): the one way in which the gate lets keys be proved."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

_COORDINATE = 32
"""Bytes of one coordinate, and of one half of a signature, of P-256."""


class KeyUnusable(ValueError):
    """Not a P-256 key, or not one that stands in a PEM file without a password."""


class SignatureWrong(ValueError):
    """No token, or one that this key did not sign."""


class ClientKey:
    """A client's private key. Its id is the RFC 7638 thumbprint of its public half."""

    def __init__(self, private: EllipticCurvePrivateKey) -> None:
        self._private = private
        point = private.public_key().public_numbers()
        self.point = {"crv": "P-256", "kty": "EC", "x": _number(point.x), "y": _number(point.y)}
        self.key_id = thumbprint(self.point)

    @classmethod
    def from_pem(cls, pem: bytes) -> "ClientKey":
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as failure:
            msg = "the key must be a PEM file without a password"
            raise KeyUnusable(msg) from failure
        if not isinstance(private, EllipticCurvePrivateKey) or private.key_size != _COORDINATE * 8:
            msg = "the key must be a P-256 key"
            raise KeyUnusable(msg)
        return cls(private)

    @classmethod
    def new(cls) -> "ClientKey":
        return cls(generate_private_key(SECP256R1()))

    @property
    def pem(self) -> bytes:
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, header: Mapping[str, object], claims: Mapping[str, object]) -> str:
        """Return a compact token; ``alg`` is added to the header."""
        head = encoded({"alg": "ES256", **header})
        signed = f"{head}.{encoded(claims)}"
        r, s = decode_dss_signature(self._private.sign(signed.encode(), ECDSA(SHA256())))
        halves = r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")
        return f"{signed}.{base64url(halves)}"


def verified(raw: str, point: Mapping[str, object]) -> dict[str, object]:
    """Return the claims of a token that the key ``point`` (a JWK) signed; ``SignatureWrong``."""
    signed, _, signature = raw.rpartition(".")
    try:
        halves = _bytes(signature)
        r, s = (int.from_bytes(halves[:_COORDINATE]), int.from_bytes(halves[_COORDINATE:]))
        public = _public(point)
        public.verify(encode_dss_signature(r, s), signed.encode(), ECDSA(SHA256()))
        return part(raw, 1)
    except (ValueError, InvalidSignature) as failure:
        msg = "its signature does not verify"
        raise SignatureWrong(msg) from failure


def part(raw: str, index: int) -> dict[str, object]:
    """Return the header (0) or the claims (1) of a token, whoever signed it."""
    try:
        read = cast("object", json.loads(_bytes(raw.split(".")[index])))
    except (ValueError, IndexError) as failure:
        msg = "not a token"
        raise SignatureWrong(msg) from failure
    if not isinstance(read, dict):
        msg = "a part of it is no object"
        raise SignatureWrong(msg)
    return cast("dict[str, object]", read)


def thumbprint(point: Mapping[str, object]) -> str:
    """Return the RFC 7638 thumbprint of an EC key: 43 characters."""
    members = {name: point[name] for name in ("crv", "kty", "x", "y")}
    return base64url(sha256(json.dumps(members, separators=(",", ":")).encode()).digest())


def encoded(value: Mapping[str, object]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def base64url(raw: bytes) -> str:
    """Encode without padding (RFC 7515 s.2)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(value: int) -> str:
    return base64url(value.to_bytes(_COORDINATE, "big"))


def _public(point: Mapping[str, object]) -> EllipticCurvePublicKey:
    x, y = (int.from_bytes(_bytes(str(point.get(name, "")))) for name in ("x", "y"))
    return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
